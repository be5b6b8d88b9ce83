"""What is kept of a file while it is read: a few numbers, names and digests a message."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import pandas as pd

from ledger.posted_before import credits_of
from mappers.intake.said_texts import HEAD_CONTENT, LINE_CONTENT, texts
from parsers.message_tables import MessageTables

_ENTRY: Final = [
    "message", "entry_reference", "account_servicer_reference", "bank_account", "booked_on",
    "entry_cents", "plain_reference", "debit_account", "whom",
]  # fmt: skip
"""What tells the entry of a payment from others."""

_INTERCHANGE: Final = ["interchange", "format", "reference", "sender", "byte_from", "byte_to"]
_DIGEST_BYTES: Final = 8


class FileFacts:
    """Facts of one file, gathered batch by batch; the size of a message adds nothing to them."""

    def __init__(self) -> None:
        self.refused_interchanges: set[int] = set()
        self._interchanges: list[pd.DataFrame] = []
        self._messages: list[pd.DataFrame] = []
        self._payments: list[pd.DataFrame] = []

    def add(
        self,
        tables: MessageTables,
        *,
        cads: pd.DataFrame | None = None,
        cad_lines: pd.DataFrame | None = None,
        payments: pd.DataFrame | None = None,
    ) -> None:
        """Add a batch: its tables with all that was found in them, and what was decided."""
        errors = tables.findings[tables.findings["severity"] == "error"]
        wide = errors[errors["message"].isna()]["interchange"].dropna()
        self.refused_interchanges |= {int(each) for each in wide}
        self._interchanges.append(tables.interchanges[_INTERCHANGE])
        messages = _messages(tables.messages, errors)
        if cads is not None and cad_lines is not None and not cads.empty:
            messages = messages.merge(_declarations(cads, cad_lines), on="message", how="left")
        self._messages.append(messages)
        if payments is not None and not payments.empty:
            self._payments.append(_entries(payments))

    def interchanges(self) -> pd.DataFrame:
        """Return ``interchange, format, reference, sender, byte_from, byte_to``."""
        return _together(self._interchanges, _INTERCHANGE)

    def messages(self) -> pd.DataFrame:
        """Return ``message, interchange, reference, name, byte_from, byte_to, refused``.

        ``name`` is the type, version and release as partners agree on them. Declarations without
        an error have ``filer, transaction_number, version, content`` besides.
        """
        columns = ["message", "interchange", "reference", "name", "byte_from", "byte_to", "refused"]
        columns += ["filer", "transaction_number", "version", "content"]
        return _together(self._messages, columns)

    def payments(self) -> pd.DataFrame:
        """Return what tells the entries of payments apart, of messages without error.

        A row a message, in the order of the file.
        """
        return _together(self._payments, _ENTRY)


def _messages(messages: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    parts = ["type", "message_version", "message_release"]
    names = messages[parts].drop_duplicates()
    names = names.assign(
        name=[
            ":".join(part for part in row if isinstance(part, str))
            for row in names.itertuples(index=False, name=None)
        ]
    )
    kept = ["message", "interchange", "reference", "name", "byte_from", "byte_to"]
    return messages.merge(names, on=parts, how="left")[kept].assign(
        refused=messages["message"].isin(errors["message"].dropna()).to_numpy()
    )


def _declarations(cads: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    contents = {} if lines.empty else _line_contents(lines)
    digests = []
    heads = texts(cads, HEAD_CONTENT)
    for message, function, head in zip(cads["message"], cads["function"], heads, strict=True):
        digest = contents.get(int(message), _digest())
        digest.update(f"{function == 'withdrawal'}{head}".encode())
        digests.append(_number(digest))
    return cads[["message", "filer", "transaction_number", "version"]].assign(
        content=pd.Series(digests, index=cads.index, dtype="Int64")
    )


def _line_contents(lines: pd.DataFrame) -> "dict[int, blake2b]":
    """Return the digest so far of each message: of its lines, by their numbers."""
    lines = lines.sort_values(["message", "line_number"], kind="stable")
    contents: dict[int, blake2b] = {}
    for message, text in zip(lines["message"].tolist(), texts(lines, LINE_CONTENT), strict=True):
        contents.setdefault(message, _digest()).update(f"{text}\n".encode())
    return contents


def _entries(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the entries of payments, and whom each is for."""
    parts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    columns = (payments[name].tolist() for name in ("message", "credit_account", "amount_cents"))
    for message, account, cents in zip(*columns, strict=True):
        parts[message].append((account, cents))
    entries = payments[payments["part"] == 1]
    told = [credits_of(parts[message]) for message in entries["message"].tolist()]
    return entries.assign(whom=pd.Series(told, index=entries.index, dtype=object))[_ENTRY]


def _digest() -> blake2b:
    return blake2b(digest_size=_DIGEST_BYTES)


def _number(digest: blake2b) -> int:
    return int.from_bytes(digest.digest(), "big", signed=True)


def _together(frames: Iterable[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    some = [frame for frame in frames if not frame.empty]
    if not some:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    return pd.concat(some, ignore_index=True).reindex(columns=columns)
