"""What the goods of the made-up world owe: a few items, their rates and surtaxes, with dates.

Headings and Most-Favoured-Nation rates are those of the Customs Tariff's schedule, statistical
suffixes simplified; goods of treatment 10 (CUSMA, United States) are free. The rates that change on
1 January 2027 are made up. Surtaxes are those of the orders named, for a few goods of each.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

MOST_FAVOURED, UNITED_STATES = "02", "10"
GST_PERCENT: Final = Decimal(5)
"""Excise Tax Act s. 212, since GST_FROM."""
GST_FROM: Final = dt.date(2008, 1, 1)
_RATES_FROM: Final = dt.date(2022, 1, 1)
_NEW_YEAR: Final = dt.date(2027, 1, 1)


class Item(NamedTuple):
    """A tariff item; ``percents`` are its Most-Favoured-Nation rates, each from a day on."""

    number: str
    unit: str
    english: str
    french: str
    percents: tuple[tuple[dt.date, Decimal], ...]


class Surtax(NamedTuple):
    """A surtax of the value for duty on an item of an origin, in force from a day on."""

    code: str
    percent: Decimal
    first_on: dt.date
    source: str


class Origin(NamedTuple):
    """Where goods come from, the treatment they claim, and what they are paid in."""

    country: str
    treatment: str
    currency: str


def _item(number: str, unit: str, english: str, french: str, *percents: str) -> Item:
    days = (_RATES_FROM, _NEW_YEAR)
    dated = zip(days, map(Decimal, percents), strict=False)
    return Item(number, unit, english, french, tuple(dated))


ITEMS: Final = (
    _item("0901210000", "KGM", "Coffee, roasted", "Café torréfié", "0"),
    _item("1806320000", "KGM", "Chocolate in bars", "Chocolat en tablettes", "6"),
    _item("3304990000", "KGM", "Beauty preparations", "Produits de beauté", "6.5"),
    _item("3926909990", "KGM", "Articles of plastics", "Ouvrages en plastique", "6.5", "5.25"),
    _item("4011100000", "NMB", "Tires for passenger cars", "Pneus de voitures", "7"),
    _item("4202921000", "NMB", "Luggage of textiles", "Bagages en textiles", "11", "9.5"),
    _item("5702420000", "MTK", "Carpets, woven", "Tapis tissés", "12.5"),
    _item("6109100000", "NMB", "T-shirts of cotton", "T-shirts de coton", "18"),
    _item("6203420000", "NMB", "Trousers of cotton", "Pantalons de coton", "17"),
    _item("6402990000", "PAR", "Footwear of plastics", "Chaussures en plastique", "17.5"),
    _item("7323930000", "KGM", "Kitchen articles of steel", "Articles de cuisine en acier", "6.5"),
    _item("8413709900", "NMB", "Centrifugal pumps", "Pompes centrifuges", "0"),
    _item("8471300000", "NMB", "Portable computers", "Ordinateurs portatifs", "0"),
    _item("8516600000", "NMB", "Ovens, electric", "Fours électriques", "8"),
    _item("8703230000", "NMB", "Passenger cars", "Voitures de tourisme", "6.1"),
    _item("8712000000", "NMB", "Bicycles", "Bicyclettes", "13", "11.25"),
    _item("9403600000", "NMB", "Wooden furniture", "Meubles en bois", "9.5"),
    _item("9503000000", "NMB", "Toys", "Jouets", "0"),
)
ORIGINS: Final = (
    Origin("US", UNITED_STATES, "USD"),
    Origin("US", MOST_FAVOURED, "USD"),
    Origin("US", UNITED_STATES, "CAD"),
    Origin("CN", MOST_FAVOURED, "USD"),
    Origin("CN", MOST_FAVOURED, "CNY"),
    Origin("MX", MOST_FAVOURED, "MXN"),
    Origin("DE", MOST_FAVOURED, "EUR"),
    Origin("JP", MOST_FAVOURED, "JPY"),
)
SURTAXES: Final[Mapping[tuple[str, str], Surtax]] = {
    ("7323930000", "US"): Surtax(
        "25095A", Decimal(25), dt.date(2025, 3, 13), "SOR/2025-95 schedules 2 and 3"
    ),
    ("8703230000", "US"): Surtax(
        "25118A", Decimal(25), dt.date(2025, 4, 9), "SOR/2025-118 s. 2(1)"
    ),
    **{
        (item, "US"): Surtax(code, Decimal(percent), dt.date(2026, 9, 8), "SOR/2026-186")
        for item, code, percent in (
            ("5702420000", "26186B", 25),
            ("8516600000", "26186B", 25),
            ("6109100000", "26186C", 50),
            ("9403600000", "26186C", 50),
        )
    },
}
"""By item and origin. Cars under the United States Tariff, whose surtax leaves out what of them is
Canadian or Mexican, are not made."""
NOT_MADE: Final = ("8703230000", UNITED_STATES)

_BY_NUMBER: Final = {item.number: item for item in ITEMS}


def duty_percent(item: str, treatment: str, day: dt.date) -> Decimal:
    """Return the rate of customs duty on a day."""
    if treatment == UNITED_STATES:
        return Decimal(0)
    return [percent for first, percent in _BY_NUMBER[item].percents if first <= day][-1]


def surtax_on(item: str, origin: str, day: dt.date) -> Surtax | None:
    """Return the surtax in force on goods on a day."""
    found = SURTAXES.get((item, origin))
    return found if found is not None and found.first_on <= day else None
