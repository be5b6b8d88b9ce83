"""What every job works with: the book, the kept bytes and the rules, opened once.

The database and the door are loaded where they are opened: settings and dates are asked for
without them.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jobs.hub.privacy import keep_private
from jobs.hub.settings import SettingMissing, Settings, SftpSettings, read_settings

if TYPE_CHECKING:
    from jobs.rules import Rules
    from ledger_sync.book.connection import Book
    from ledger_sync.intake.kept_bytes import KeptBytes
    from sftp.door import Door


class JobRefused(Exception):
    """The job may not run now; the text says what has to come first."""


class NothingYet(JobRefused):
    """There is nothing to do yet, and nothing to mend; the text says why."""


@dataclass(frozen=True)
class Hub:
    """One hub, ready for work."""

    settings: Settings
    rules: "Rules"
    book: "Book"
    kept: "KeptBytes"
    remembered: dict[str, tuple[object, object]] = field(default_factory=dict)
    """What the book said to those who post files, with the state of the book that it holds for."""

    def today(self) -> dt.date:
        """Return the business date now: Toronto's, in a made-up book its own."""
        from ledger_sync.book import clock  # noqa: PLC0415

        with self.book.reading() as tx:
            return clock.today(tx)

    @contextmanager
    def door(self) -> "Iterator[Door]":
        """Open the SFTP door under the hub's own account."""
        if self.settings.sftp is None:
            raise SettingMissing("CARMHUB_SFTP_HOST is not set: the hub has no door")
        with self.door_to(self.settings.sftp) as door:
            yield door

    @contextmanager
    def door_to(self, sftp: SftpSettings) -> "Iterator[Door]":
        """Open the door of another account of the hub's."""
        from sftp.endpoint import Endpoint, open_door  # noqa: PLC0415

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
    from jobs.rules import read_rules  # noqa: PLC0415
    from ledger_sync.book.connection import Book  # noqa: PLC0415
    from ledger_sync.intake.kept_bytes import KeptBytes  # noqa: PLC0415

    keep_private()
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
