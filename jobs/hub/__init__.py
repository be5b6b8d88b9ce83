"""What every job works with: the book, the kept bytes and the rules, opened once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jobs.hub.settings import SettingMissing, Settings, read_settings
from jobs.rules import Rules, read_rules
from ledger_sync.book.connection import Book
from ledger_sync.intake.kept_bytes import KeptBytes
from sftp.door import Door
from sftp.endpoint import Endpoint, open_door


class JobRefused(Exception):
    """The job may not run now; the text says what has to come first."""


class NothingYet(JobRefused):
    """There is nothing to do yet, and nothing to mend; the text says why."""


@dataclass(frozen=True)
class Hub:
    """One hub, ready for work."""

    settings: Settings
    rules: Rules
    book: Book
    kept: KeptBytes
    remembered: dict[str, tuple[object, object]] = field(default_factory=dict)
    """What the book said to those who post files, with the state of the book that it holds for."""

    @contextmanager
    def door(self) -> Iterator[Door]:
        """Open the SFTP door under the hub's own account."""
        sftp = self.settings.sftp
        if sftp is None:
            raise SettingMissing("CARMHUB_SFTP_HOST is not set: the hub has no door")
        endpoint = Endpoint(
            host=sftp.host,
            port=sftp.port,
            username=sftp.username,
            private_key=sftp.private_key,
            host_key=sftp.host_key,
            unfinished=self.rules.unfinished_names,
        )
        with open_door(endpoint) as door:
            yield door


@contextmanager
def open_hub(settings: Settings | None = None) -> Iterator[Hub]:
    """Open the hub that the settings name, and close it after."""
    settings = settings or read_settings()
    book = Book(settings.database_url)
    try:
        yield Hub(
            settings=settings,
            rules=read_rules(settings.config_folder),
            book=book,
            kept=KeptBytes(settings.kept_folder, settings.archive_folder),
        )
    finally:
        book.close()
