"""Pricing a million lines, against one bare multiply-add over the columns that it prices."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from bench.result import Figure, Result
from jobs.hub.settings import ROOT
from jobs.intake.collector import seldom_collected
from jobs.intake.snapshot import reference_data
from jobs.rules import Rules, read_rules
from ledger.charges import CHARGES, LineBases, Schedule, computed, content_of, price_lines
from ledger.money import CentsArray, multiply_half_up
from mappers.checks.batch import Checked, look_up
from mappers.intake.many_files import received
from mappers.pricing.bases import Bases, bases_of
from mappers.pricing.rate_rows import ANY_ITEM
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from parsers.message_tables import Collector, MessageTables

LINES: Final = 1_000_000
LINES_EACH: Final = 20
ROUNDS: Final = 9
RECEIVED_ON: Final = dt.date(2026, 11, 20)
ITEMS: Final = 4_000
TARGET: Final = 40.0
IN_ALL_S: Final = 2.0
GENERAL: Final = "03"
"""The treatment under which every item has the rate of any item."""
_TREATMENT: Final = {"treatment": "str"}

_SHARES: Final = {"sima_code": 0.02, "surtax_code": 0.04, "excise_code": 0.03}
"""The share of lines subject to each; one tariff rate in eight is specific or compound."""

_CONDITIONS: Final = {
    "treatment": "*", "melt_country": "*", "excludes_lower": False, "base": "",
    "content_least_ppm": 0, "in_transit_on": "2026-10-20", "stays_subject": "none",
    "permit_exempts": True, "filed_from": "1998-01-01",
}  # fmt: skip
"""What the orders ask of every line: when it was shipped, its permit, its number of chapter 99."""


def pricing() -> Result:
    """Price a million looked-up lines of a realistic mix, as a batch of declarations is priced.

    The other side is one pass of ``value x rate + quantity`` over the same int64 columns into a
    new one. ``sizes`` says where the time goes, in milliseconds: what each charge takes alone, and
    what goes before pricing: the look-up of all rates in force, and the terms of the bases. The
    same lines with every one of them on the tariff's row of any item are priced as well; the
    slower of the two counts.
    """
    rules = read_rules(ROOT / "config")
    reference, tables = _reference(reference_data(ROOT / "config", rules)), _lines()
    with seldom_collected():  # as files are posted
        checked, lookup = _timed(lambda: _look_up(tables, reference, rules), rounds=1)
        (bases, schedule), making = _timed(lambda: _terms(checked, reference), rounds=1)
    rates = reference.exchange_rates.rows["rate_ppm"].to_numpy(dtype=np.int64)
    lines = _priceable(checked, rates, bases)
    with seldom_collected():
        general = replace(tables, lines=tables.lines.assign(treatment=GENERAL).astype(_TREATMENT))
        on_any, of_any = _timed(lambda: _look_up(general, reference, rules), rounds=1)
        any_bases, any_schedule = _terms(on_any, reference)
    any_lines = _priceable(on_any, rates, any_bases)
    value, quantity, rate = (lines[name].to_numpy() for name in list(lines)[:3])
    bare, ours, by_default = list[float](), list[float](), list[float]()
    for _ in range(ROUNDS):
        bare.append(_timed(lambda: value * rate + quantity, rounds=1)[1])
        ours.append(_timed(lambda: price_lines(lines, schedule), rounds=1)[1])
        by_default.append(_timed(lambda: price_lines(any_lines, any_schedule), rounds=1)[1])
    priced = price_lines(lines, schedule)
    _refuse_unless_mixed(priced)
    taken = {"value for duty": _timed(lambda: multiply_half_up(value, rate))[1]}
    amounts = priced[[f"{name}_cents" for name in ("value_for_duty", *CHARGES)]].to_numpy().T
    priced_bases = LineBases(amounts, content_of(lines), np.zeros(LINES, dtype=np.bool_))
    for charge in CHARGES:
        alone = partial(computed, priced_bases, quantity, schedule[charge].rates, bases.of_line)
        taken[charge] = _timed(alone)[1]
    return Result(
        "pricing",
        Figure("pricing", LINES / min(ours), "lines/s"),
        Figure("one multiply-add over the same columns", LINES / min(bare), "lines/s"),
        max(min(ours), min(by_default)) / min(bare),
        TARGET,
        {
            "lines": LINES,
            "bases": len(bases.keys),
            **{f"{name}, ms": round(1_000 * seconds, 1) for name, seconds in taken.items()},
            "all pricing, ms": round(1_000 * min(ours), 1),
            "all of it on the row of any item, ms": round(1_000 * min(by_default), 1),
            "rates in force on it, ms": round(1_000 * of_any, 1),
            "multiply-add, ms": round(1_000 * min(bare), 1),
            "rates in force, ms": round(1_000 * lookup, 1),
            "terms of the bases, ms": round(1_000 * making, 1),
        },
        at_least=False,
    )


def pricing_in_all() -> Result:
    """The same lines from looking up the rates in force to the last charge, in seconds."""
    rules = read_rules(ROOT / "config")
    reference, tables = _reference(reference_data(ROOT / "config", rules)), _lines()
    rates = reference.exchange_rates.rows["rate_ppm"].to_numpy(dtype=np.int64)

    def price() -> pd.DataFrame:
        checked = _look_up(tables, reference, rules)
        bases, schedule = _terms(checked, reference)
        return price_lines(_priceable(checked, rates, bases), schedule)

    with seldom_collected():  # as files are posted
        priced, seconds = _timed(price)
    _refuse_unless_mixed(priced)
    return Result(
        "pricing_in_all",
        Figure("rates in force, terms and pricing", seconds, "s"),
        Figure("bound", IN_ALL_S, "s"),
        seconds / IN_ALL_S,
        1.0,
        {"lines": LINES},
        at_least=False,
    )


def _look_up(tables: MessageTables, reference: ReferenceData, rules: Rules) -> Checked:
    return look_up(received(tables, RECEIVED_ON), reference, rules.declarations)


def _priceable(checked: Checked, rates: CentsArray, bases: Bases) -> pd.DataFrame:
    """Return what lines are priced by: their quantities, their exchange rate and their basis."""
    names = ("value_for_currency_conversion_cents", "quantity_thousandths")
    columns = {name: checked.lines[name].to_numpy(dtype=np.int64) for name in names}
    return pd.DataFrame(columns).assign(
        exchange_rate_ppm=rates[checked.lines["exchange_row"]], basis=bases.of_line
    )


def _terms(checked: Checked, reference: ReferenceData) -> tuple[Bases, Schedule]:
    """Return the bases of all lines, and what they are priced by."""
    question = checked.lines["question"].to_numpy()
    bases = bases_of(question, checked.rate_rows, reference)
    return bases, bases.schedule


def _timed(work: Callable[[], Any], rounds: int = 3) -> tuple[Any, float]:
    """Return what a piece of work gives, and the seconds of its quickest round."""
    times, found = list[float](), None
    for _ in range(rounds):
        started = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - started)
    return found, min(times)


def _refuse_unless_mixed(priced: pd.DataFrame) -> None:
    """Refuse a measurement in which a charge is owed by no line, or a line is not priced."""
    owed = {charge: int((priced[f"{charge}_cents"] > 0).sum()) for charge in CHARGES}
    if not all(owed.values()) or priced["too_large"].any():
        raise RuntimeError(f"lines that owe each charge: {owed}")


def _reference(seed: ReferenceData) -> ReferenceData:
    """Return a tariff of some thousand items with every kind of rate, beside the seed's rest."""
    chance = np.random.default_rng(1)
    always = {"effective_from": "1998-01-01", "effective_to": "9999-12-31"}
    items = _items()
    rates = pd.DataFrame(
        {"tariff_item": np.repeat(items, 2), "treatment": np.tile(["02", "10"], len(items))}
    )
    count = len(rates)
    specific = chance.random(count) < 0.125
    rates = rates.assign(
        rate_ppm=np.where(rates["treatment"] == "10", 0, chance.integers(0, 25, count) * 5_000),
        specific_micros=np.where(specific, chance.integers(1, 200, count) * 1_000, 0),
        specific_unit=pd.Series("KGM", index=rates.index).where(specific),
        combination=chance.choice(["sum", "greater", "lesser"], count),
        **always,
    )
    of_any = seed.tariff_rates.rows[seed.tariff_rates.rows["tariff_item"] == ANY_ITEM]
    rates = pd.concat([rates, of_any], ignore_index=True)
    measures = {"tariff_item": items, "origin_country": "*", "rate_ppm": 250_000, **always}
    return replace(
        seed,
        tariff_items=DatedTable(pd.DataFrame({"tariff_item": items, "unit": "KGM", **always})),
        tariff_rates=DatedTable(rates),
        sima_measures=DatedTable(pd.DataFrame(
            {**measures, "measure": "M", "kind": "anti_dumping", "exporter": "*",
             "specific_micros": 0, "specific_unit": None, "combination": "sum"}
        )),
        surtax_measures=DatedTable(pd.concat(
            pd.DataFrame({**measures, **_CONDITIONS, "surtax_code": code, "rank": rank})
            for rank, code in enumerate(("S2501", "S2502"), start=1)
        )),
    )  # fmt: skip


