"""What another set of rules would have charged: a kept day priced under two, nothing posted."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa

from jobs.hub import Hub, JobRefused
from jobs.intake.snapshot import SnapshotUnusable, open_snapshot, reference_of
from ledger.charges import CHARGES
from ledger_sync.declarations import priced_lines
from ledger_sync.reference import reference_versions
from ledger_sync.reference.reference_columns import TABLES
from mappers.intake.calculator import calculate_received
from mappers.reference.reference_data import ReferenceData
from mappers.rules.declaration_rules import DeclarationRules
from parsers.message_tables import Collector, MessageTables, arrow_schema


@dataclass(frozen=True)
class Side:
    """What lines are priced by on one side of a comparison."""

    reference: ReferenceData
    rules: DeclarationRules


POSTED: Final = "posted"
"""The name of the side that is the book itself."""


@dataclass(frozen=True)
class Posted:
    """Lines as they were priced when they were posted, by all rules of then."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A declaration that comes out otherwise: cents by charge on both sides.

    On a side that refuses one of its lines it has no cents, and the codes say why.
    """

    transaction_number: str
    version: int
    before: Mapping[str, int] | None
    after: Mapping[str, int] | None
    codes_before: tuple[str, ...]
    codes_after: tuple[str, ...]

    @property
    def cents(self) -> int | None:
        """What it would owe more; None where a side refuses it."""
        if self.before is None or self.after is None:
            return None
        return sum(self.after.values()) - sum(self.before.values())


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A day under two sets of rules.

    ``charges`` are the cents of each charge before and after, of the declarations that neither
    side refuses.
    """

    on: dt.date
    declarations: int
    lines: int
    differences: tuple[Difference, ...]
    charges: Mapping[str, tuple[int, int]]


def side(hub: Hub, named: str) -> Side | Posted:
    """Return a side by its name: a folder like ``config/``, or what the book recorded.

    A version is a ``reference_version_id``: every reference table as it stood then, under the
    hub's own files of rules and codes, of which the book records no versions. POSTED is what the
    lines bear, whatever rules and tables they were priced by. JobRefused where there is no such
    folder or version.
    """
    if named == POSTED:
        return Posted()
    if named.isdecimal():
        return _of_version(hub, int(named))
    try:
        snapshot = open_snapshot(Path(named))
    except SnapshotUnusable as fault:
        raise JobRefused(str(fault)) from fault
    return Side(snapshot.everything, snapshot.rules.declarations)


def compared(hub: Hub, before: Side | Posted, after: Side | Posted, on: dt.date) -> Compared:
    """Price every declaration booked on a day under both sides; the book stays as it is."""
    found = list[Difference]()
    sums = {charge: [0, 0] for charge in CHARGES}
    declarations = line_count = 0
    for lines in _kept(hub, on):
        sides = [_amounts(lines, each) for each in (before, after)]
        line_count += len(lines)
        heads = lines.drop_duplicates("cad_id")[["cad_id", "transaction_number", "version"]]
        for cad_id, number, version in heads.itertuples(index=False, name=None):
            declarations += 1
            (old, old_codes), (new, new_codes) = (amounts[cad_id] for amounts in sides)
            if old is not None and new is not None:
                for charge in CHARGES:
                    sums[charge][0] += old[charge]
                    sums[charge][1] += new[charge]
            if (old, old_codes) != (new, new_codes):
                found.append(
                    Difference(
                        transaction_number=number,
                        version=int(version),
                        before=old,
                        after=new,
                        codes_before=old_codes,
                        codes_after=new_codes,
                    )
                )
    charges = {charge: (old, new) for charge, (old, new) in sums.items()}
    return Compared(
        on=on,
        declarations=declarations,
        lines=line_count,
        differences=tuple(found),
        charges=charges,
    )


def _of_version(hub: Hub, version_id: int) -> Side:
    with hub.book.reading() as tx:
        numbers = reference_versions.numbers_known_by(tx, version_id)
        if not numbers:
            raise JobRefused(f"the book has no version {version_id} of reference data, or before")
        tables = {
            name: reference_versions.as_known(tx, name, numbers.get(name, 0))
            for name in TABLES
            if name != "partner"
        }
    return Side(reference_of(tables, hub.settings.config_folder, hub.rules), hub.rules.declarations)


def _kept(hub: Hub, on: dt.date) -> Iterator[pd.DataFrame]:
    after = 0
    while True:
        with hub.book.reading() as tx:
            lines = priced_lines.kept_lines(tx, after, on)
        if lines.empty:
            return
        after = int(lines["cad_id"].max())
        yield lines


def _amounts(
    lines: pd.DataFrame, side: Side | Posted
) -> dict[int, tuple[Mapping[str, int] | None, tuple[str, ...]]]:
    """Return of each declaration the cents of its charges, or None and the codes of its faults."""
    if isinstance(side, Posted):
        return {cad_id: (cents, ()) for cad_id, cents in _summed(lines).items()}
    calculated = calculate_received(_tables(lines), side.reference, rules=side.rules)
    priced = calculated.priced.lines.assign(
        cad_id=lines["cad_id"].to_numpy()[calculated.priced.lines["message"].to_numpy("int64")]
    )
    cents = _summed(priced)
    cad_ids = lines["cad_id"].to_numpy()
    codes = dict[int, set[str]]()
    for message, code in calculated.faults[["message", "code"]].itertuples(index=False, name=None):
        codes.setdefault(int(cad_ids[message]), set()).add(code)
    return {
        int(cad_id): (None, tuple(sorted(codes[cad_id])))
        if cad_id in codes
        else (cents[int(cad_id)], ())
        for cad_id in dict.fromkeys(cad_ids)
    }


def _summed(lines: pd.DataFrame) -> dict[int, Mapping[str, int]]:
    """Return the cents of each charge of each declaration."""
    sums = lines.groupby("cad_id")[[f"{charge}_cents" for charge in CHARGES]].sum()
    rows = zip(sums.index.tolist(), sums.to_numpy(dtype="int64").tolist(), strict=True)
    return {int(cad_id): dict(zip(CHARGES, cents, strict=True)) for cad_id, cents in rows}


def _tables(lines: pd.DataFrame) -> MessageTables:
    """Return lines of the book as those of messages, each the only one of its own."""
    rows = lines.assign(
        message=range(len(lines)), function="original", byte_from=0, byte_to=0
    ).rename(columns={"accounted_on": "received_on"})
    collector = Collector()
    for table in ("declarations", "lines"):
        schema = arrow_schema(table)
        told = rows.reindex(columns=schema.names)
        collector.add_table(table, pa.Table.from_pandas(told, schema, preserve_index=False))
    tables = collector.take()
    received_on = pd.to_datetime(rows["received_on"]).astype("datetime64[s]").to_numpy()
    tables.declarations["received_on"] = received_on
    return tables
