"""The history of the registry: what is known of each key, since when, and since which load.

Rows are only added. Of two rows of one key and day the later load's is right; a row holds until the
next day of its key or to its own end, and a withdrawn row never held.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction


@dataclass(frozen=True)
class History:
    """One kind of fact: its table, the key that a row is about, and what it says of it."""

    table: str
    key: tuple[str, ...]
    attributes: tuple[str, ...]

    @property
    def says(self) -> tuple[str, ...]:
        """The columns that two rows of one key and day may differ in."""
        return (*self.attributes, "effective_to", "withdrawn")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column but the load's."""
        return (*self.key, *self.attributes, "effective_from", "effective_to", "withdrawn")


HISTORIES: Final[Mapping[str, History]] = {
    "client": History("client_history", ("bn9",), ("legal_name",)),
    "account": History(
        "account_history",
        ("bn15",),
        (
            "program",
            "language",
            "documents_to",
            "notice_formats",
            "statement_formats",
            "offset_preference",
        ),
    ),
    "broker": History("broker", ("account_security_number",), ("partner_id", "legal_name", "bn15")),
    "delegation": History("delegation", ("bn15", "partner_id"), ("role",)),
    "enrolment": History("enrolment", ("bn15", "program"), ()),
    "security": History("security", ("bn15", "agreement"), ("kind", "amount_cents", "provider")),
}
"""Every kind, in the order in which one may name another."""


def as_known(kind: str, where: str = "true", known: str = "true") -> str:
    """Return the query of a kind's facts as they hold, each to the day it really ends on.

    ``where`` is a condition on the columns of the key; ``known`` one on ``load_id``.
    """
    history = HISTORIES[kind]
    key = ", ".join(history.key)
    columns = ", ".join((*history.key, *history.attributes))
    return (
        f"SELECT {columns}, effective_from, least(effective_to, lead(effective_from)"  # noqa: S608
        f" OVER (PARTITION BY {key} ORDER BY effective_from) - 1) AS effective_to, load_id"
        f" FROM (SELECT DISTINCT ON ({key}, effective_from) * FROM {history.table}"
        f"  WHERE ({where}) AND ({known}) ORDER BY {key}, effective_from, load_id DESC) AS newest"
        " WHERE NOT withdrawn"
    )


def loads(tx: Transaction, limit: int) -> list[Row]:
    """Return the newest loads."""
    return tx.rows("SELECT * FROM registry_load ORDER BY load_id DESC LIMIT :limit", limit=limit)
