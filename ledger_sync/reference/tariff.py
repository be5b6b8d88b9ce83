"""The tariff as of a day: found by number or words, read item by item, and paged through whole."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

EXPORTED: Final = (
    "tariff_item", "unit", "description_en", "description_fr", "treatment", "rate_ppm",
    "specific_micros", "specific_unit", "combination", "effective_from", "effective_to",
)  # fmt: skip
"""The columns of the tariff as a whole: a row for each rate of each item."""

_FOUND: Final = statement(__file__, "found_items")
"""Texts are searched without capitals and accents; ``jobs.questions.tariff`` folds alike."""

_WHOLE: Final = (
    "SELECT i.tariff_item, i.unit, i.description_en, i.description_fr, r.treatment, r.rate_ppm,"
    " r.specific_micros, r.specific_unit, r.combination, r.effective_from, r.effective_to"
    " FROM tariff_item i JOIN LATERAL (SELECT DISTINCT ON (treatment) * FROM tariff_rate t"
    "  WHERE t.tariff_item IN (i.tariff_item, '*') AND :on BETWEEN effective_from AND effective_to"
    "  ORDER BY treatment, t.tariff_item = '*') r ON true"
    " WHERE :on BETWEEN i.effective_from AND i.effective_to"
    " ORDER BY i.tariff_item, r.treatment"
)


def find(
    tx: Transaction,
    on: dt.date,
    *,
    prefix: str = "",
    words: Sequence[str] = (),
    after: str = "",
    limit: int,
) -> list[Row]:
    """Return items in force whose number starts so and whose description holds every word.

    In the order of their numbers, from the one that follows ``after``. Words are folded.
    """
    return tx.rows(_FOUND, on=on, prefix=prefix, words=list(words), after=after, limit=limit)


def item(tx: Transaction, tariff_item: str, on: dt.date) -> Row | None:
    """Return one item as it is on a day, or None."""
    return tx.row(
        "SELECT tariff_item, unit, description_en, description_fr, effective_from, effective_to"
        " FROM tariff_item WHERE tariff_item = :tariff_item"
        " AND :on BETWEEN effective_from AND effective_to",
        tariff_item=tariff_item,
        on=on,
    )


def rates(tx: Transaction, tariff_item: str, on: dt.date) -> list[Row]:
    """Return the rate of each treatment of an item, with the origins entitled to it, ``*`` any.

    A rate of any item holds for a treatment under which the item has none.
    """
    return tx.rows(
        "SELECT DISTINCT ON (treatment) treatment, rate_ppm, specific_micros, specific_unit,"
        " combination, effective_from, effective_to, ARRAY(SELECT country FROM treatment_origin o"
        "  WHERE o.treatment = r.treatment AND :on BETWEEN o.effective_from AND o.effective_to"
        "  ORDER BY country) AS origins FROM tariff_rate r"
        " WHERE tariff_item IN (:tariff_item, '*') AND :on BETWEEN effective_from AND effective_to"
        " ORDER BY treatment, tariff_item = '*'",
        tariff_item=tariff_item,
        on=on,
    )


def sima_measures(tx: Transaction, tariff_item: str, on: dt.date) -> list[Row]:
    """Return the anti-dumping and countervailing measures on an item, by origin."""
    return tx.rows(
        "SELECT origin_country, measure, kind, exporter, rate_ppm, specific_micros, specific_unit,"
        " combination, effective_from, effective_to, source FROM sima_measure"
        " WHERE tariff_item = :tariff_item AND :on BETWEEN effective_from AND effective_to"
        " ORDER BY origin_country, measure, kind, exporter",
        tariff_item=tariff_item,
        on=on,
    )


def surtax_measures(tx: Transaction, tariff_item: str, on: dt.date) -> list[Row]:
    """Return the surtax orders on an item, by origin, in the order in which they apply."""
    return tx.rows(
        "SELECT origin_country, surtax_code, treatment, melt_country, rate_ppm, rank,"
        " excludes_lower, base, content_least_ppm, in_transit_on, stays_subject, permit_exempts,"
        " effective_from, effective_to, source FROM surtax_measure"
        " WHERE tariff_item = :tariff_item AND :on BETWEEN effective_from AND effective_to"
        " ORDER BY origin_country, rank, surtax_code, treatment, melt_country",
        tariff_item=tariff_item,
        on=on,
    )


def excise_rates(tx: Transaction, on: dt.date) -> list[Row]:
    """Return what each excise code charges on a day."""
    return tx.rows(
        "SELECT excise_code, rate_ppm, specific_micros, specific_unit, combination,"
        " effective_from, effective_to, source"
        " FROM excise_rate WHERE :on BETWEEN effective_from AND effective_to ORDER BY excise_code",
        on=on,
    )


def exchange_rates(tx: Transaction, on: dt.date, *, after: str = "", limit: int) -> list[Row]:
    """Return the exchange rates of a day of direct shipment, by currency after one named."""
    return tx.rows(
        "SELECT currency, rate_ppm, effective_from, effective_to FROM exchange_rate"
        " WHERE currency > :after AND :on BETWEEN effective_from AND effective_to"
        " ORDER BY currency LIMIT :limit",
        on=on,
        after=after,
        limit=limit,
    )


def whole(tx: Transaction, on: dt.date, page: int) -> Iterator[list[tuple[Any, ...]]]:
    """Yield every rate of every item in force, in pages, in the columns of EXPORTED."""
    return tx.pages(_WHOLE, page, on=on)
