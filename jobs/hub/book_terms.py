"""The book's own words, for those who ask it through jobs: its rows, requests and refusals.

The command, the demonstration and the plugins import them here, and nothing of ``ledger_sync``.
"""

from ledger_sync.book.acts import ActConflict, Approval, Rejection, Request
from ledger_sync.book.connection import BookDamaged, BookUnavailable, Row
from ledger_sync.history.lineage import UnknownHandle
from ledger_sync.intake.inbox import Selection
from ledger_sync.proofs.archive import ArchiveBroken
from ledger_sync.proofs.proving import Result, Scope
from ledger_sync.reference.reference_columns import ReferenceRefused
from ledger_sync.registry.linking import Answers
from ledger_sync.registry.registry_history import HISTORIES
from ledger_sync.registry.registry_loading import Change

__all__ = [
    "HISTORIES",
    "ActConflict",
    "Answers",
    "Approval",
    "ArchiveBroken",
    "BookDamaged",
    "BookUnavailable",
    "Change",
    "ReferenceRefused",
    "Rejection",
    "Request",
    "Result",
    "Row",
    "Scope",
    "Selection",
    "UnknownHandle",
]
