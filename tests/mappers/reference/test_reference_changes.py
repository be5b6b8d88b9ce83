"""What deliveries do to tables, held equal to a twin that looks at every day."""

import datetime as dt
import importlib.util
from pathlib import Path

import holidays
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.rules.code_lists import read_code_lists
from jobs.rules.reference_folder import reference_table
from mappers.reference.reference_changes import difference, rows_of, taken_back, with_changes
from mappers.reference.reference_checks import ApprovalRule, unasked_since, wrong_names
from parsers.deliveries.reference.reference_tables import TABLES
from tests.reference.reference_changes import is_listed, said_after, said_on, stands_on

DAYS = [(dt.date(2026, 12, 28) + dt.timedelta(days=n)).isoformat() for n in range(10)]
KEYS = ["A", "B"]
SEEDS = {name: reference_table(ROOT / "config" / "reference", name) for name in TABLES}
DATED = sorted(name for name, table in TABLES.items() if table.dated)


@st.composite
def periods(draw) -> tuple[str, str]:
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    return first, draw(st.sampled_from([last, "9999-12-31"]))


@st.composite
def changes(draw) -> list[dict]:
    """A few changes, in any order, of two keys."""
    return [
        {
            "change": draw(st.sampled_from(["set", "set", "end"])),
            "key": draw(st.sampled_from(KEYS)),
            "value": number,
            **dict(zip(("effective_from", "effective_to"), draw(periods()), strict=True)),
        }
        for number in range(draw(st.integers(0, 5)))
    ]


def as_set(of: list[dict]) -> list[dict]:
    return [{**each, "change": "set"} for each in of]


@given(changes(), changes())
def test_a_table_after_changes_is_what_the_twin_says_of_every_day(first, then):
    """On each day: the last change of that day, or what the table said before; never two rows."""
    before = with_changes([], as_set(first), ["key"], dated=True)
    after = with_changes(before, then, ["key"], dated=True)
    for key in KEYS:
        for day in [*DAYS, "2026-01-01", "2027-12-31"]:
            said = said_on(after, day, key=key)
            assert said == said_after(before, then, day, key=key)
            assert len(said) <= 1


@given(changes(), changes())
def test_a_difference_leads_from_one_table_to_the_other_and_back(first, then):
    """Every row that changed is named once; nothing else changed."""
    before = with_changes([], as_set(first), ["key"], dated=True)
    after = with_changes(before, then, ["key"], dated=True)
    found = difference(before, after, ["key", "effective_from"])
    forward = [row for row in before if row not in [each.before for each in found]]
    assert sorted(map(str, forward + [e.after for e in found if e.after])) == sorted(
        map(str, after)
    )
    back = [row for row in after if row not in [each.after for each in found]]
    assert sorted(map(str, back + [e.before for e in found if e.before])) == sorted(
        map(str, before)
    )
    assert difference(before, before, ["key", "effective_from"]) == []


@given(changes(), changes(), st.sampled_from(DAYS))
def test_what_is_taken_back_is_what_the_twin_misses_on_some_day(first, then, since):
    """A row stands if on each of its days the table says the same, or news where it had no end."""
    before = with_changes([], as_set(first), ["key"], dated=True)
    after = with_changes(before, then, ["key"], dated=True)
    found = list(taken_back(before, after, ["key"], dated=True, since=since))
    for row in before:
        held_on = [day for day in (*DAYS, "2031-01-01") if said_on([row], day)]
        stands = all(stands_on(row, after, day, since, key=row["key"]) for day in held_on)
        assert (row not in found) == stands


def test_without_dates_a_row_stands_as_it_is():
    """A row that is added takes nothing back; one that is changed or left out does."""
    rows = [{"key": "A", "value": 1}, {"key": "B", "value": 1}]

    def back(after):
        return list(taken_back(rows, after, ["key"], dated=False, since="2026-12-28"))

    assert back([*rows, {"key": "C", "value": 1}]) == []
    assert back([rows[0], {"key": "B", "value": 2}]) == back([rows[0]]) == [rows[1]]


