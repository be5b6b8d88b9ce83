"""The tariff as of a day: items found by number or words, and all that is charged on one."""

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jobs.hub import Hub
from jobs.questions.price_words import rate_words
from ledger_sync.book.connection import Row
from ledger_sync.reference import tariff
from mappers.pricing.measures import ANY
from mappers.reference.code_lists import CodeLists
from words.charges import charge_name

SEARCH_LENGTH_MAX: Final = 100


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A tariff item as a search shows it, in force for the period that its dates bound."""

    tariff_item: str
    unit: str
    description: str
    effective_from: dt.date
    effective_to: dt.date


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some of what was found, and the number to go on after; nothing when this is the end."""

    items: tuple[Heading, ...]
    next_after: str | None


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What is charged under a code: of a treatment, an excise code, a measure or an order.

    ``origins`` are the countries that it is for; ``*`` is any, and an excise code has none.
    """

    code: str
    name: str
    words: str
    rate_ppm: int
    specific_micros: int
    specific_unit: str | None
    combination: str
    origins: tuple[str, ...]
    effective_from: dt.date
    effective_to: dt.date
    excludes_lower: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """A tariff item on a day, with every rate that may be charged on it.

    ``excise`` are all excise codes in force: which of them goods bear, the tariff does not say.
    """

    on: dt.date
    heading: Heading
    treatments: tuple[Rate, ...]
    sima: tuple[Rate, ...]
    surtax: tuple[Rate, ...]
    excise: tuple[Rate, ...]


@dataclass(frozen=True, kw_only=True)
class ExchangeRate:
    """Canadian dollars for one of a currency, in millionths, by day of direct shipment."""

    currency: str
    rate_ppm: int
    effective_from: dt.date
    effective_to: dt.date


def search(
    hub: Hub, asked: str, on: dt.date, *, language: str, after: str = "", limit: int
) -> Page:
    """Return the items whose number starts so, or whose descriptions hold every word asked.

    ``asked`` is at most SEARCH_LENGTH_MAX characters. Capitals, accents, and points or blanks in
    a number do not matter; nothing asked finds all.
    """
    prefix, words = _asked(asked[:SEARCH_LENGTH_MAX])
    with hub.book.reading() as tx:
        rows = tariff.find(tx, on, prefix=prefix, words=words, after=after, limit=limit + 1)
    items = tuple(_heading(row, language) for row in rows[:limit])
    return Page(items=items, next_after=items[-1].tariff_item if len(rows) > limit else None)


def item(hub: Hub, tariff_item: str, on: dt.date, *, language: str) -> Item | None:
    """Return an item as of a day, or None where the tariff has no such item then."""
    with hub.book.reading() as tx:
        found = tariff.item(tx, tariff_item, on)
        if found is None:
            return None
        rates = tariff.rates(tx, tariff_item, on)
        sima = tariff.sima_measures(tx, tariff_item, on)
        surtax = tariff.surtax_measures(tx, tariff_item, on)
        excise = tariff.excise_rates(tx, on)
    meaning = _Meanings(hub.rules.codes, on, language)
    return Item(
        on=on,
        heading=_heading(found, language),
        treatments=_rates(rates, "treatment", meaning.of("treatments"), language),
        sima=tuple(
            _rate(row, row["measure"], _of_exporter(row, language), language) for row in sima
        ),
        surtax=_rates(surtax, "surtax_code", meaning.of("surtax_codes"), language),
        excise=_rates(excise, "excise_code", meaning.of("excise_codes"), language),
    )


def exchange_rates(
    hub: Hub, on: dt.date, *, after: str = "", limit: int
) -> tuple[tuple[ExchangeRate, ...], str | None]:
    """Return the rates of a day in the order of currencies, and the currency to go on after."""
    with hub.book.reading() as tx:
        rows = tariff.exchange_rates(tx, on, after=after, limit=limit + 1)
    rates = tuple(ExchangeRate(**row) for row in rows[:limit])
    return rates, rates[-1].currency if len(rows) > limit else None


def fold(text: str) -> str:
    """Return a text as ``ledger_sync.reference.tariff`` searches it: no capitals, no accents."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _asked(text: str) -> tuple[str, Sequence[str]]:
    number = text.replace(".", "").replace(" ", "")
    if number.isascii() and number.isdigit():
        return number, ()
    return "", fold("".join(c for c in text if c.isprintable())).split()


class _Meanings:
    """What codes mean on a day, in a language."""

    def __init__(self, codes: CodeLists, on: dt.date, language: str) -> None:
        self._codes, self._day, self._column = codes, on.isoformat(), f"meaning_{language}"

    def of(self, name: str) -> Mapping[str, str]:
        """Return the meanings of a list by code."""
        listed = self._codes.lists[name]
        held = listed[
            (listed["effective_from"] <= self._day) & (self._day <= listed["effective_to"])
        ]
        return dict(zip(held["code"], held[self._column], strict=True))


def _heading(row: Row, language: str) -> Heading:
    return Heading(
        tariff_item=row["tariff_item"],
        unit=row["unit"],
        description=row[f"description_{language}"],
        effective_from=row["effective_from"],
        effective_to=row["effective_to"],
    )


def _of_exporter(row: Row, language: str) -> str:
    """Return what a measure is called, with the exporter where it is one's own."""
    name = charge_name(row["kind"], language)
    return name if row["exporter"] == ANY else f"{name}, {row['exporter']}"


def _rates(
    rows: Sequence[Row], code: str, meanings: Mapping[str, str], language: str
) -> tuple[Rate, ...]:
    return tuple(_rate(row, row[code], meanings.get(row[code], ""), language) for row in rows)


def _rate(row: Row, code: str, name: str, language: str) -> Rate:
    specific = row.get("specific_micros", 0), row.get("specific_unit")
    combination = row.get("combination", "sum")
    origin = (row["origin_country"],) if "origin_country" in row else ()
    return Rate(
        code=code,
        name=name,
        words=rate_words(row["rate_ppm"], *specific, combination, language),
        rate_ppm=row["rate_ppm"],
        specific_micros=specific[0],
        specific_unit=specific[1],
        combination=combination,
        origins=tuple(row.get("origins", origin)),
        effective_from=row["effective_from"],
        effective_to=row["effective_to"],
        excludes_lower=row.get("excludes_lower"),
    )
