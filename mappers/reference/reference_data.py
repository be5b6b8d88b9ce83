"""What a decision needs to know, as frames with the columns of ``ledger_sync.reference``."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from billing.cycle import CycleRule
from mappers.reference.code_lists import CodeLists
from mappers.reference.prior_versions import Standing


@dataclass(frozen=True)
class ReferenceData:
    """Registry and rates for the keys of one batch, with all their dates."""

    accounts: pd.DataFrame
    delegations: pd.DataFrame
    enrolments: pd.DataFrame
    tariff_items: pd.DataFrame
    tariff_rates: pd.DataFrame
    treatment_origins: pd.DataFrame
    exchange_rates: pd.DataFrame
    gst_rates: pd.DataFrame
    excise_rates: pd.DataFrame
    sima_measures: pd.DataFrame
    surtax_measures: pd.DataFrame
    reliefs: pd.DataFrame
    unit_factors: pd.DataFrame
    codes: CodeLists
    holidays: frozenset[dt.date]
    cycle_rules: tuple[CycleRule, ...]
    standing: Standing | None
    """None where there is no book to ask."""
