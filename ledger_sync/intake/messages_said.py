"""What the accepted messages of a file say, as far as the book keeps it."""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

_SAID: Final = statement(__file__, "messages_said")


def messages_said(
    tx: Transaction, file_id: int, *, size: int
) -> Iterator[Sequence[tuple[int, int]]]:
    """Yield the messages of which something stands, page by page: ordinals, and what each says.

    What one says is a number, that of ``mappers.intake.said_texts``.
    """
    return tx.pages(_SAID, size=size, file_id=file_id)
