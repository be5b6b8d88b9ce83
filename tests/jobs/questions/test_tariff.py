"""The tariff look-up and its exports, as of a day, against the sample tariff."""

import csv
import datetime as dt
import io
import json

import pandas as pd
import pytest

from jobs.hub import Hub
from jobs.questions import tariff, tariff_export
from ledger_sync.reference import tariff as found_tariff
from ledger_sync.statement_files import statement

NBSP = "\N{NO-BREAK SPACE}"
ORANGES = "0805100010"
HORSES = "0101477730"
"""A sample item whose rate under treatment 33 changed on 2025-01-01."""
TODAY = dt.date(2026, 11, 20)


def numbers(page: tariff.Page) -> list[str]:
    return [item.tariff_item for item in page.items]


@pytest.mark.parametrize(
    "asked", ["oranges", "Oranges FRAÎCHES", "fraiches oranges", "0805.10.00.10", "0805 10"]
)
def test_an_item_is_found_by_words_or_number(hub: Hub, asked: str):
    """By its description in either language, accents and capitals apart, or by its number."""
    found = tariff.search(hub, asked, TODAY, language="en", limit=50)
    assert ORANGES in numbers(found) and all(n[:4] == "0805" for n in numbers(found))


@pytest.mark.parametrize(
    "asked", ["%", "_range", "oranges'; --", "\\", "\0\ud800xqz", "nothing like it"]
)
def test_a_search_takes_words_as_they_are(hub: Hub, asked: str):
    """No sign has a meaning of its own in a search."""
    assert tariff.search(hub, asked, TODAY, language="en", limit=50).items == ()


FOLDED = r"regexp_replace(normalize(lower({}), NFD), '[\u0300-\u036f]', '', 'g')"


def test_texts_are_folded_alike_here_and_there(hub: Hub):
    """What is asked loses its accents and capitals just as every description does."""
    asked = "".join(statement(found_tariff.__file__, "found_items").split())
    for column in ("description_en", "description_fr"):
        assert "".join(FOLDED.format(column).split()) in asked
    with hub.book.reading() as tx:
        folded = tx.rows(
            f"SELECT DISTINCT description_fr AS text, {FOLDED.format('description_fr')} AS folded"
            " FROM tariff_item UNION SELECT DISTINCT description_en,"
            f" {FOLDED.format('description_en')} FROM tariff_item"
        )
    assert len(folded) > 8_000
    assert [row for row in folded if tariff.fold(row["text"]) != row["folded"]] == []


def test_pages_are_the_whole_in_order(hub: Hub):
    """Page after page gives every item once, in the order of the numbers, and then ends."""
    whole = tariff.search(hub, "01", TODAY, language="en", limit=500)
    assert whole.next_after is None and len(whole.items) > 10
    paged, after = [], ""
    while after is not None:
        page = tariff.search(hub, "01", TODAY, language="en", after=after, limit=7)
        assert len(page.items) <= 7
        paged += numbers(page)
        after = page.next_after
    assert paged == numbers(whole) == sorted(set(paged))


@pytest.mark.parametrize(
    ("on", "ppm", "words"),
    [(dt.date(2024, 12, 31), 25_000, "2.5%"), (dt.date(2025, 1, 1), 0, "free")],
)
def test_a_rate_is_that_of_the_day(hub: Hub, on: dt.date, ppm: int, words: str):
    """The day before a change of the tariff has the old rate, the day of the change the new one."""
    found = tariff.item(hub, HORSES, on, language="en")
    (rate,) = [rate for rate in found.treatments if rate.code == "33"]
    assert (rate.rate_ppm, rate.words) == (ppm, words)
    assert rate.effective_from <= on <= rate.effective_to


