"""The slow, plain twin of pricing: one line at a time, in Python's whole numbers, from table rows.

Nothing here is shared with what it checks: not the rounding, the dates, the order or the bases.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
MILLION = 1_000_000
LARGEST = 10_000_000_000_00
"""Ten billion dollars, in cents: what no amount of a line may exceed."""

RELIEF_LISTS = ("tariff_code", "special_authority", "licence")


class Tables:
    """The reference tables as rows, ``effective_from`` and ``effective_to`` as days."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._tables = tables
        self._by_key: dict[tuple[str, ...], dict[tuple[str, ...], list[Row]]] = {}

    def held(self, table: str, day: dt.date, **keys: str) -> list[Row]:
        """Return the rows of a key whose period holds a day."""
        index = self._by_key.setdefault((table, *keys), {})
        if not index:
            for row in self._tables[table]:
                index.setdefault(tuple(row[name] for name in keys), []).append(row)
        rows = index.get(tuple(keys.values()), [])
        return [row for row in rows if row["effective_from"] <= day <= row["effective_to"]]


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
    value_for_tax = out.value_for_duty + out.duty + out.sima + out.surtax + out.excise
    if max(line["value_for_currency_conversion_cents"], value_for_tax) > LARGEST:
        out.unpriced.add("CAD-042")
    return out


def days_of(rules: Sequence[Row], cad_type: str, release_on: dt.date) -> dict[str, str]:
    """The column whose day decides each rate: by the newest rule for the type, else for all."""
    days = {}
    for for_type in (False, True):
        for rule in sorted(rules, key=lambda rule: rule["effective_from"]):
            fits = cad_type in rule["cad_types"] if for_type else not rule["cad_types"]
            if fits and rule["effective_from"] <= release_on:
                days[rule["charge"]] = rule["day"]
    return days


def value_for_duty(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The value for currency conversion at the exchange rate, half up to the cent."""
    rates = tables.held("exchange_rates", day, currency=line["currency"])
    if not rates:
        out.unpriced.add("CAD-006")
        return 0
    value = line["value_for_currency_conversion_cents"]
    return half_up(value * rates[0]["rate_ppm"], MILLION)


def duty(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The tariff's rate for item and treatment, of the value for duty and the quantity."""
    rates = tables.held(
        "tariff_rates", day, tariff_item=line["tariff_item"], treatment=line["treatment"]
    )
    if not rates:
        out.unpriced.add("CAD-004")
        return 0
    charge = at_rate(rates[0], out.value_for_duty, line, tables, day, out=out)
    return after_relief(charge, "duty", line, tables, day, out=out)


def sima(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """Every anti-dumping and countervailing measure on the goods, if they are subject."""
    if line["sima_code"] != "S":
        return 0
    measures = on_the_goods(tables, "sima_measures", line, day, ("measure", "kind"))
    if not measures:
        out.unpriced.add("CAD-043")
    charge = sum(at_rate(row, out.value_for_duty, line, tables, day, out=out) for row in measures)
    return after_relief(charge, "sima", line, tables, day, out=out)


def surtax(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The orders on the goods by rank, until one excludes those below it."""
    if line["surtax_code"] in {None, "SX"}:
        return 0
    orders = on_the_goods(tables, "surtax_measures", line, day, ("surtax_code",))
    if line["surtax_code"] not in {row["surtax_code"] for row in orders}:
        out.unpriced.add("CAD-044")
    charge = 0
    for row in sorted(orders, key=lambda row: (row["rank"], row["surtax_code"])):
        charge += half_up(out.value_for_duty * row["rate_ppm"], MILLION)
        if row["excludes_lower"]:
            break
    return after_relief(charge, "surtax", line, tables, day, out=out)


def excise(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The rate of the excise code, of the value with duty, SIMA and surtax, and the quantity."""
    if line["excise_code"] is None:
        return 0
    rates = tables.held("excise_rates", day, excise_code=line["excise_code"])
    if not rates:
        out.unpriced.add("CAD-046")
        return 0
    base = out.value_for_duty + out.duty + out.sima + out.surtax
    charge = at_rate(rates[0], base, line, tables, day, out=out)
    return after_relief(charge, "excise", line, tables, day, out=out)


def gst(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The rate of the GST code, of the value with every other charge."""
    rates = tables.held("gst_rates", day, gst_code=line["gst_code"] or "")
    if not rates:
        out.unpriced.add("CAD-046")
        return 0
    base = out.value_for_duty + out.duty + out.sima + out.surtax + out.excise
    charge = half_up(base * rates[0]["rate_ppm"], MILLION)
    return after_relief(charge, "gst", line, tables, day, out=out)


def at_rate(rate: Row, base: int, line: Row, tables: Tables, day: dt.date, *, out: Price) -> int:
    """A share of the base, an amount a unit, or both as the rate combines them."""
    by_value = half_up(base * rate["rate_ppm"], MILLION)
    if not rate["specific_micros"]:
        return by_value
    factor = factor_ppm(line["unit"], rate["specific_unit"], tables, day)
    if factor is None:
        out.unpriced.add("CAD-041")
        return 0
    price_of_all = line["quantity_thousandths"] * factor * rate["specific_micros"] * 100
    by_quantity = half_up(price_of_all, 1_000 * MILLION * MILLION)
    if rate.get("combination") == "greater":
        return max(by_value, by_quantity)
    if rate.get("combination") == "lesser":
        return min(by_value, by_quantity)
    return by_value + by_quantity


def after_relief(
    charge: int, name: str, line: Row, tables: Tables, day: dt.date, *, out: Price
) -> int:
    """A charge less what tariff code, special authority and licence remit, at most all of it."""
    if charge > LARGEST:
        out.unpriced.add("CAD-042")
    share = 0
    for column in RELIEF_LISTS:
        if line[column] is not None:
            rows = tables.held("reliefs", day, list=column, code=line[column], charge=name)
            share += sum(row["remitted_ppm"] for row in rows)
    return charge - half_up(charge * min(share, MILLION), MILLION)


def factor_ppm(unit: str, to: str, tables: Tables, day: dt.date) -> int | None:
    """How many millionths of the rate's unit are in one of the line's."""
    if unit == to:
        return MILLION
    rows = tables.held("unit_factors", day, from_unit=unit, to_unit=to)
    return rows[0]["factor_ppm"] if rows else None


def on_the_goods(
    tables: Tables, table: str, line: Row, day: dt.date, identity: tuple[str, ...]
) -> list[Row]:
    """The rows for item and origin; one for any origin only where its measure has none for it."""
    found = {}
    for origin in ("*", line["origin_country"]):
        for row in tables.held(table, day, tariff_item=line["tariff_item"], origin_country=origin):
            found[tuple(row[name] for name in identity)] = row
    return list(found.values())


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, the upper one of two that are as near."""
    whole, rest = divmod(numerator, denominator)
    return whole + (1 if 2 * rest >= denominator else 0)
