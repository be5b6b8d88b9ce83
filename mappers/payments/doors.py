"""Through which door a payment is told: as the bank's own line, or in detail before or after it.

The line of a statement is the money on the bank account. What is told in detail is on its way
there, on the control account of its source, which the line clears (docs/decisions/0086).
"""

from collections.abc import Mapping
from typing import Final

from ledger.accounts import BANK, TRANSIT_820, TRANSIT_CAMT054, TRANSIT_CARD, TRANSIT_DEBITS
from parsers.aft.aft_files import MESSAGE_TYPE as AFT_FILE
from parsers.bai2.account_reports import MESSAGE_TYPE as BALANCE_REPORT
from parsers.cards.settlement_files import MESSAGE_TYPE as CARD_SETTLEMENT
from parsers.format_ids import FormatId
from parsers.x12.x12_interchanges import TYPE as PAYMENT_ORDER

MONEY: Final[Mapping[str, str]] = {
    FormatId.CAMT_053.value: BANK,
    BALANCE_REPORT: BANK,
    FormatId.CAMT_054.value: TRANSIT_CAMT054,
    PAYMENT_ORDER: TRANSIT_820,
    AFT_FILE: TRANSIT_DEBITS,
    CARD_SETTLEMENT: TRANSIT_CARD,
}
"""The account that a payment debits, by the type of the message that tells it."""
