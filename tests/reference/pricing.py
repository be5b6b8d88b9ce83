"""The slow, plain twin of pricing: one line at a time, in Python's whole numbers, from table rows.

Nothing here is shared with what it checks: not the rounding, the dates, the order or the bases.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

RELIEF_LISTS = ("tariff_code", "special_authority", "licence")


@dataclass
class Price:
    """What a line comes to, in cents; ``unpriced`` says why where it does not."""

    value_for_duty: int = 0
    duty: int = 0
    sima: int = 0
    surtax: int = 0
    excise: int = 0
    gst: int = 0
    unpriced: set[str] = field(default_factory=set)


def price(line: Row, tables: Tables, days: Mapping[str, str]) -> Price:
    """Return the price of one line; ``days`` names the column whose day decides each rate."""
    out = Price()
    out.value_for_duty = value_for_duty(line, tables, line[days["exchange"]], out)
    out.duty = duty(line, tables, line[days["duty"]], out)
    out.sima = sima(line, tables, line[days["sima"]], out)
    out.surtax = surtax(line, tables, line[days["surtax"]], out)
    out.excise = excise(line, tables, line[days["excise"]], out)
    out.gst = gst(line, tables, line[days["gst"]], out)
    return out


def value_for_duty(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The value for currency conversion at the exchange rate, half up to the cent."""
    rates = held(tables["exchange_rates"], day, currency=line["currency"])
    if not rates:
        out.unpriced.add("CAD-006")
        return 0
    value = line["value_for_currency_conversion_cents"]
    return half_up(Fraction(value * rates[0]["rate_ppm"], 1_000_000))


def duty(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The tariff's rate for item and treatment, of the value for duty and the quantity."""
    rates = held(
        tables["tariff_rates"], day, tariff_item=line["tariff_item"], treatment=line["treatment"]
    )
    if not rates:
        out.unpriced.add("CAD-004")
        return 0
    charge = at_rate(rates[0], out.value_for_duty, line, tables, day, out)
    return charge - remitted(charge, "duty", line, tables, day)


def sima(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """Every anti-dumping and countervailing measure on the goods, if they are subject."""
    if line["sima_code"] != "S":
        return 0
    measures = on_the_goods(tables["sima_measures"], line, day, ("measure", "kind"))
    if not measures:
        out.unpriced.add("CAD-043")
    charge = sum(at_rate(row, out.value_for_duty, line, tables, day, out) for row in measures)
    return charge - remitted(charge, "sima", line, tables, day)


def surtax(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The orders on the goods by rank, until one excludes those below it."""
    if line["surtax_code"] in {None, "SX"}:
        return 0
    orders = on_the_goods(tables["surtax_measures"], line, day, ("surtax_code",))
    if line["surtax_code"] not in {row["surtax_code"] for row in orders}:
        out.unpriced.add("CAD-044")
    charge = 0
    for row in sorted(orders, key=lambda row: (row["rank"], row["surtax_code"])):
        charge += half_up(Fraction(out.value_for_duty * row["rate_ppm"], 1_000_000))
        if row["excludes_lower"]:
            break
    return charge - remitted(charge, "surtax", line, tables, day)


def excise(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The rate of the excise code, of the value with duty, SIMA and surtax, and the quantity."""
    if line["excise_code"] is None:
        return 0
    rates = held(tables["excise_rates"], day, excise_code=line["excise_code"])
    if not rates:
        out.unpriced.add("CAD-046")
        return 0
    base = out.value_for_duty + out.duty + out.sima + out.surtax
    charge = at_rate(rates[0], base, line, tables, day, out)
    return charge - remitted(charge, "excise", line, tables, day)


def gst(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The rate of the GST code, of the value with every other charge."""
    rates = held(tables["gst_rates"], day, gst_code=line["gst_code"] or "")
    if not rates:
        out.unpriced.add("CAD-046")
        return 0
    base = out.value_for_duty + out.duty + out.sima + out.surtax + out.excise
    charge = half_up(Fraction(base * rates[0]["rate_ppm"], 1_000_000))
    return charge - remitted(charge, "gst", line, tables, day)


def at_rate(rate: Row, base: int, line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """A share of the base, an amount a unit, or both as the rate combines them."""
    by_value = half_up(Fraction(base * rate["rate_ppm"], 1_000_000))
    if not rate["specific_micros"]:
        return by_value
    factor = factor_ppm(line["unit"], rate["specific_unit"], tables, day)
    if factor is None:
        out.unpriced.add("CAD-041")
        return 0
    units = Fraction(line["quantity_thousandths"], 1_000) * Fraction(factor, 1_000_000)
    by_quantity = half_up(units * Fraction(rate["specific_micros"], 1_000_000) * 100)
    if rate.get("combination") == "greater":
        return max(by_value, by_quantity)
    if rate.get("combination") == "lesser":
        return min(by_value, by_quantity)
    return by_value + by_quantity


def remitted(charge: int, name: str, line: Row, tables: Tables, day: dt.date) -> int:
    """What the tariff code, the special authority and the licence remit, at most all of it."""
    share = 0
    for column in RELIEF_LISTS:
        if line[column] is not None:
            rows = held(tables["reliefs"], day, list=column, code=line[column], charge=name)
            share += sum(row["remitted_ppm"] for row in rows)
    return half_up(Fraction(charge * min(share, 1_000_000), 1_000_000))


def factor_ppm(unit: str, to: str, tables: Tables, day: dt.date) -> int | None:
    """How many millionths of the rate's unit are in one of the line's."""
    if unit == to:
        return 1_000_000
    rows = held(tables["unit_factors"], day, from_unit=unit, to_unit=to)
    return rows[0]["factor_ppm"] if rows else None


def on_the_goods(
    table: Sequence[Row], line: Row, day: dt.date, identity: tuple[str, ...]
) -> list[Row]:
    """The rows for item and origin; one for any origin only where its measure has none for it."""
    found = {}
    for origin in ("*", line["origin_country"]):
        for row in held(table, day, tariff_item=line["tariff_item"], origin_country=origin):
            found[tuple(row[name] for name in identity)] = row
    return list(found.values())


def held(table: Sequence[Row], day: dt.date, **keys: str) -> list[Row]:
    """The rows of a key whose period holds a day."""
    return [
        row
        for row in table
        if row["effective_from"] <= day <= row["effective_to"]
        and all(row[name] == value for name, value in keys.items())
    ]


def half_up(exact: Fraction) -> int:
    """The nearest whole number, the upper one of two that are as near."""
    return floor(exact + Fraction(1, 2))
