"""The slow, plain twin of pricing: one line at a time, in Python's whole numbers, from table rows.

Nothing here is shared with what it checks: not the rounding, the dates, the order or the bases.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

Row = Mapping[str, Any]
MILLION = 1_000_000
LARGEST = 10_000_000_000_00
"""Ten billion dollars, in cents: what no amount of a line may exceed."""

ADDED = {
    "value_for_duty": (),
    "value_with_duty": ("duty",),
    "duty_paid_value": ("duty", "sima", "surtax"),
    "value_for_tax": ("duty", "sima", "surtax", "excise"),
}
"""The charges that each base adds to the value for duty."""

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
    bases: Mapping[str, str] = field(default_factory=dict)

    def base(self, charge: str) -> int:
        """Return what a charge is a share of."""
        return self.value_for_duty + sum(getattr(self, each) for each in ADDED[self.bases[charge]])


def price(line: Row, tables: Tables, days: Mapping[str, str], bases: Mapping[str, str]) -> Price:
    """Return the price of one line.

    ``days`` names the column whose day decides each rate, ``bases`` what each charge is of.
    """
    out = Price(bases=bases)
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


def charge_base(rules: Sequence[Row], charge: str, release_on: dt.date) -> str:
    """What a charge is a share of, by the newest rule."""
    begun = [r for r in rules if r["charge"] == charge and r["effective_from"] <= release_on]
    return str(max(begun, key=lambda rule: rule["effective_from"])["base"])


def duty(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The tariff's rate for item and treatment, of the value for duty and the quantity."""
    rates = tables.held(
        "tariff_rates", day, tariff_item=line["tariff_item"], treatment=line["treatment"]
    ) or tables.held("tariff_rates", day, tariff_item="*", treatment=line["treatment"])
    if not rates:
        out.unpriced.add("CAD-004")
        return 0
    charge = at_rate(rates[0], out.base("duty"), line, tables, day, out=out)
    return after_relief(charge, "duty", line, tables, day, out=out)


def sima(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """Every anti-dumping and countervailing measure on the goods, if they are subject."""
    if line["sima_code"] != "S":
        return 0
    measures = on_the_goods(
        tables, "sima_measures", line, day, identity=("measure", "kind"), conditions=("exporter",)
    )
    if not measures:
        out.unpriced.add("CAD-043")
    charge = sum(at_rate(row, out.base("sima"), line, tables, day, out=out) for row in measures)
    return after_relief(charge, "sima", line, tables, day, out=out)


def surtax(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The orders on the goods by rank, until one excludes those below it."""
    orders = on_the_goods(
        tables, "surtax_measures", line, day, identity=("surtax_code",),
        conditions=("treatment", "melt_country"),
    )  # fmt: skip
    coded = line["surtax_code"] not in {None, "SX"}
    if coded and line["surtax_code"] not in {row["surtax_code"] for row in orders}:
        out.unpriced.add("CAD-044")
    if coded and line["surtax_flag"] == "N":
        out.unpriced.add("CAD-076")
    if line["surtax_flag"] == "N" or not (coded or line["surtax_flag"] == "S"):
        return 0
    charge = 0
    for row in sorted(orders, key=lambda row: (row["rank"], row["surtax_code"])):
        if exempt(row, line):
            continue
        charge += half_up(surtax_base(row, line, out) * row["rate_ppm"], MILLION)
        if row["excludes_lower"]:
            break
    return after_relief(charge, "surtax", line, tables, day, out=out)


def exempt(row: Row, line: Row) -> bool:
    """Whether a line says what puts its goods outside an order."""
    in_transit = row["in_transit_on"] is not None
    return (
        (in_transit and line["direct_shipment_on"] <= row["in_transit_on"])
        or (row["permit_exempts"] and line["import_permit"] is not None)
        or (
            line["tariff_code"] is not None
            and row["stays_subject"] != "*"
            and line["tariff_code"] not in row["stays_subject"].split(" ")
        )
    )


def surtax_base(row: Row, line: Row, out: Price) -> int:
    """What an order is a share of: its own base, or that of surtaxes."""
    if row["base"] != "value_less_content":
        return out.base("surtax")
    least = half_up(out.value_for_duty * row["content_least_ppm"], MILLION)
    return out.value_for_duty - max(least, min(line["content_cents"] or 0, out.value_for_duty))


def excise(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The rate of the excise code, of the value with duty, or as rules say, and the quantity."""
    if line["excise_code"] is None:
        return 0
    rates = tables.held("excise_rates", day, excise_code=line["excise_code"])
    if not rates:
        out.unpriced.add("CAD-046")
        return 0
    charge = at_rate(rates[0], out.base("excise"), line, tables, day, out=out)
    return after_relief(charge, "excise", line, tables, day, out=out)


def gst(line: Row, tables: Tables, day: dt.date, out: Price) -> int:
    """The rate of the GST code, of the value with every other charge."""
    rates = tables.held("gst_rates", day, gst_code=line["gst_code"] or "")
    if not rates:
        out.unpriced.add("CAD-046")
        return 0
    charge = half_up(out.base("gst") * rates[0]["rate_ppm"], MILLION)
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
    if rate.get("combination") == "shortfall":
        if by_quantity > LARGEST:
            out.unpriced.add("CAD-042")
        return max(by_quantity - by_value, 0)
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
    tables: Tables,
    table: str,
    line: Row,
    day: dt.date,
    *,
    identity: tuple[str, ...],
    conditions: tuple[str, ...],
) -> list[Row]:
    """The rows for item, origin and conditions; one that names less only where none names more."""
    found: dict[tuple[object, ...], Row] = {}
    ways = [("*", line["origin_country"]), *(("*", line[name]) for name in conditions)]
    for origin, *said in product(*ways):
        for row in tables.held(table, day, tariff_item=line["tariff_item"], origin_country=origin):
            if [row[name] for name in conditions] == said:
                found[tuple(row[name] for name in identity)] = row
    return list(found.values())


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, the upper one of two that are as near."""
    whole, rest = divmod(numerator, denominator)
    return whole + (1 if 2 * rest >= denominator else 0)
