"""Pricing against its plain twin, against its own explanation, and at its bounds."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ledger.charges import CHARGES, price_lines
from mappers.checks.batch import Checked, look_up
from mappers.checks.declared_charges import differences
from mappers.checks.measure_checks import (
    sima_measure_is_in_force,
    surtax_is_said_once,
    surtax_order_is_in_force,
)
from mappers.checks.rate_checks import code_has_a_rate, quantity_is_in_a_unit_of_the_rate
from mappers.intake.many_files import received
from mappers.pricing.explanation import amounts, explain, quantities_of
from mappers.pricing.line_prices import price
from mappers.pricing.rate_rows import NONE
from mappers.pricing.sima_kinds import KINDS, sima_apart
from mappers.pricing.terms import key_of, schedule_of, text_of
from tests.mappers.pricing import random_pricing
from tests.reference import pricing as twin

LINES = 100_000
ACCOUNTED_ON = dt.date(2026, 11, 20)
AMOUNTS = ["value_for_duty_cents", *(f"{charge}_cents" for charge in CHARGES)]
CHECKS = (
    sima_measure_is_in_force, surtax_order_is_in_force, surtax_is_said_once, code_has_a_rate,
    quantity_is_in_a_unit_of_the_rate,
)  # fmt: skip


@pytest.fixture(scope="module")
def checked() -> Checked:
    """Many random lines, with what random tables say of them."""
    random = np.random.default_rng(20261120)
    reference = random_pricing.tables(random)
    tables = random_pricing.lines(random, LINES)
    rules = replace(
        random_pricing.RULES.declarations,
        rate_days=random_pricing.RATE_DAYS,
        charge_bases=random_pricing.CHARGE_BASES,
    )
    return look_up(received(tables, ACCOUNTED_ON), reference, rules)


@pytest.fixture(scope="module")
def by_twin(checked: Checked) -> pd.DataFrame:
    """What the plain twin makes of the same lines: amounts, and the codes of what it cannot."""
    reference = checked.reference
    tables = twin.Tables({
        name: plain_table(getattr(reference, name).rows)
        for name in ("exchange_rates", "tariff_rates", "sima_measures", "surtax_measures",
                     "excise_rates", "gst_rates", "reliefs", "unit_factors")
    })  # fmt: skip
    rules = [vars(rule) for rule in random_pricing.RATE_DAYS]
    base_rules = [vars(rule) for rule in random_pricing.CHARGE_BASES]
    cad_types = checked.declarations.set_index("message")["cad_type"].to_dict()
    days, rows = {}, []
    for line in plain_table(checked.lines):
        kind = cad_types[line["message"]], line["release_on"]
        if kind not in days:
            bases = {name: twin.charge_base(base_rules, name, kind[1]) for name in CHARGES}
            days[kind] = twin.days_of(rules, *kind), bases
        priced = twin.price(line, tables, *days[kind])
        rows.append((*(getattr(priced, name.removesuffix("_cents")) for name in AMOUNTS),
                     frozenset(priced.unpriced)))  # fmt: skip
    return pd.DataFrame(rows, columns=[*AMOUNTS, "unpriced"], index=checked.lines.index)


def test_what_cannot_be_priced_is_what_the_twin_cannot_price(checked: Checked, by_twin):
    """Of 100,000 random lines, rules and twin refuse the same, each under the same codes."""
    faults = pd.concat([check(checked) for check in CHECKS])
    place = checked.lines.reset_index().set_index(["message", "line_number"])["index"]
    found = [set() for _ in range(len(checked.lines))]
    for message, line, code in faults[["message", "line_number", "code"]].to_numpy():
        found[place[message, line]].add(code)
    for row in np.flatnonzero(checked.rate_rows.of(checked.lines, "duty") == NONE):
        found[row].add("CAD-004")
    assert found == [codes - {"CAD-042"} for codes in by_twin["unpriced"]]
    assert set().union(*found) == {"CAD-004", "CAD-041", "CAD-043", "CAD-044", "CAD-046", "CAD-076"}


def test_prices_are_those_of_the_plain_twin(checked: Checked, by_twin):
    """Of 100,000 random lines of every kind, each amount is what the plain rule gives."""
    ours = price(priceable(checked, by_twin), checked.rate_rows, checked.reference).lines
    theirs = by_twin.loc[ours.index]
    assert (ours["too_large"] == theirs["unpriced"].map(bool)).all()
    assert 0 < ours["too_large"].sum() < len(ours) < LINES
    priced = ours[~ours["too_large"]]
    assert (priced[AMOUNTS] == theirs.loc[priced.index, AMOUNTS]).all().all()
    assert len(priced) > LINES // 5
    assert (priced[AMOUNTS] > 0).mean().min() > 0.02  # every charge is owed by many


def test_prices_explain_themselves(checked: Checked, by_twin):
    """The steps computed from a line's quantities and stored terms end in its amounts."""
    priced = price(priceable(checked, by_twin), checked.rate_rows, checked.reference)
    texts = priced.basis_texts().set_index("basis_key")["terms"]
    assert [key_of(text) for text in texts] == texts.index.tolist()
    read = {key: json.loads(text) for key, text in texts.items()}
    for line in priced.lines[~priced.lines["too_large"]].iloc[::10].to_dict("records"):
        steps = explain(
            quantities_of(line), read[line["basis_key"]], read[line["exchange_basis_key"]]
        )
        assert {f"{name}_cents": cents for name, cents in amounts(steps).items()} == {
            name: line[name] for name in AMOUNTS
        }


