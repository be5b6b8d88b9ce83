"""Write ``config/reference/holidays.csv``: the holidays of the law, year by year.

Interpretation Act (R.S.C. 1985, c. I-21) s. 35, Holidays Act (c. H-5). Sundays are holidays too and
need no row. Of provincial and civic holidays, a selection.
"""

import calendar
import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

YEARS: Final = range(2024, 2028)
TARGET: Final = Path(__file__).resolve().parents[1] / "config" / "reference" / "holidays.csv"
LAW: Final = "Interpretation Act s. 35"
PROVINCE: Final = "Interpretation Act s. 35(1)(a), by the province's law; to be confirmed"
CIVIC: Final = "Interpretation Act s. 35(1)(b), by towns' resolutions in most; to be confirmed"

FEBRUARY: Final = {
    **dict.fromkeys(("AB", "BC", "NB", "ON", "SK"), ("Family Day", "Jour de la Famille")),
    "MB": ("Louis Riel Day", "Journée Louis Riel"),
    "NS": ("Heritage Day", "Fête du Patrimoine"),
    "PE": ("Islander Day", "Fête des Insulaires"),
}
"""By province, what the third Monday of February is."""

AUGUST: Final = {
    "AB": ("Heritage Day", "Fête du Patrimoine"),
    "BC": ("British Columbia Day", "Fête de la Colombie-Britannique"),
    "MB": ("Terry Fox Day", "Journée Terry Fox"),
    "NB": ("New Brunswick Day", "Fête du Nouveau-Brunswick"),
    "NS": ("Natal Day", "Fête de la Fondation"),
    "ON": ("Civic Holiday", "Congé civique"),
    "SK": ("Saskatchewan Day", "Fête de la Saskatchewan"),
}
"""By province, what the first Monday of August is."""

BY_STATUTE: Final = ("BC", "NB", "SK")
"""Provinces whose own law makes the first Monday of August a holiday."""

Row = tuple[dt.date, str, str, str, str]


def main(path: Path = TARGET) -> None:
    """Write the file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(
            "# Holidays of the Interpretation Act s. 35, Sundays apart. No province: everywhere.\n"
            "# Made by scripts/holidays.py. Confidence: law for Canada and, in Quebec, 24 June.\n"
            "# Other days of provinces and towns are a selection, to be confirmed.\n"
            "holiday_on,province,name_en,name_fr,source\n"
        )
        rows = sorted(row for year in YEARS for row in _of(year))
        csv.writer(stream, lineterminator="\n").writerows(rows)


def _of(year: int) -> Iterator[Row]:
    day = dt.date
    easter = _easter(year)
    canada_day = day(year, 7, 1)
    if canada_day.weekday() == calendar.SUNDAY:
        canada_day = day(year, 7, 2)
    everywhere = (
        (day(year, 1, 1), "New Year's Day", "Jour de l'An"),
        (easter - dt.timedelta(days=2), "Good Friday", "Vendredi saint"),
        (easter + dt.timedelta(days=1), "Easter Monday", "Lundi de Pâques"),
        (_monday_before(day(year, 5, 25)), "Victoria Day", "Fête de la Reine"),
        (canada_day, "Canada Day", "Fête du Canada"),
        (_nth_monday(year, 9, 1), "Labour Day", "Fête du Travail"),
        (
            day(year, 9, 30),
            "National Day for Truth and Reconciliation",
            "Journée nationale de la vérité et de la réconciliation",
        ),
        (_nth_monday(year, 10, 2), "Thanksgiving Day", "Jour d'action de grâces"),
        (day(year, 11, 11), "Remembrance Day", "Jour du Souvenir"),
        (day(year, 12, 25), "Christmas Day", "Jour de Noël"),
    )
    for on, name_en, name_fr in everywhere:
        yield on, "", name_en, name_fr, LAW
    yield day(year, 6, 24), "QC", "National Holiday", "Fête nationale du Québec", LAW
    for province, names in FEBRUARY.items():
        yield _nth_monday(year, 2, 3), province, *names, PROVINCE
    for province, names in AUGUST.items():
        source = PROVINCE if province in BY_STATUTE else CIVIC
        yield _nth_monday(year, 8, 1), province, *names, source


def _nth_monday(year: int, month: int, count: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=-first.weekday() % 7 + 7 * (count - 1))


def _monday_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday() or 7)


def _easter(year: int) -> dt.date:
    """Return Easter Sunday by the Gregorian computus (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


if __name__ == "__main__":
    main()
