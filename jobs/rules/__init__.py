"""The dated rules in ``config/rules`` as frozen values: a module a file, put together here."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from billing.acts import ActRule, Lapse, Person
from billing.calendar import EVERYWHERE
from billing.clearing import ClearingPolicy
from billing.cycle import CycleRule
from billing.due_rules import DueRules, Office
from billing.gst_refunds import GstRefundRule
from billing.interest_start import InterestRule
from billing.money_rules import CountingRule
from billing.penalties import OutageRule, PenaltyRule
from billing.retention import RetentionRule
from jobs.rules.act_rules import read_act_rules, read_people
from jobs.rules.api_rules import ApiLimit, read_api_rules
from jobs.rules.cad_type_rules import read_cad_type_rules
from jobs.rules.clearing_rules import read_clearing_rules
from jobs.rules.code_lists import read_code_lists
from jobs.rules.cycle_rules import read_cycle_rules
from jobs.rules.declaration_rules import read_declaration_rules
from jobs.rules.intake_rules import BatchBounds, DoorRules, UnnamedBytes, read_intake_rules
from jobs.rules.money.amount_rules import read_amount_rules
from jobs.rules.money.interest_rules import read_interest_rules
from jobs.rules.money.matching_rules import read_matching_rules
from jobs.rules.money.payment_day_rules import PaymentFile, read_payment_rules
from jobs.rules.money.transit_rules import TransitFile, read_transit_rules
from jobs.rules.penalty_rules import read_penalty_rules
from jobs.rules.pricing_rules import read_pricing_rules
from jobs.rules.reference_folder import reference_table
from jobs.rules.reference_rules import read_reference_rules
from jobs.rules.registry_rules import LinkRule, read_registry_rules
from jobs.rules.retention_rules import read_retention_rules
from jobs.rules.version_rules import read_version_rules
from mappers.payments.match_rules import MatchRule
from mappers.reference.bands import Bands
from mappers.reference.code_lists import CodeLists
from mappers.reference.reference_checks import ApprovalRule
from mappers.rules.declaration_rules import DeclarationRules
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
    unfinished_names: tuple[str, ...]
    door: DoorRules
    batch_bounds: BatchBounds
    unnamed: UnnamedBytes
    declarations: DeclarationRules
    interest_starts: tuple[InterestRule, ...]
    countings: tuple[CountingRule, ...]
    gst_refunds: tuple[GstRefundRule, ...]
    penalties: tuple[PenaltyRule, ...]
    outages: tuple[OutageRule, ...]
    codes: CodeLists
    approvals: tuple[ApprovalRule, ...]
    bands: Bands
    links: tuple[LinkRule, ...]
    api_limits: tuple[ApiLimit, ...]
    transit: TransitFile
    payments: PaymentFile
    matching: tuple[MatchRule, ...]
    acts: tuple[ActRule, ...]
    lapses: tuple[Lapse, ...]
    people: tuple[Person, ...]

    @cached_property
    def due(self) -> DueRules:
        """What decides when something is billed, due, and to be accounted."""
        offices = self.codes.lists["release_offices"]
        rows = offices[["code", "effective_from", "effective_to", "province"]].fillna(EVERYWHERE)
        return DueRules(
            cycles=self.cycles,
            cad_types=self.declarations.cad_types,
            offices=tuple(
                Office(code, dt.date.fromisoformat(first), dt.date.fromisoformat(last), province)
                for code, first, last, province in rows.to_numpy()
            ),
        )


def read_rules(config_folder: Path) -> Rules:
    """Read the rules; a wrong file raises RuleFileWrong at start, not at the first declaration."""
    folder = config_folder / "rules"
    declarations = read_declaration_rules(folder)
    intake = read_intake_rules(folder)
    penalties = read_penalty_rules(folder)
    types = read_cad_type_rules(folder)
    versions = read_version_rules(folder)
    rate_days, charge_bases = read_pricing_rules(folder)
    interest = read_interest_rules(folder)
    amounts = read_amount_rules(folder)
    approvals, bands = read_reference_rules(folder)
    acts, lapses = read_act_rules(folder)
    later = _no_charge_until(reference_table(config_folder / "reference", "due_override"))
    return Rules(
        cycles=tuple(
            replace(rule, no_charge_until=later.get(rule.program, {}))
            for rule in read_cycle_rules(folder)
        ),
        clearing=read_clearing_rules(folder),
        retention=read_retention_rules(folder),
        recipient=intake.recipient,
        limits=intake.limits,
        minimum_age_seconds=intake.minimum_age_seconds,
        received_days_back_max=intake.received_days_back_max,
        unfinished_names=intake.unfinished_names,
        door=intake.door,
        batch_bounds=intake.batch_bounds,
        unnamed=intake.unnamed,
        declarations=DeclarationRules(
            line_limits=declarations.line_limits,
            check_digits=declarations.check_digits,
            reservations=declarations.reservations,
            mandatory=declarations.mandatory,
            plausibility=declarations.plausibility,
            sima_answers=declarations.sima_answers,
            cad_types=types.types,
            security=types.security,
            hand_filed=types.hand_filed,
            versions=versions.versions,
            rate_days=rate_days,
            charge_bases=charge_bases,
            windows=versions.windows,
            reason_lists=versions.reason_lists,
            prescribed_days=interest.prescribed_days,
        ),
        interest_starts=interest.starts,
        countings=interest.countings,
        gst_refunds=amounts.gst_refunds,
        penalties=penalties.penalties,
        outages=penalties.outages,
        codes=read_code_lists(config_folder),
        approvals=approvals,
        bands=bands,
        links=read_registry_rules(folder),
        api_limits=read_api_rules(folder),
        transit=read_transit_rules(folder),
        payments=read_payment_rules(folder),
        matching=read_matching_rules(folder),
        acts=acts,
        lapses=lapses,
        people=read_people(config_folder),
    )


def _no_charge_until(rows: pd.DataFrame) -> dict[str, dict[dt.date, dt.date]]:
    """Return by program the due dates that may be met later: date to last day without charge."""
    later: dict[str, dict[dt.date, dt.date]] = {}
    for program, rule_on, due_on in rows[["program", "rule_on", "due_on"]].to_numpy():
        days = dt.date.fromisoformat(rule_on), dt.date.fromisoformat(due_on)
        later.setdefault(program, {}).update([days])
    return later
