"""What a folder like ``config/`` knows: the rules and reference data, without a book."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from billing.calendar import EVERYWHERE, Holidays
from jobs.reference import seed_files
from jobs.registry import seed_registry
from jobs.rules import Rules, read_rules
from ledger_sync.reference.reference_columns import ReferenceRefused
from mappers.filing.filing_authority import filing_delegations
from mappers.intake.file_judging import Partners
from mappers.payments.matching import NOBODY, Payees
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from parsers.message_tables import MessageTables


class SnapshotUnusable(Exception):
    """The folder with rules and reference data cannot be used; the text says why."""


@dataclass(frozen=True)
class Snapshot:
    """The rules, the whole reference data and the partners of a folder."""

    rules: Rules
    everything: ReferenceData
    partners: Partners

    def reference(self, _tables: MessageTables) -> ReferenceData:
        """Return all that the folder holds, whatever a batch names."""
        return self.everything

    def holidays(self) -> Holidays:
        """Return the holidays that the folder holds."""
        return self.everything.holidays

    def payees(self, _tables: MessageTables) -> Payees:
        """Return every program account; what they owe and who pays for them, no folder holds."""
        codes = self.everything.accounts.rows["importer"].drop_duplicates().astype("str")
        accounts = pd.DataFrame({"code": codes, "bn9": codes.str[:9]})
        return replace(NOBODY, accounts=accounts.reset_index(drop=True))


def open_snapshot(folder: Path) -> Snapshot:
    """Read a folder like ``config/``; SnapshotUnusable when something in it is missing or wrong."""
    try:
        rules = read_rules(folder)
        return Snapshot(rules, reference_data(folder, rules), _partners(folder))
    except (OSError, ValueError, KeyError, TypeError, ReferenceRefused) as fault:
        raise SnapshotUnusable(f"{folder}: {type(fault).__name__}: {fault}") from fault


def reference_data(config_folder: Path, rules: Rules) -> ReferenceData:
    """Return everything in the folder, as the book would give it for the keys of a batch."""
    return reference_of(seed_files.frames(config_folder), config_folder, rules)


def reference_of(
    tables: Mapping[str, pd.DataFrame], config_folder: Path, rules: Rules
) -> ReferenceData:
    """Return reference tables as they are looked up, beside the registry of a folder."""
    frames = {name: frame.drop(columns="source", errors="ignore") for name, frame in tables.items()}
    registered = seed_registry.seed_frames(config_folder, rules.codes)
    brokers = registered["broker"].rename(
        columns={"account_security_number": "filer", "bn15": "filer_account"}
    )
    return ReferenceData(
        accounts=DatedTable(registered["account"].rename(columns={"bn15": "importer"})),
        delegations=DatedTable(
            filing_delegations(
                registered["delegation"].rename(columns={"bn15": "importer"}),
                brokers,
                rules.codes.lists["delegation_roles"],
            )
        ),
        filers=DatedTable(brokers),
        enrolments=DatedTable(registered["enrolment"].rename(columns={"bn15": "importer"})),
        tariff_items=DatedTable(frames["tariff_item"]),
        tariff_rates=DatedTable(frames["tariff_rate"]),
        treatment_origins=DatedTable(frames["treatment_origin"]),
        exchange_rates=DatedTable(frames["exchange_rate"]),
        gst_rates=DatedTable(frames["gst_rate"]),
        excise_rates=DatedTable(frames["excise_rate"]),
        sima_measures=DatedTable(frames["sima_measure"]),
        surtax_measures=DatedTable(frames["surtax_measure"]),
        reliefs=DatedTable(frames["relief"]),
        unit_factors=DatedTable(frames["unit_factor"]),
        codes=rules.codes,
        holidays=_holidays(frames["holiday"]),
        cycle_rules=rules.cycles,
        standing=None,
    )


def _holidays(table: pd.DataFrame) -> Holidays:
    rows = zip(table["province"].fillna(EVERYWHERE), table["holiday_on"], strict=True)
    return Holidays.of((province, dt.date.fromisoformat(day)) for province, day in rows)


def _partners(folder: Path) -> Partners:
    rows = seed_files.partners(folder).to_dict("records")
    return {
        str(row["sender_identification"]): {str(name): value for name, value in row.items()}
        for row in rows
    }
