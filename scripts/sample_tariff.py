"""Write a made-up tariff of realistic size to ``config/reference/sample``; the same every time.

Headings are real, items under them are not: their numbers, units and rates are drawn by a seeded
generator. The items of ``config/reference`` itself are left alone.
"""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
REFERENCE: Final = ROOT / "config" / "reference"
SEED: Final = 20241021
ITEMS_A_HEADING: Final = 21
FIRST_DAY: Final = "2022-01-01"
MARK: Final = (
    "# Generated sample, not for real declarations: scripts/sample_tariff.py. Confidence: none."
)

AD_VALOREM: Final = (
    "0",
    "0",
    "0",
    "2.5",
    "3",
    "5",
    "6",
    "6.5",
    "7",
    "8",
    "9.5",
    "10.5",
    "12.5",
    "18",
)
GENERAL: Final = "35"
PREFERENCES: Final = ("11", "31", "33")
"""Mexico, European Union, Trans-Pacific; the United States have a rate everywhere."""
FARMED: Final = range(1, 25)
"""Chapters of agriculture and food, where amounts a unit are usual."""
METALS: Final = ("72", "73", "76")

Row = Sequence[str]

_KEPT_SURTAX: Final[Sequence[Row]] = (
    ("S2401", "8703230000", "CN", "2024-10-22", "2026-11-30", "100", "2", "false", "Sample"),
)
"""What the sample says of an item of ``config/reference``, until the day on which it ended."""


def main(folder: Path = REFERENCE / "sample") -> None:
    """Write every file to a folder."""
    folder.mkdir(exist_ok=True)
    draw = Random(SEED)  # noqa: S311 - sample data, no secrets
    taken = {row["tariff_item"] for row in _read(REFERENCE / "tariff_items.csv")}
    items = [item for item in _items(draw) if item[0] not in taken]
    rates = [rate for item in items for rate in _rates(draw, item[0], item[3])]
    _write(
        folder / "tariff_items.csv",
        "tariff_item,effective_from,effective_to,unit,description_en,description_fr",
        items,
    )
    _write(
        folder / "tariff_rates.csv",
        "tariff_item,treatment,effective_from,effective_to,rate_percent,specific_dollars,"
        "specific_unit,combination",
        rates,
    )
    _write(
        folder / "sima_measures.csv",
        "tariff_item,origin_country,effective_from,effective_to,measure,kind,rate_percent,"
        "specific_dollars,specific_unit,source",
        list(_sima_measures(draw, items)),
    )
    _write(
        folder / "surtax_measures.csv",
        "surtax_code,tariff_item,origin_country,effective_from,effective_to,rate_percent,rank,"
        "excludes_lower,source",
        [*_KEPT_SURTAX, *_surtax_measures(draw, items)],
    )


def _items(draw: Random) -> Iterator[Row]:
    """Yield items of each heading: a subheading, an item and a statistical suffix each."""
    suffixes = [f"{n:06d}" for n in range(101_000, 1_000_000, 1_010) if str(n)[1] != "0"]
    for heading in _read(Path(__file__).with_name("sample_headings.csv")):
        for number, suffix in enumerate(sorted(draw.sample(suffixes, ITEMS_A_HEADING)), start=1):
            yield (
                heading["heading"] + suffix,
                FIRST_DAY,
                "",
                heading["unit"],
                f"{heading['description_en']}: sample item {number}",
                f"{heading['description_fr']} : article d'exemple {number}",
            )


def _rates(draw: Random, item: str, unit: str) -> Iterator[Row]:
    """Yield an item's rates: Most-Favoured-Nation, General, and a few preferences."""
    base = draw.choice(AD_VALOREM)
    dollars, combination = "", ""
    if int(item[:2]) in FARMED and draw.random() < 0.3:  # noqa: PLR2004 - a share
        dollars = f"0.{draw.randrange(5, 400):04d}"
        combination = draw.choice(("sum", "greater", "lesser")) if base != "0" else "sum"
    specific = (dollars, unit if dollars else "", combination)
    yield (item, "02", FIRST_DAY, "", base, *specific)
    yield (item, "10", FIRST_DAY, "", "0", "", "", "")
    if base == "0" and not dollars:
        return
    yield (item, "03", FIRST_DAY, "", GENERAL, "", "", "")
    for treatment in PREFERENCES:
        if treatment == "33" and draw.random() < 0.2:  # noqa: PLR2004 - in stages, a share
            half = str(Decimal(base) / 2)
            yield (item, treatment, FIRST_DAY, "2024-12-31", half, "", "", "")
            yield (item, treatment, "2025-01-01", "", "0", "", "", "")
        elif draw.random() < 0.7:  # noqa: PLR2004 - a share
            yield (item, treatment, FIRST_DAY, "", "0", "", "", "")


def _sima_measures(draw: Random, items: Sequence[Row]) -> Iterator[Row]:
    """Yield anti-dumping duties, some with a countervailing duty beside them, on metals."""
    for item in _of(items, METALS)[::6]:
        origin = draw.choice(("CN", "KR", "TR", "VN"))
        rate = f"{draw.randrange(8, 180)}.{draw.randrange(10)}"
        name = f"M{item[0][:4]}"
        yield (item[0], origin, FIRST_DAY, "", name, "anti_dumping", rate, "", "", "Sample")
        if origin == "CN":
            amount = f"0.{draw.randrange(5, 90):02d}"
            unit = "KGM" if item[3] in {"KGM", "TNE"} else item[3]
            yield (
                item[0], origin, FIRST_DAY, "", name, "countervailing", "", amount, unit, "Sample",
            )  # fmt: skip


def _surtax_measures(draw: Random, items: Sequence[Row]) -> Iterator[Row]:
    """Yield orders on metals and vehicles, and a list of other goods that no other order names."""
    for item in _of(items, METALS):
        yield ("S2502", item[0], "US", "2025-03-13", "", "25", "1", "true", "Sample")
        yield ("S2401", item[0], "CN", "2024-10-22", "", "25", "2", "false", "Sample")
    for item in _of(items, ("87",)):
        yield ("S2503", item[0], "US", "2025-04-09", "", "25", "1", "true", "Sample")
        yield ("S2401", item[0], "CN", "2024-10-22", "", "100", "2", "false", "Sample")
    for item in draw.sample(list(items), 400):
        yield ("S2501", item[0], "US", "2025-03-04", "2025-08-31", "25", "3", "false", "Sample")


def _of(items: Sequence[Row], chapters: Sequence[str]) -> list[Row]:
    return [item for item in items if item[0][:2] in chapters]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def _write(path: Path, heading: str, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"{MARK}\n{heading}\n")
        csv.writer(stream, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
