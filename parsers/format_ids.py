"""The formats of files that are read, each by the one id that the book keeps."""

from enum import StrEnum


class FormatId(StrEnum):
    """One id a format, in the column ``format`` of interchanges; a value never changes meaning.

    Every floor with something to say of a format has one table keyed by it, without a default.
    """

    EDIFACT = "edifact"
    XML = "xml"
    CAMT_052 = "camt.052"
    CAMT_053 = "camt.053"
    CAMT_054 = "camt.054"
    X12_820 = "x12.820"
    BAI2 = "bai2"
    AFT_005 = "aft.005"
    CARD_SETTLEMENT = "card.settlement"
    OPENING = "opening"
    RECEIPT = "receipt"
    REFERENCE = "reference"
