"""What a decision needs to know, as dated tables with the columns of ``ledger_sync.reference``."""

from dataclasses import dataclass

from billing.calendar import Holidays
from billing.cycle import CycleRule
from mappers.reference.code_lists import CodeLists
from mappers.reference.dated_table import DatedTable
from mappers.reference.prior_versions import Standing


@dataclass(frozen=True)
class ReferenceData:
    """Registry and rates for the keys of one batch, with all their dates."""

    accounts: DatedTable
    delegations: DatedTable
    filers: DatedTable
    enrolments: DatedTable
    tariff_items: DatedTable
    tariff_rates: DatedTable
    treatment_origins: DatedTable
    exchange_rates: DatedTable
    gst_rates: DatedTable
    excise_rates: DatedTable
    sima_measures: DatedTable
    surtax_measures: DatedTable
    reliefs: DatedTable
    unit_factors: DatedTable
    codes: CodeLists
    holidays: Holidays
    cycle_rules: tuple[CycleRule, ...]
    standing: Standing | None
    """None where there is no book to ask."""
