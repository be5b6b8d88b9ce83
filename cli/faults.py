"""The faults that a person can act on: their texts say how, and are told without a traceback."""

from typing import Final

from jobs.hub import JobRefused
from jobs.hub.book_terms import ActConflict, BookUnavailable, ReferenceRefused, UnknownHandle
from jobs.hub.settings import SettingMissing
from jobs.proofs.prove_book import ProofFailed
from jobs.rules.rule_file import RuleFileWrong
from sftp.faults import DoorFault
from stack.embedded import NotReady
from stack.postgres import PostgresUnavailable

SAID_PLAINLY: Final = (
    JobRefused,
    ProofFailed,
    SettingMissing,
    RuleFileWrong,
    BookUnavailable,
    UnknownHandle,
    ReferenceRefused,
    ActConflict,
    DoorFault,
    PostgresUnavailable,
    NotReady,
)
