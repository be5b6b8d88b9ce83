"""The dated rules in ``config/rules`` as frozen values."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from billing.clearing import ClearingPolicy
from billing.cycle import CycleRule
from billing.filing import TypeRule
from billing.interest_start import InterestRule
from billing.penalties import OutageRule, PenaltyRule
from billing.retention import RetentionRule
from jobs.api_rules import ApiLimit
from jobs.code_lists import read_code_lists
from jobs.reference_folder import reference_table
from jobs.registry_rules import LinkRule
from mappers.code_lists import CodeLists
from mappers.declaration_rules import (
    DeclarationRules,
    LineLimit,
    MandatoryElements,
    VersionRule,
)
from mappers.rate_days import RateDay
from mappers.reference_checks import ApprovalRule
from mappers.transaction_numbers import CheckDigitRule, ReservationRule
from parsers.formats import Limits


@dataclass(frozen=True)
class Rules:
    """Everything that a law or a bulletin can change, apart from the reference tables."""

    cycles: tuple[CycleRule, ...]
    clearing: tuple[ClearingPolicy, ...]
    retention: tuple[RetentionRule, ...]
    recipient: str
    limits: Limits
    minimum_age_seconds: float
    received_days_back_max: int
    declarations: DeclarationRules
    interest_starts: tuple[InterestRule, ...]
    penalties: tuple[PenaltyRule, ...]
    outages: tuple[OutageRule, ...]
    codes: CodeLists
    approvals: tuple[ApprovalRule, ...]
    links: tuple[LinkRule, ...]
    api_limits: tuple[ApiLimit, ...]


def read_rules(config_folder: Path) -> Rules:
    """Read the rules; a wrong file raises at start, not at the first declaration."""
    folder = config_folder / "rules"
    cycles = _read(folder / "cycles.toml")
    clearing = _read(folder / "clearing.toml")
    retention = _read(folder / "retention.toml")
    intake = _read(folder / "intake.toml")
    penalties = _read(folder / "penalties.toml")
    approvals = _read(folder / "reference.toml")
    overrides = _due_overrides(reference_table(config_folder / "reference", "due_override"))
    return Rules(
        cycles=tuple(
            CycleRule(
                program=row["program"],
                effective_from=row["effective_from"],
                last_day=row["last_day"],
                statement_day=row["statement_day"],
                statement_months_later=row["statement_months_later"],
                due_after_day=row["due_after_day"],
                due_weekdays=row["due_weekdays"],
                accounting_day_of_next_month=row.get("accounting_day_of_next_month"),
                accounted_when_due=row.get("accounted_when_due", False),
                due_overrides=overrides.get(row["program"], {}),
            )
            for row in cycles["cycle"]
        ),
        clearing=tuple(
            ClearingPolicy(
                version=row["version"],
                effective_from=row["effective_from"],
                debit_order=tuple(row["debit_order"]),
                credit_order=tuple(row["credit_order"]),
                kind_rank=tuple(row["kind_rank"]),
            )
            for row in clearing["policy"]
        ),
        retention=tuple(
            RetentionRule(row["effective_from"], row["months"]) for row in retention["retention"]
        ),
        recipient=intake["recipient"],
        limits=Limits(
            max_file_bytes=intake["max_file_bytes"],
            max_segment_bytes=intake["max_segment_bytes"],
        ),
        minimum_age_seconds=float(intake["minimum_age_seconds"]),
        received_days_back_max=intake["received_days_back_max"],
        declarations=_declaration_rules(folder),
        interest_starts=tuple(
            InterestRule(row["effective_from"], row["reason"], row["debt"], row["refund"])
            for row in _read(folder / "versions.toml")["interest"]
        ),
        penalties=tuple(
            PenaltyRule(row["kind"], row["effective_from"], int(Decimal(row["amount"]) * 100))
            for row in penalties["penalty"]
        ),
        outages=tuple(
            OutageRule(row["effective_from"], row["business_days_after"])
            for row in penalties["outage"]
        ),
        codes=read_code_lists(config_folder),
        approvals=tuple(
            ApprovalRule(row["effective_from"], row["table"], row["by"], row.get("days_late", 0))
            for row in approvals["approval"]
        ),
        links=_link_rules(folder / "registry.toml"),
        api_limits=_api_limits(folder / "api.toml"),
    )


def _api_limits(path: Path) -> tuple[ApiLimit, ...]:
    return tuple(
        ApiLimit(
            effective_from=row["effective_from"],
            tokens_per_minute=row["tokens_per_minute"],
            burst=row["burst"],
            export_tokens=row["export_tokens"],
            lines_per_token=row["lines_per_token"],
        )
        for row in _read(path)["limit"]
    )


def _link_rules(path: Path) -> tuple[LinkRule, ...]:
    return tuple(
        LinkRule(
            effective_from=row["effective_from"],
            answers=row["answers"],
            attempts=row["attempts"],
            hours=row["hours"],
        )
        for row in _read(path)["link"]
    )


def _due_overrides(rows: pd.DataFrame) -> dict[str, dict[dt.date, dt.date]]:
    """Return by program the dates that were moved: date by rule to date announced."""
    overrides: dict[str, dict[dt.date, dt.date]] = {}
    for program, rule_on, due_on in rows[["program", "rule_on", "due_on"]].to_numpy():
        days = dt.date.fromisoformat(rule_on), dt.date.fromisoformat(due_on)
        overrides.setdefault(program, {}).update([days])
    return overrides


def _declaration_rules(folder: Path) -> DeclarationRules:
    rules = _read(folder / "declarations.toml")
    pricing = _read(folder / "pricing.toml")
    return DeclarationRules(
        line_limits=tuple(
            LineLimit(row["effective_from"], row["lines_max"]) for row in rules["line_limit"]
        ),
        check_digits=tuple(
            CheckDigitRule(row["effective_from"], row["algorithm"]) for row in rules["check_digit"]
        ),
        reservations=tuple(
            ReservationRule(row["effective_from"], row["years"], row["months"])
            for row in rules["number_reserved"]
        ),
        mandatory=tuple(
            MandatoryElements(
                row["effective_from"],
                row["cad_type"],
                tuple(row["declaration"]),
                tuple(row["line"]),
            )
            for row in rules["mandatory"]
        ),
        cad_types=tuple(
            TypeRule(
                cad_type=row["cad_type"],
                effective_from=row["effective_from"],
                program=row["program"],
                due=row["due"],
                accounting_business_days=row.get("accounting_business_days"),
                accounting_day_of_next_month=row.get("accounting_day_of_next_month"),
                charged=row["charged"],
                requires_rpp=row["requires_rpp"],
            )
            for row in _read(folder / "cad_types.toml")["cad_type"]
        ),
        versions=tuple(
            VersionRule(
                row["effective_from"],
                row["correction_requires_rpp"],
                row["adjustment_years"],
                row["service_standard_days"],
            )
            for row in _read(folder / "versions.toml")["version"]
        ),
        rate_days=tuple(
            RateDay(
                row["effective_from"], row["charge"], row["day"], tuple(row.get("cad_types", ()))
            )
            for row in pricing["rate_day"]
        ),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