@given(changes(), changes())
def test_changes_twice_are_changes_once(first, then):
    """The same change set again leaves the table as it is."""
    before = with_changes([], as_set(first), ["key"], dated=True)
    once = with_changes(before, then, ["key"], dated=True)
    twice = with_changes(once, then, ["key"], dated=True)
    for key in KEYS:
        for day in DAYS:
            assert said_on(once, day, key=key) == said_on(twice, day, key=key)


@pytest.mark.parametrize("name", DATED)
def test_a_dated_row_holds_before_on_and_after_its_day(name: str):
    """Of each table: the day before a change the old row holds, on its day and after, the new."""
    table = TABLES[name]
    held = rows_of(SEEDS[name], table.columns)
    old = max(held, key=lambda row: row["effective_to"])
    old = {**old, "effective_to": "9999-12-31"}
    key = {column: old[column] for column in table.keys}
    held = [old]
    value = next((c for c in table.columns if c.endswith(("_ppm", "description_en"))), None)
    new = {**old, "change": "set", "effective_from": "2027-01-01"}
    if value:
        new[value] = "other" if value.startswith("desc") else old[value] + 1
    after = with_changes(held, [new], table.keys, dated=True)
    for day, row in (("2026-12-31", old), ("2027-01-01", new), ("2031-01-01", new)):
        (said,) = said_on(after, day, **key)
        assert value is None or said[value] == row[value]
    ended = with_changes(held, [{**new, "change": "end"}], table.keys, dated=True)
    assert len(said_on(ended, "2026-12-31", **key)) == 1
    assert said_on(ended, "2027-01-01", **key) == []


@pytest.mark.parametrize(
    ("kind", "waived", "not_waived"),
    [
        ("late_accounting_penalty", ["2024-10-21", "2025-01-19"], ["2024-10-20", "2025-01-20"]),
        ("late_payment_penalty", ["2025-03-31", "2026-01-30"], ["2026-01-31"]),
        ("late_payment_interest", ["2024-10-21", "2025-04-03"], ["2026-01-31"]),
    ],
)
def test_waivers_as_published(kind: str, waived: list[str], not_waived: list[str]):
    """A waiver holds on its first and last day, and not on the days beside them."""
    held = rows_of(SEEDS["waiver"], TABLES["waiver"].columns)
    assert all(said_on(held, day, kind=kind) for day in waived)
    assert not any(said_on(held, day, kind=kind) for day in not_waived)


def test_who_says_yes_is_dated():
    """A table's own rule comes before that for all, each from its day on."""
    day = dt.date(2026, 1, 1)
    rules = (
        ApprovalRule(day, "*", "person"),
        ApprovalRule(day, "exchange_rate", "automatic", days_late=2),
        ApprovalRule(dt.date(2027, 1, 1), "exchange_rate", "person"),
    )
    assert unasked_since(rules, "tariff_rate", day) is None
    assert unasked_since(rules, "exchange_rate", dt.date(2026, 12, 31)) == dt.date(2026, 12, 29)
    assert unasked_since(rules, "exchange_rate", dt.date(2027, 1, 1)) is None
    assert unasked_since(rules, "exchange_rate", dt.date(2025, 12, 31)) is None


def test_the_sample_tariff_is_of_realistic_size_and_marked():
    """Some thousands of items in 96 chapters, each with a rate, and no sample without a mark."""
    items, rates = SEEDS["tariff_item"], SEEDS["tariff_rate"]
    assert len(items) > 4_000 and items["tariff_item"].str[:2].nunique() == 96
    assert {*items["tariff_item"], "*"} == set(rates["tariff_item"])
    assert rates["treatment"].nunique() >= 6
    assert set(rates["combination"]) == {"sum", "greater", "lesser"}
    assert (rates["specific_unit"].notna() == (rates["specific_micros"] > 0)).all()
    for path in (ROOT / "config" / "reference" / "sample").glob("*.csv"):
        assert path.read_text(encoding="utf-8").startswith("# Generated sample, not for real")


