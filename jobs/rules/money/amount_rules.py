"""What is refunded, charged and set off: ``config/rules/amounts.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.gst_refunds import GstRefundRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "amounts.toml"


@dataclass(frozen=True)
class AmountFile:
    """All that the file says."""

    gst_refunds: tuple[GstRefundRule, ...]


def read_amount_rules(folder: Path) -> AmountFile:
    """Read what is refunded, charged and set off, and what is off."""
    with rule_file(folder / FILE) as file:
        return AmountFile(gst_refunds=file.rules("gst_refund", _gst_refund))


def _gst_refund(row: Fields) -> GstRefundRule:
    return GstRefundRule(row.day("effective_from"), row.text("refunded_to"))
