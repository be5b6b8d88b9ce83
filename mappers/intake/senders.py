"""Whether a partner may send an interchange: known, its own, and of a format for its kind."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

from parsers.catalogue import CATALOGUE
from parsers.format_ids import FormatId

KINDS_THAT_MAY_SEND: Final[Mapping[FormatId, frozenset[str]]] = {
    FormatId.EDIFACT: frozenset({"broker", "importer"}),
    FormatId.XML: frozenset({"broker", "importer"}),
    FormatId.CAMT_052: frozenset({"bank"}),
    FormatId.CAMT_053: frozenset({"bank"}),
    FormatId.CAMT_054: frozenset({"bank"}),
    FormatId.X12_820: frozenset({"bank"}),
    FormatId.BAI2: frozenset({"bank"}),
    FormatId.AFT_005: frozenset({"bank"}),
    FormatId.CARD_SETTLEMENT: frozenset({"bank"}),
    FormatId.OPENING: frozenset({"agency"}),
    FormatId.RECEIPT: frozenset({"agency"}),
    FormatId.REFERENCE: frozenset({"reference"}),
}


def sender_of(interchange: Mapping[Hashable, Any]) -> str:
    """Return the sender that an interchange names; empty when it names none."""
    return interchange["sender"] if isinstance(interchange["sender"], str) else ""


def judge_sender(
    interchange: Mapping[Hashable, Any],
    partner: Mapping[str, Any] | None,
    *,
    delivered_by: str | None = None,
) -> tuple[str | None, dict[str, object] | None]:
    """Return the partner an interchange is from, and why it is refused, if it is.

    ``partner`` is the one whom it names, ``delivered_by`` the one whose door it came through, None
    where no door tells. Gives FILE-005 to FILE-007, as a row of the findings table.
    """
    if partner is None:
        return delivered_by, _refusal("FILE-005", interchange)
    if delivered_by not in {None, partner["partner_id"]}:
        return delivered_by, _refusal("FILE-006", interchange, delivered_by)
    if partner["kind"] not in KINDS_THAT_MAY_SEND[FormatId(interchange["format"])]:
        return partner["partner_id"], _refusal("FILE-007", interchange)
    return partner["partner_id"], None


def _refusal(
    code: str, interchange: Mapping[Hashable, Any], expected: str | None = None
) -> dict[str, object]:
    return {
        "code": code,
        "severity": CATALOGUE[code].severity,
        "interchange": interchange["interchange"],
        "value": sender_of(interchange),
        "expected": expected,
        "byte_from": interchange["byte_from"],
        "byte_to": interchange["byte_to"],
    }