def test_every_code_of_the_tables_is_in_its_list():
    """What the tables name is in the code lists and in the tariff for all of each row's period."""
    lists = read_code_lists(ROOT / "config").lists
    items = SEEDS["tariff_item"][["tariff_item", "effective_from", "effective_to"]]
    for measured in (SEEDS["sima_measure"], SEEDS["surtax_measure"]):
        lacking = measured[~measured["tariff_item"].isin(items["tariff_item"])]
        known = lacking[items.columns].drop_duplicates("tariff_item")
        items = pd.concat(  # the sample tariff lacks some items of measures
            [items, known.assign(effective_from="1998-01-01", effective_to="9999-12-31")]
        )
    for name in TABLES:
        rows = SEEDS[name].reset_index(drop=True).assign(change="set")
        assert list(wrong_names(name, rows, lists, items)) == []


@given(changes(), changes())
def test_a_row_names_what_is_in_force_in_all_of_its_period(first, then):
    """A rate is held to the days of its treatment and of its item, as the twins are day by day."""
    listed = [
        {name: value for name, value in row.items() if name != "key"} | {"code": row["key"]}
        for row in with_changes([], as_set(first), ["key"], dated=True)
    ]
    named = pd.DataFrame(listed, columns=["code", "effective_from", "effective_to"])
    rows = pd.DataFrame(then, columns=["change", "key", "value", "effective_from", "effective_to"])
    rows = rows.assign(treatment=rows["key"], tariff_item=rows["key"], specific_unit=None)
    lists = dict.fromkeys(("treatments", "units", "countries"), named)
    items = named.rename(columns={"code": "tariff_item"})
    found = {
        (fault.row, fault.field): fault.code
        for fault in wrong_names("tariff_rate", rows, lists, items)
    }
    expected = {}
    for place, row in enumerate(then):
        asked = [d for d in (*DAYS, "2031-01-01") if said_on([row], d)]
        if row["change"] == "set" and not all(is_listed(row["key"], d, listed) for d in asked):
            is_known = row["key"] in set(named["code"])
            for column in ("treatment", "tariff_item"):
                expected[place, column] = "REF-014" if is_known else "REF-010"
    assert found == expected


def test_the_names_of_a_whole_tariff_are_checked_at_once():
    """Some nineteen thousand rates are held to their items and treatments, each by its row."""
    rows = SEEDS["tariff_rate"].reset_index(drop=True).assign(change="set")
    items = SEEDS["tariff_item"].assign(effective_to="2026-12-31")
    found = list(wrong_names("tariff_rate", rows, read_code_lists(ROOT / "config").lists, items))
    assert {fault.code for fault in found} == {"REF-014"}
    named = rows[rows["tariff_item"] != "*"]
    assert len(found) == (named["effective_to"] > "2026-12-31").sum() > 15_000
    assert found[0].expected.endswith(" – 9999-12-31")


def test_the_sample_is_what_its_script_writes(tmp_path: Path):
    """The generated files are the script's, byte for byte."""
    reference = ROOT / "config" / "reference"
    script_of("sample_tariff").main(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (reference / "sample" / path.name).read_bytes()
    script_of("holidays").main(tmp_path / "holidays.csv")
    assert (tmp_path / "holidays.csv").read_bytes() == (reference / "holidays.csv").read_bytes()


def script_of(name: str):
    """Return a script of the folder ``scripts`` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_holidays_agree_with_the_public_list():
    """Holidays of all of Canada are those of package ``holidays``, and Easter Monday."""
    years = range(2024, 2028)
    ours = SEEDS["holiday"]
    nation = {row.holiday_on for row in ours[ours["province"] == ""].itertuples()}
    listed = {
        day.isoformat()
        for day, name in holidays.Canada(years=years, categories=("public", "government")).items()
        if "observed" not in name.lower() and "Boxing" not in name
    }
    easter_mondays = {"2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29"}
    assert nation == listed | easter_mondays
