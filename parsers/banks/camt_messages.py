"""The messages of cash management that are known: ISO 20022 camt.052, 053 and 054.

What differs between them is a row here. What differs between versions is read as whichever is
there: BIC or BICFI, Nm or Pty/Nm, Sts or Sts/Cd, Dt or DtTm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from parsers.format_ids import FormatId

VERSIONS: Final = range(2, 14)
"""02 of 2009 to 13. The schemas of 02, 03, 04 and 08 were at hand; the others are read by the
message definition, which changed nothing of what is read here."""


@dataclass(frozen=True)
class CashMessage:
    """One message: its number and the elements below the root that hold its statements.

    ``stated`` is the element that is one account's; ``balances`` whether its balances must tie.
    """

    format: FormatId
    body: str
    stated: str
    balances: bool = False

    @property
    def namespaces(self) -> frozenset[str]:
        """The name spaces of all versions, each by its exact name."""
        start = f"urn:iso:std:iso:20022:tech:xsd:{self.format.value}.001"
        return frozenset(f"{start}.{version:02}" for version in VERSIONS)


REPORT: Final = CashMessage(FormatId.CAMT_052, "BkToCstmrAcctRpt", "Rpt")
STATEMENT: Final = CashMessage(FormatId.CAMT_053, "BkToCstmrStmt", "Stmt", balances=True)
NOTIFICATION: Final = CashMessage(FormatId.CAMT_054, "BkToCstmrDbtCdtNtfctn", "Ntfctn")

MESSAGES: Final[Mapping[str, CashMessage]] = {
    namespace: message
    for message in (REPORT, STATEMENT, NOTIFICATION)
    for namespace in message.namespaces
}
"""The message of each name space."""
