"""In which order credits meet debts: ``config/rules/clearing.toml``."""

from pathlib import Path
from typing import Final

from billing.clearing import ClearingPolicy, KindRanks
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "clearing.toml"


def read_clearing_rules(folder: Path) -> tuple[ClearingPolicy, ...]:
    """Read the policies."""
    with rule_file(folder / FILE) as file:
        return file.rules("policy", _policy)


def _policy(row: Fields) -> ClearingPolicy:
    return ClearingPolicy(
        version=row.text("version"),
        effective_from=row.day("effective_from"),
        debit_order=row.texts("debit_order"),
        credit_order=row.texts("credit_order"),
        kind_rank=_ranked(row.optional("kind_rank", row.texts, ())),
        credit_kind_rank=_ranked(row.optional("credit_kind_rank", row.texts, ())),
        charge_order=row.texts("charge_order"),
        credits_wait=row.optional("credits_wait", row.flag, otherwise=False),
        within_broker=row.optional("within_broker", row.flag, otherwise=False),
        newest_cycle_only=row.optional("newest_cycle_only", row.flag, otherwise=False),
        preferences=row.optional("preferences", row.flag, otherwise=False),
    )


def _ranked(kinds: tuple[str, ...]) -> KindRanks:
    """Return kinds by rank: a text names those of one rank, a blank between them."""
    return tuple(tuple(alike.split()) for alike in kinds)
