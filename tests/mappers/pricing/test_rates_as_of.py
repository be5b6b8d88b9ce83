"""Every dated rule of pricing, as of the days on both sides of its change."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ledger.charges import CHARGES
from mappers.checks.batch import look_up
from mappers.checks.code_checks import treatment_is_known
from mappers.checks.measure_checks import surtax_code_is_given, surtax_order_is_in_force
from mappers.checks.tariff_checks import (
    countries_of_the_treatment_are_known,
    treatment_is_open_to_the_origin,
)
from mappers.intake.many_files import received
from mappers.pricing.line_prices import Priced, price
from mappers.pricing.rate_days import rate_days
from mappers.reference.dated_table import DatedTable
from mappers.rules.declaration_rules import ChargeBase, RateDay
from mappers.rules.rated import RATED
from parsers.message_tables import Collector, MessageTables
from tests.mappers.pricing.random_pricing import RULES, SEED_TABLES

TURN = dt.date(2026, 6, 1)
BEFORE, AFTER = "2026-05-31", "2026-06-01"
ITEM = "8471300000"
KEYS = {
    "exchange_rates": {"currency": "CAD"},
    "tariff_rates": {"tariff_item": ITEM, "treatment": "02"},
    "sima_measures": {"tariff_item": ITEM, "origin_country": "CN", "measure": "M",
                      "kind": "anti_dumping", "exporter": "*"},
    "surtax_measures": {"tariff_item": ITEM, "origin_country": "CN", "surtax_code": "S2501",
                        "rank": 1, "excludes_lower": False, "treatment": "*",
                        "melt_country": "*", "base": "", "content_least_ppm": 0,
                        "in_transit_on": None, "stays_subject": "*", "permit_exempts": False,
                        "filed_from": "1998-01-01"},
    "excise_rates": {"excise_code": "E10"},
    "gst_rates": {"gst_code": ""},
}  # fmt: skip
CHARGE_OF = dict(zip(KEYS, RATED, strict=True))
CLAIMED = ("tariff_code", "surtax_flag", "melt_country", "import_permit", "exporter")
RATES = {"exchange_rates": (1_000_000, 2_000_000), **dict.fromkeys(
    list(KEYS)[1:], (100_000, 200_000))}  # fmt: skip


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("day", ["release_on", "direct_shipment_on", "accounted_on"])
def test_each_rate_changes_on_its_day(table: str, day: str):
    """The last day of a rate has the old one, the next day the new one, by the day that decides."""
    charge = CHARGE_OF[table]
    rules = (*rules_on("release_on"), RateDay(TURN - dt.timedelta(400), charge, day))
    days = {"release_on": AFTER, "direct_shipment_on": AFTER, "accounted_on": AFTER}
    found = [
        price_of({**days, day: when}, rules, {table: changing(table)}) for when in (BEFORE, AFTER)
    ]
    column = "value_for_duty_cents" if charge == "exchange" else f"{charge}_cents"
    old, new = (priced.lines[column].iloc[0] for priced in found)
    assert 0 < old < new == 2 * old


@pytest.mark.parametrize("charge", CHARGES)
def test_a_relief_holds_while_it_is_in_force(charge: str):
    """What a special authority remits, it remits until its last day."""
    reliefs = pd.DataFrame(
        [("special_authority", "98-1001", charge, "1998-01-01", BEFORE, 1_000_000)],
        columns=["list", "code", "charge", "effective_from", "effective_to", "remitted_ppm"],
    )
    days = {"direct_shipment_on": BEFORE, "accounted_on": AFTER}
    before, after = (
        price_of({**days, "release_on": when}, rules_on("release_on"), {"reliefs": reliefs})
        for when in (BEFORE, AFTER)
    )
    assert before.lines[f"{charge}_cents"].iloc[0] == 0 < after.lines[f"{charge}_cents"].iloc[0]


def test_a_unit_converts_by_the_factor_of_the_day():
    """A rate for each dozen, on a line in numbers: the factor is that in force."""
    tariff = always("tariff_rates").assign(specific_micros=1_200_000, specific_unit="DZN")
    factors = pd.DataFrame(
        {
            "from_unit": "NMB", "to_unit": "DZN", "factor_ppm": [100_000, 200_000],
            "effective_from": ["1998-01-01", AFTER], "effective_to": [BEFORE, "9999-12-31"],
        }
    )  # fmt: skip
    days = {"direct_shipment_on": BEFORE, "accounted_on": AFTER}
    duties = [
        price_of(
            {**days, "release_on": when}, rules_on("release_on"),
            {"tariff_rates": tariff, "unit_factors": factors},
        ).lines["duty_cents"].iloc[0]
        for when in (BEFORE, AFTER)
    ]  # fmt: skip
    assert duties == [10_000 + 120, 10_000 + 240]


def test_a_surtax_code_is_needed_while_an_order_is_in_force():
    """From the first day of an order the line names it, or says SX; before, it must not."""
    orders = always("surtax_measures").assign(effective_from=AFTER)
    days = {"direct_shipment_on": BEFORE, "accounted_on": AFTER}
    for when, code, unsaid, unordered in (
        (BEFORE, None, 0, 0), (AFTER, None, 1, 0), (BEFORE, "S2501", 0, 1), (AFTER, "S2501", 0, 0),
        (AFTER, "S2502", 0, 1), (BEFORE, "SX", 0, 0), (AFTER, "SX", 0, 0),
    ):  # fmt: skip
        checked = checked_of(
            {**days, "release_on": when}, rules_on("release_on"), {"surtax_measures": orders},
            surtax_code=code,
        )  # fmt: skip
        assert len(surtax_code_is_given(checked)) == unsaid
        assert len(surtax_order_is_in_force(checked)) == unordered


def test_a_rule_for_a_type_goes_before_one_for_all():
    """The newest rule that names the type holds, else the newest that names none."""
    rules = (
        *rules_on("release_on"),
        RateDay(TURN, "duty", "accounted_on", ("20", "21")),
        RateDay(TURN, "gst", "accounted_on"),
    )
    day_before = TURN - dt.timedelta(1)
    assert rate_days(rules, "20", day_before)["duty"] == "release_on"
    assert rate_days(rules, "20", TURN)["duty"] == "accounted_on"
    assert rate_days(rules, "AB", TURN)["duty"] == "release_on"
    assert rate_days(rules, "AB", day_before)["gst"] == "release_on"
    assert rate_days(rules, "AB", TURN)["gst"] == "accounted_on"


def test_the_rules_in_force():
    """Exchange is that of direct shipment (SOR/85-900); all else that of release (s. 17(2))."""
    found = rate_days(RULES.declarations.rate_days, "AB", dt.date(2026, 11, 5))
    assert found == {"exchange": "direct_shipment_on", **dict.fromkeys(CHARGES, "release_on")}


ACCOUNTED = ("C", "F", "H", "M", "V", "20")


@pytest.mark.parametrize("cad_type", ["AB", "AD", *ACCOUNTED])
@pytest.mark.parametrize("charge", CHARGES)
def test_the_rate_is_that_of_the_day_of_accounting(cad_type: str, charge: str):
    """Customs Act s. 17(2): at release under interim accounting, else on the day accounted for.

    A line released on the last day of the old rate and accounted for on the first of the new one,
    and one the other way round.
    """
    table = next(name for name, of in CHARGE_OF.items() if of == charge)
    found = [
        price_of(
            {"direct_shipment_on": BEFORE, "release_on": released, "accounted_on": accounted},
            RULES.declarations.rate_days, {table: changing(table)}, cad_type=cad_type,
        ).lines[f"{charge}_cents"].iloc[0]
        for released, accounted in ((BEFORE, AFTER), (AFTER, BEFORE))
    ]  # fmt: skip
    old, new = reversed(found) if cad_type in ACCOUNTED else found
    assert 0 < old < new


@pytest.mark.parametrize(
    ("released", "base", "cents"),
    [(BEFORE, "value_with_duty", 11_000), (AFTER, "duty_paid_value", 13_000)],
)
def test_the_base_of_a_charge_is_a_dated_rule(released: str, base: str, cents: int):
    """Excise of 10 % on $1,000, with duty, SIMA and surtax of 10 % each: by its base of the day."""
    bases = (*RULES.declarations.charge_bases, ChargeBase(TURN, "excise", "duty_paid_value"))
    days = {"direct_shipment_on": BEFORE, "release_on": released, "accounted_on": AFTER}
    priced = price_of(days, rules_on("release_on"), {}, charge_bases=bases)
    assert priced.lines["excise_cents"].tolist() == [cents]
    (text,) = priced.bases.texts
    assert json.loads(text)["excise"]["base"] == base


@pytest.mark.parametrize(
    ("treatment", "origin", "day", "refused"),
    [
        ("02", "RU", "2022-03-01", []), ("02", "RU", "2022-03-02", ["CAD-004"]),
        ("02", "BY", "2022-03-01", []), ("02", "BY", "2022-03-02", ["CAD-004"]),
        ("03", "RU", "2022-03-02", []), ("03", "KP", "2022-03-02", []),
        ("02", "KP", "2022-03-02", ["CAD-004"]), ("02", "CN", "2022-03-02", []),
        ("33", "GB", "2026-07-23", ["CAD-004"]), ("34", "GB", "2021-03-31", ["CAD-027"]),
        ("34", "GG", "2021-04-01", []), ("34", "JE", "2021-04-01", []),
        ("34", "GI", "2021-04-01", []), ("34", "IM", "2021-04-01", []), ("13", "PS", AFTER, []),
        ("07", "JM", AFTER, []), ("07", "VG", AFTER, []), ("07", "HT", AFTER, ["CAD-004"]),
        ("08", "BD", AFTER, []), ("08", "KE", AFTER, ["CAD-004"]),
        *(("08", country, "2024-12-31", []) for country in ("CV", "TV", "VU", "WS")),
        *(("08", country, "2025-01-01", ["CAD-004"]) for country in ("CV", "TV", "VU", "WS")),
        ("09", "LB", AFTER, ["CAD-075"]),
    ],
)  # fmt: skip
def test_treatments_are_open_as_the_law_says(treatment, origin, day, refused):
    """On both sides of each date; the General Tariff to all; a missing table is told as one."""
    rates = pd.concat(
        always("tariff_rates").assign(treatment=each, effective_from="2020-01-01")
        for each in ("02", "07", "08", "09", "13", "33", "34")
    )
    general = SEED_TABLES.tariff_rates.rows[SEED_TABLES.tariff_rates.rows["tariff_item"] == "*"]
    days = dict.fromkeys(("release_on", "direct_shipment_on", "accounted_on"), day)
    checked = checked_of(
        days, rules_on("release_on"), {"tariff_rates": pd.concat([rates, general])},
        treatment=treatment, origin_country=origin,
    )  # fmt: skip
    checks = (
        treatment_is_known, treatment_is_open_to_the_origin, countries_of_the_treatment_are_known,
    )  # fmt: skip
    assert [code for check in checks for code in check(checked)["code"]] == refused


def test_any_item_has_the_general_tariff():
    """An item without a rate under 03 takes 35 % (Customs Tariff s. 29(1)); its own goes before."""
    general = SEED_TABLES.tariff_rates.rows[SEED_TABLES.tariff_rates.rows["tariff_item"] == "*"]
    own = always("tariff_rates").assign(treatment="03")
    days = dict.fromkeys(("release_on", "direct_shipment_on", "accounted_on"), AFTER)
    for rows, cents in ((general, 35_000), (pd.concat([own, general]), 10_000)):
        priced = price_of(days, rules_on("release_on"), {"tariff_rates": rows}, treatment="03")
        assert priced.lines["duty_cents"].tolist() == [cents]


@pytest.mark.parametrize(
    ("treatment", "origin", "day", "cents"),
    [("07", "JM", "2024-12-31", None), ("07", "JM", "2025-01-01", 0), ("08", "BD", AFTER, 0),
     ("02", "BD", AFTER, 18_000)],
)  # fmt: skip
def test_shirts_of_developing_countries_are_free(treatment, origin, day, cents):
    """$1,000 of the Caribbean from 2025 on, of least developed countries; None is no rate."""
    days = dict.fromkeys(("release_on", "direct_shipment_on", "accounted_on"), day)
    tables = {"tariff_rates": SEED_TABLES.tariff_rates.rows}
    said = {"treatment": treatment, "origin_country": origin, "tariff_item": SHIRT}
    checked = checked_of(days, rules_on("release_on"), tables, **said)
    refused = list(treatment_is_open_to_the_origin(checked)["code"])
    assert refused == (["CAD-004"] if cents is None else [])
    if cents is not None:
        priced = price(checked.lines, checked.rate_rows, checked.reference)
        assert priced.lines["duty_cents"].tolist() == [cents]


def test_a_day_that_there_is_not_is_refused_at_the_start():
    """A rule that names no column of days is a fault of the configuration."""
    with pytest.raises(ValueError, match="full_moon_on"):
        RateDay(TURN, "duty", "full_moon_on")


def test_orders_apply_by_rank_until_one_excludes_those_below():
    """Of three orders on the goods the second ends the list, whichever of them is declared."""
    orders = pd.concat(
        always("surtax_measures").assign(
            surtax_code=code, rank=rank, excludes_lower=rank == 2, rate_ppm=rank * 100_000
        )
        for rank, code in ((3, "S2401"), (1, "S2501"), (2, "S2502"))
    )
    days = dict.fromkeys(("release_on", "direct_shipment_on", "accounted_on"), AFTER)
    for code, cents in (("S2401", 30_000), ("S2501", 30_000), ("SX", 0)):
        priced = price_of(days, rules_on("release_on"), {"surtax_measures": orders},
                          surtax_code=code)  # fmt: skip
        assert priced.lines["surtax_cents"].tolist() == [cents]


STEEL, SCREWS, PANS, CAR, ELECTRIC = (
    "7210490000", "7318150000", "7323930000", "8703230000", "8703800000",
)  # fmt: skip
COOLER, OVEN, SHIRT = "8415100000", "8516600000", "6109100000"


@pytest.mark.parametrize(
    ("item", "origin", "day", "said", "cents"),
    [
        (ELECTRIC, "CN", "2024-09-30", {}, 0), (ELECTRIC, "CN", "2024-10-01", {}, 100_000),
        (ELECTRIC, "CN", "2026-02-28", {}, 100_000), (ELECTRIC, "CN", "2026-03-01", {}, 0),
        (STEEL, "CN", "2024-10-21", {}, 0), (STEEL, "CN", "2024-10-22", {}, 25_000),
        (STEEL, "CN", "2025-06-26", {}, 25_000), (STEEL, "CN", "2025-06-27", {}, 50_000),
        (STEEL, "CN", "2027-06-27", {}, 50_000), (STEEL, "CN", "2027-06-28", {}, 25_000),
        (STEEL, "JP", "2025-07-31", {}, 0), (STEEL, "JP", "2025-08-01", {}, 50_000),
        (STEEL, "US", "2025-08-01", {}, 0), (STEEL, "MX", "2025-08-01", {}, 0),
        (STEEL, "JP", "2025-08-01", {"import_permit": "P-1"}, 0),
        (STEEL, "CN", "2025-08-01", {"import_permit": "P-1"}, 25_000),
        (STEEL, "JP", "2025-07-30", {"melt_country": "CN"}, 0),
        (STEEL, "JP", "2025-07-31", {"melt_country": "CN"}, 25_000),
        (STEEL, "JP", "2025-08-01", {"melt_country": "CN"}, 50_000),
        (STEEL, "JP", "2025-08-01", {"melt_country": "CN", "import_permit": "P-1"}, 25_000),
        (STEEL, "US", "2025-08-01", {"melt_country": "CN"}, 0),
        (STEEL, "JP", "2025-07-31", {"melt_country": "KR"}, 0),
        ("0805100010", "US", "2025-03-03", {}, 0), ("0805100010", "US", "2025-03-04", {}, 25_000),
        ("0805100010", "US", "2025-08-31", {}, 25_000), ("0805100010", "US", "2025-09-01", {}, 0),
        (SCREWS, "US", "2025-03-12", {}, 0), (SCREWS, "US", "2025-03-13", {}, 25_000),
        (SCREWS, "US", "2025-12-26", {}, 25_000), (SCREWS, "CN", "2025-12-25", {}, 0),
        (SCREWS, "CN", "2025-12-26", {}, 25_000), (SCREWS, "TW", "2025-12-26", {}, 25_000),
        (SCREWS, "TW", "2025-12-26", {"surtax_flag": "N"}, 0),
        (PANS, "US", "2025-03-13", {"tariff_code": "9908"}, 25_000),
        (PANS, "US", "2025-03-13", {"tariff_code": "9993"}, 0),
        (CAR, "US", "2025-04-08", {}, 0), (CAR, "US", "2025-04-09", {}, 25_000),
        (CAR, "US", "2025-04-09", {"treatment": "10"}, 21_250),
        (CAR, "US", "2025-04-09", {"treatment": "10", "content_cents": 40_000}, 15_000),
        (CAR, "US", "2025-04-09", {"content_cents": 40_000}, 25_000),
        (COOLER, "US", "2026-09-07", {}, 0), (COOLER, "US", "2026-09-08", {}, 15_000),
        (OVEN, "US", "2026-09-07", {}, 0), (OVEN, "US", "2026-09-08", {}, 25_000),
        (SHIRT, "US", "2026-09-07", {}, 0), (SHIRT, "US", "2026-09-08", {}, 50_000),
        (SHIRT, "US", "2026-09-08", {"treatment": "10"}, 50_000),
        (SHIRT, "US", "2026-09-08", {"tariff_code": "9993"}, 0),
        (SHIRT, "US", "2026-09-08", {"tariff_code": "9989"}, 50_000),
        (SHIRT, "US", "2026-09-08", {"surtax_flag": "N"}, 0),
        (SHIRT, "CN", "2026-09-08", {}, 0), (SHIRT, "MX", "2026-09-08", {}, 0),
    ],
)  # fmt: skip
def test_surtax_orders_as_the_law_has_them(item, origin, day, said, cents):
    """$1,000 on both sides of each date, by origin, treatment, melt, permit and chapter 99."""
    assert surtax_of(item, origin, day, day, said) == cents


@pytest.mark.parametrize(
    ("item", "origin", "day"),
    [(ELECTRIC, "CN", "2024-10-01"), (SCREWS, "US", "2025-03-13"), (CAR, "US", "2025-04-09"),
     (SCREWS, "TW", "2025-12-26"), (SHIRT, "US", "2026-09-08")],
)  # fmt: skip
def test_goods_in_transit_on_the_day_of_an_order_are_outside(item, origin, day):
    """Shipped on the day or before, the goods are outside; shipped the day after, subject."""
    after = (dt.date.fromisoformat(day) + dt.timedelta(1)).isoformat()
    assert surtax_of(item, origin, after, day, {}) == 0
    assert surtax_of(item, origin, after, after, {}) > 0


@pytest.mark.parametrize(("filed_on", "asked"), [("2026-12-31", 0), ("2027-01-01", 1)])
def test_a_new_order_asks_from_its_first_day_of_filing(filed_on: str, asked: int):
    """The same goods, filed on the last day without the obligation and on the first with it."""
    checked = under_the_orders(
        (SCREWS, "TW"), {}, day="2026-12-30", shipped=filed_on, filed=filed_on
    )
    silent = replace(checked, lines=checked.lines.assign(surtax_flag=None))
    assert len(surtax_code_is_given(silent)) == asked


@pytest.mark.parametrize(
    ("exporter", "value", "cents"),
    [(None, 100_000, 32_100 + 1_250), ("OTHER", 100_000, 32_100 + 1_250),
     ("SAMPLE-1", 1_000, 1_400 + 1_250), ("SAMPLE-1", 100_000, 1_250)],
)  # fmt: skip
def test_an_exporter_has_its_own_normal_value(exporter, value, cents):
    """Ten kilograms at a normal value of $2.40: what the price lacks; all others pay a share."""
    days = dict.fromkeys(("release_on", "direct_shipment_on", "accounted_on"), AFTER)
    rates = always("tariff_rates").assign(tariff_item=SCREWS)
    priced = price_of(
        days, rules_on("release_on"),
        {"sima_measures": SEED_TABLES.sima_measures.rows, "tariff_rates": rates},
        tariff_item=SCREWS, origin_country="TW", unit="KGM", exporter=exporter, value=value,
    )  # fmt: skip
    assert priced.lines["sima_cents"].tolist() == [cents]


def surtax_of(item: str, origin: str, day: str, shipped: str, said) -> int:
    """Return the surtax in cents of goods that are said to be subject, by the real orders."""
    if shipped == day:  # goods that were not on their way when an order began
        shipped = "2099-01-01"
    checked = under_the_orders((item, origin), said, day=day, shipped=shipped, filed=day)
    return int(
        price(checked.lines, checked.rate_rows, checked.reference).lines["surtax_cents"].iloc[0]
    )


def under_the_orders(goods, said, *, day, shipped, filed):
    item, origin = goods
    rows = SEED_TABLES.surtax_measures.rows
    real = rows[~rows["surtax_code"].str.startswith("S")]
    rates = pd.concat(
        always("tariff_rates").assign(tariff_item=item, treatment=each) for each in ("02", "10")
    )
    days = {"release_on": day, "direct_shipment_on": shipped, "accounted_on": filed}
    texts = {"surtax_code": None, "surtax_flag": "S", "special_authority": None, **said}
    return checked_of(
        days, rules_on("release_on"), {"surtax_measures": real, "tariff_rates": rates},
        tariff_item=item, origin_country=origin, **texts,
    )  # fmt: skip


def rules_on(day: str) -> tuple[RateDay, ...]:
    return tuple(RateDay(dt.date(1998, 1, 1), charge, day) for charge in RATED)


def always(table: str) -> pd.DataFrame:
    row = {"rate_ppm": RATES[table][0], "specific_micros": 0, "specific_unit": None,
           "combination": "sum", **KEYS[table]}  # fmt: skip
    return pd.DataFrame([row]).assign(effective_from="1998-01-01", effective_to="9999-12-31")


def changing(table: str) -> pd.DataFrame:
    old, new = always(table).assign(effective_to=BEFORE), always(table)
    return pd.concat([old, new.assign(effective_from=AFTER, rate_ppm=RATES[table][1])])


def price_of(days, rules, tables, **said) -> Priced:
    checked = checked_of(days, rules, tables, **said)
    return price(checked.lines, checked.rate_rows, checked.reference)


def checked_of(days, rules, tables, *, cad_type="AB", charge_bases=None, **codes):
    """Look up one line of $1,000 and 10 pieces, under every charge."""
    reference = replace(
        SEED_TABLES,
        **{
            **{table: DatedTable(always(table)) for table in KEYS},
            "reliefs": SEED_TABLES.reliefs.where(code="none"),
            **{table: DatedTable(rows) for table, rows in tables.items()},
        },
    )
    declarations = pd.DataFrame(
        {
            "message": [0], "cad_type": cad_type, "filer": "22345",
            "transaction_number": "22345000000012",
            "release_on": pd.to_datetime([days["release_on"]]),
        }
    )  # fmt: skip
    numbers = {
        "value_for_currency_conversion_cents": codes.pop("value", 100_000),
        "content_cents": codes.pop("content_cents", 0),
    }
    lines = line(days["direct_shipment_on"], codes).assign(**numbers)
    tables = replace(empty(), declarations=declarations, lines=lines)
    return look_up(
        received(tables, dt.date.fromisoformat(days["accounted_on"])),
        reference,
        replace(
            RULES.declarations,
            rate_days=rules,
            charge_bases=charge_bases or RULES.declarations.charge_bases,
        ),
    )


def line(shipped_on: str, codes) -> pd.DataFrame:
    texts = {"tariff_item": ITEM, "treatment": "02", "origin_country": "CN", "unit": "NMB",
             "currency": "CAD", "sima_code": "S", "surtax_code": "S2501", "excise_code": "E10",
             "gst_code": None, "special_authority": "98-1001",
             **dict.fromkeys(CLAIMED), **codes}  # fmt: skip
    return pd.DataFrame(
        {
            "message": [0], "line_number": [1], "byte_from": [0], "byte_to": [9],
            "direct_shipment_on": pd.to_datetime([shipped_on]),
            "quantity_thousandths": np.array([10_000]),
            **{name: pd.Series([text], dtype="str") for name, text in texts.items()},
        }
    )  # fmt: skip


def empty() -> MessageTables:
    return Collector().take()