def test_stored_terms_price_a_line_again(checked: Checked, by_twin):
    """Terms read back from their text are the same text, and price every line as before."""
    priced = price(priceable(checked, by_twin), checked.rate_rows, checked.reference)
    read = [json.loads(text) for text in priced.bases.texts]
    assert [text_of(terms) for terms in read] == list(priced.bases.texts)
    assert len(set(priced.bases.keys)) == len(priced.bases.keys)
    again = price_lines(priced.lines, schedule_of(read))
    assert (again[AMOUNTS] == priced.lines[AMOUNTS]).all().all()


def test_sima_duty_told_apart_is_what_the_check_of_declared_amounts_has(checked: Checked, by_twin):
    """Its two parts add up to it; declared one by one, as they are told, neither is warned of."""
    priced = price(priceable(checked, by_twin), checked.rate_rows, checked.reference)
    priced = replace(priced, lines=priced.lines[~priced.lines["too_large"]].iloc[::5])
    parts = [f"{kind}_cents" for kind in KINDS]
    texts = dict(priced.basis_texts().itertuples(index=False, name=None))
    told = priced.lines[priced.lines["sima_cents"] > 0].assign(
        terms=lambda rows: rows["basis_key"].map(texts),
        exchange_terms=lambda rows: rows["exchange_basis_key"].map(texts),
    )
    declarations, told = sima_apart(checked.declarations, told, "message")
    assert (told[parts].min(axis=1) >= 0).all() and (told[parts].max() > 0).all()
    assert (told[parts].sum(axis=1) == told["sima_cents"]).all()
    assert (declarations[parts].sum() == told[parts].sum()).all()
    for kind in KINDS:
        declared = told[["message", "line_number"]].assign(
            charge=kind, declared_cents=told[f"{kind}_cents"], byte_from=0, byte_to=1
        )
        assert differences(priced, declared).empty
        more = declared.assign(declared_cents=declared["declared_cents"] + 1)
        assert not differences(priced, more).empty


def priceable(checked: Checked, by_twin: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that nothing but their size may keep from being priced."""
    return checked.lines[by_twin["unpriced"].map(lambda codes: codes <= {"CAD-042"})]


def plain_table(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return rows as plain values: days as dates, what is missing as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    for name in frame:
        if name.endswith(("_on", "_from", "_to")) and not name.startswith("byte"):
            days = frame[name].astype("str").astype("datetime64[s]")
            dates = pd.Series(days.dt.date.to_numpy(), index=frame.index, dtype=object)
            plain[name] = dates.where(days.notna(), None)
    return plain.to_dict("records")
