"""What a registry delivery may say: a table for each kind, a row for each column.

Every kind ends in the same three columns: since when, until when, and whether the row takes back
what an earlier delivery said of the same key and day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from parsers.values import Conversion, Fault, Value, cents, code, iso_date, matching, text
from words.language import Language

OPEN_END: Final = "9999-12-31"
"""The end of a row that says none: it holds until the next one of its key."""

CodeSets = Mapping[str, frozenset[str]]
"""The codes of each list of ``config/reference/codes`` that a delivery may use."""


@dataclass(frozen=True)
class Column:
    """One column: its name in a delivery, how its text is read, and whether it may be empty.

    ``codes`` names the list that knows its codes; ``many`` says that blanks separate several.
    ``gives`` is the name of what is read, where that is not the name of the column.
    """

    name: str
    conversion: Conversion | None = None
    codes: str | None = None
    many: bool = False
    mandatory: bool = True
    gives: str | None = None

    @property
    def read_as(self) -> str:
        """The name of the value that is read."""
        return self.gives or self.name

    def read(self, value: str, codes: CodeSets) -> Value:
        """Return the value of a text, or why it is none."""
        if self.codes is None:
            return value if self.conversion is None else self.conversion(value, ".")
        one_of = code(*sorted(codes[self.codes]))
        for part in value.split() if self.many else [value]:
            if isinstance(fault := one_of(part, "."), Fault):
                return fault
        return " ".join(value.split())


@dataclass(frozen=True)
class Kind:
    """One kind of fact: what it is about, and what is said of it."""

    name: str
    plural: str
    key: tuple[Column, ...]
    attributes: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column of a delivery, in the order that the guide shows."""
        return (*self.key, *self.attributes, *PERIOD)

    def of_key(self, row: Mapping[str, object]) -> tuple[object, ...]:
        """Return what a row is about, and since when."""
        return (*(row[column.read_as] for column in self.key), row["effective_from"])


def _positive(text: str, mark: str) -> Value:
    """Read an amount of more than nothing."""
    value = cents(text, mark)
    return Fault("VAL-003", "> 0") if value == 0 else value


_BN9: Final = Column("bn9", matching(r"\d{9}", "n9"))
_BN15: Final = Column("bn15", matching(r"\d{9}RM\d{4}", "n9 RM n4"))
_PARTNER: Final = Column("partner_id", matching(r"[a-z0-9_\-]{1,40}", "an..40"))
_NAME: Final = Column("legal_name", text(120))

PERIOD: Final = (
    Column("effective_from", iso_date),
    Column("effective_to", iso_date, mandatory=False),
    Column("withdrawn", code("yes", "no"), mandatory=False),
)

KINDS: Final = (
    Kind("client", "clients", key=(_BN9,), attributes=(_NAME,)),
    Kind(
        "account",
        "accounts",
        key=(_BN15,),
        attributes=(
            Column("program", codes="account_programs"),
            Column("language", code(*Language)),
            Column("documents_to", _PARTNER.conversion, mandatory=False),
            Column("notice_formats", codes="document_formats", many=True),
            Column("statement_formats", codes="document_formats", many=True),
            Column("offset_preference", codes="offset_preferences"),
        ),
    ),
    Kind(
        "broker",
        "brokers",
        key=(Column("account_security_number", matching(r"\d{5}", "n5")),),
        attributes=(_PARTNER, _NAME, Column("bn15", _BN15.conversion, mandatory=False)),
    ),
    Kind(
        "delegation",
        "delegations",
        key=(_BN15, _PARTNER),
        attributes=(Column("role", codes="delegation_roles"),),
    ),
    Kind("enrolment", "enrolments", key=(_BN15, Column("program", codes="enrolment_programs"))),
    Kind(
        "security",
        "securities",
        key=(_BN15, Column("agreement", text(35))),
        attributes=(
            Column("kind", codes="security_kinds"),
            Column("amount", _positive, gives="amount_cents"),
            Column("provider", text(120)),
        ),
    ),
)
"""Every kind, in the order in which one may name another."""