def _lines() -> MessageTables:
    """Return a million lines of 50,000 declarations, released over a month."""
    chance = np.random.default_rng(2)
    declarations = LINES // LINES_EACH
    message = np.repeat(np.arange(declarations), LINES_EACH)
    released = pd.Timestamp("2026-10-18") + pd.to_timedelta(
        chance.integers(0, 31, declarations), unit="D"
    )
    shipped = pd.to_timedelta(chance.integers(1, 12, LINES), unit="D")
    coded = {
        name: chance.choice(np.array([code, None], dtype=object), LINES, p=[share, 1 - share])
        for (name, share), code in zip(_SHARES.items(), ("S", "S2502", "E50"), strict=True)
    }
    lines = pd.DataFrame(
        {
            "message": message,
            "line_number": np.tile(np.arange(1, LINES_EACH + 1), declarations),
            "tariff_item": chance.choice(_items(), LINES),
            "treatment": chance.choice(["02", "10"], LINES),
            "origin_country": "US",
            "direct_shipment_on": (released[message] - shipped).as_unit("s"),
            "unit": "KGM",
            "currency": chance.choice(["CAD", "USD", "EUR"], LINES),
            "quantity_thousandths": chance.integers(1_000, 5_000_000, LINES),
            "value_for_currency_conversion_cents": chance.integers(1_000, 5_000_000, LINES),
            **coded,
        }
    )
    texts = ["tariff_item", "treatment", "origin_country", "unit", "currency", *coded]
    empty = Collector().take()
    return replace(
        empty,
        declarations=pd.DataFrame(
            {
                "message": np.arange(declarations),
                "cad_type": "AB",
                "release_on": released.as_unit("s"),
            }
        ),
        lines=lines.astype(dict.fromkeys(texts, "str")),
    )


def _items() -> list[str]:
    return [f"{8_400_000_000 + 10_000 * number}" for number in range(ITEMS)]
