"""Who says yes to a delivery of reference data, and what of it is plausible: ``reference.toml``."""

from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.reference.bands import Band, Bands, Share, Unmeasured
from mappers.reference.reference_checks import APPROVED_BY, ApprovalRule

FILE: Final = "reference.toml"


def read_reference_rules(folder: Path) -> tuple[tuple[ApprovalRule, ...], Bands]:
    """Read the rules of every table: who approves, and the bands of what is plausible."""
    with rule_file(folder / FILE) as file:
        approvals = file.rules("approval", _approval, lambda rule: [rule.table])
        bands = file.rules("band", _band, _column)
        shares = file.rules("share", _share, lambda rule: [rule.table])
        unmeasured = file.rules("unmeasured", _unmeasured, lambda rule: [rule.table])
    return approvals, Bands(bands, shares, unmeasured)


def _approval(row: Fields) -> ApprovalRule:
    return ApprovalRule(
        effective_from=row.day("effective_from"),
        table=row.text("table"),
        by=row.one_of("by", APPROVED_BY),
        days_late=row.optional("days_late", row.whole, 0),
    )


def _band(row: Fields) -> Band:
    return Band(
        effective_from=row.day("effective_from"),
        table=row.text("table"),
        column=row.text("column"),
        change_percent=row.optional("change_percent", row.whole, None),
        least=row.optional("least", row.whole, None),
        most=row.optional("most", row.whole, None),
        named=row.optional("named", row.text, None),
    )


def _column(band: Band) -> Iterable[Hashable]:
    return ((band.table, band.column, band.named),)


def _unmeasured(row: Fields) -> Unmeasured:
    return Unmeasured(row.day("effective_from"), row.text("table"))


def _share(row: Fields) -> Share:
    return Share(
        effective_from=row.day("effective_from"),
        table=row.text("table"),
        percent=row.whole("percent"),
        rows=row.whole("rows"),
    )
