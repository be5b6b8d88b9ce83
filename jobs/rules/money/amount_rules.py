"""What is refunded, charged and set off: ``config/rules/amounts.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.gst_refunds import GstRefundRule
from billing.money_rules import (
    BARS,
    STATUSES,
    DishonouredPaymentRule,
    LeftOutOfRefunds,
    SetOffBar,
    SmallAmountRule,
)
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "amounts.toml"


@dataclass(frozen=True)
class AmountFile:
    """All that the file says."""

    gst_refunds: tuple[GstRefundRule, ...]
    left_out_of_refunds: tuple[LeftOutOfRefunds, ...]
    small_amounts: tuple[SmallAmountRule, ...]
    dishonoured_payments: tuple[DishonouredPaymentRule, ...]
    set_off_bars: tuple[SetOffBar, ...]


def read_amount_rules(folder: Path) -> AmountFile:
    """Read what is refunded, charged and set off, and what is off."""
    with rule_file(folder / FILE) as file:
        return AmountFile(
            gst_refunds=file.rules("gst_refund", _gst_refund),
            left_out_of_refunds=file.rules("left_out_of_refunds", _left_out),
            small_amounts=file.rules("small_amount", _small_amount),
            dishonoured_payments=file.rules("dishonoured_payment", _dishonoured),
            set_off_bars=file.rules("set_off_bar", _set_off_bar, lambda rule: [rule.bar]),
        )


def _gst_refund(row: Fields) -> GstRefundRule:
    return GstRefundRule(row.day("effective_from"), row.text("refunded_to"))


def _left_out(row: Fields) -> LeftOutOfRefunds:
    return LeftOutOfRefunds(effective_from=row.day("effective_from"), charges=row.texts("charges"))


def _small_amount(row: Fields) -> SmallAmountRule:
    return SmallAmountRule(
        effective_from=row.day("effective_from"),
        status=row.one_of("status", STATUSES),
        up_to_cents=row.cents("up_to"),
        without_charges=row.texts("without_charges"),
        reopened_months=row.whole("reopened_months"),
    )


def _dishonoured(row: Fields) -> DishonouredPaymentRule:
    return DishonouredPaymentRule(
        effective_from=row.day("effective_from"),
        status=row.one_of("status", STATUSES),
        amount_cents=row.cents("amount"),
        more_where_reimbursed_cents=row.cents("more_where_reimbursed"),
    )


def _set_off_bar(row: Fields) -> SetOffBar:
    return SetOffBar(
        effective_from=row.day("effective_from"),
        bar=row.one_of("while", BARS),
        before_day=row.optional("before_day", row.positive, None),
    )