def test_an_item_tells_all_that_may_be_charged(hub: Hub):
    """Treatments with their origins, measures and orders by origin, excise codes; in a language."""
    found = tariff.item(hub, "7318150000", TODAY, language="fr")
    by_code = {rate.code: rate for rate in found.treatments}
    assert "TW" in by_code["02"].origins and "RU" not in by_code["02"].origins
    assert by_code["10"].origins == ("US",)
    assert (by_code["03"].rate_ppm, by_code["03"].origins) == (350_000, ("*",))
    assert by_code["02"].name == "Nation la plus favorisée"
    assert [(m.code, m.name, m.words, m.origins) for m in found.sima] == [
        ("CF", "droits antidumping", f"32,1{NBSP}%", ("TW",)),
        (
            "CF",
            "droits antidumping, SAMPLE-1",
            f"ce qui manque à 100{NBSP}% de la valeur pour atteindre 2,40{NBSP}$/KGM",
            ("TW",),
        ),
        ("CF", "droits compensateurs", f"1,25{NBSP}$/KGM", ("TW",)),
    ]
    surtax = {(m.code, m.origins, m.excludes_lower) for m in found.surtax}
    assert surtax == {("25095A", ("US",), True), ("25267A", ("*",), True)}
    assert {"E10", "E40"} <= {rate.code for rate in found.excise}


def test_before_an_item_there_is_none(hub: Hub):
    """An item is not there before its first day, and a number that is none never is."""
    assert tariff.item(hub, ORANGES, dt.date(2021, 12, 31), language="en") is None
    assert tariff.item(hub, "9999999999", TODAY, language="en") is None


def test_exchange_rates_are_paged_by_currency(hub: Hub):
    """Rates of a day in the order of currencies, in pages; none before the first."""
    rates, after = tariff.exchange_rates(hub, TODAY, limit=4)
    rest, end = tariff.exchange_rates(hub, TODAY, after=after, limit=4)
    found = [rate.currency for rate in (*rates, *rest)]
    assert found == ["CAD", "CNY", "EUR", "JPY", "MXN", "USD"] and end is None
    only_cad, _ = tariff.exchange_rates(hub, dt.date(2000, 1, 1), limit=9)
    assert [rate.currency for rate in only_cad] == ["CAD"]


def test_the_exports_are_the_book(hub: Hub):
    """CSV, JSON and Parquet hold every rate in force on the day, each once, and nothing else.

    An item without a rate of its own under a treatment has that of any item.
    """
    with hub.book.transaction() as tx:
        held = tx.rows(
            "SELECT tariff_item, treatment, rate_ppm, specific_micros FROM tariff_rate"
            " WHERE :on BETWEEN effective_from AND effective_to",
            on=TODAY,
        )
    rates = {tuple(row.values())[:2]: tuple(row.values())[2:] for row in held}
    of_any = {key: rate for key, rate in rates.items() if key[0] == "*"}
    for item in {item for item, _ in rates} - {"*"}:
        for (_, treatment), rate in of_any.items():
            rates.setdefault((item, treatment), rate)
    expected = sorted((*key, *rate) for key, rate in rates.items() if key[0] != "*")
    streams = {kind: io.BytesIO() for kind in ("csv", "json", "parquet")}
    for kind, stream in streams.items():
        assert tariff_export.write(hub, kind, TODAY, stream) == len(expected)
    frame = pd.read_parquet(streams["parquet"])
    columns = ["tariff_item", "treatment", "rate_ppm", "specific_micros"]
    assert list(frame[columns].itertuples(index=False, name=None)) == expected
    assert frame["effective_from"].iloc[0] <= TODAY
    rows = json.loads(streams["json"].getvalue())
    assert [tuple(row[name] for name in columns) for row in rows] == expected
    text = csv.DictReader(io.StringIO(streams["csv"].getvalue().decode()))
    assert [(r["tariff_item"], r["treatment"], int(r["rate_ppm"])) for r in text] == [
        row[:3] for row in expected
    ]


def test_an_export_of_a_day_before_the_tariff_is_empty(hub: Hub):
    """A day without a tariff gives files without rows that are files all the same."""
    for kind in ("csv", "json", "parquet"):
        stream = io.BytesIO()
        assert tariff_export.write(hub, kind, dt.date(1990, 1, 1), stream) == 0
        if kind == "parquet":
            assert pd.read_parquet(stream).empty
        if kind == "json":
            assert json.loads(stream.getvalue()) == []
