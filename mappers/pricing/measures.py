"""Which trade measures hold for lines: SIMA measures, and surtax orders by rank and condition.

A condition is a column of a measure's row; what meets it, or exempts from it, a line says.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mappers.reference.dated_table import DatedTable, day_numbers
from mappers.reference.row_keys import NONE, Always, On, Places

SUBJECT: Final = "S"
"""The SIMA code, and the surtax flag, of goods that a measure covers."""

NOT_SUBJECT: Final = "N"
"""The surtax flag of goods that no order covers."""

OUTSIDE: Final = "SX"
"""A surtax code that says the same, from before there was a flag."""

NEVER: Final = int(np.iinfo(np.int32).max)
"""The number of a day that is not to come."""

PERMITTED: Final = "under_permit"
SHIPPED: Final = "shipped_by"
"""The place among the days that a table exempts goods in transit on, NONE before the first: the
first of them on which goods of the line were on their way."""

ANY: Final = "*"

Rows = dict[str, Places]
Flags = npt.NDArray[np.bool_]

_BY_ORIGIN: Final[On] = {"tariff_item": "tariff_item", "origin_country": "origin_country"}
_BY_ANY_ORIGIN: Final[On] = {"tariff_item": "tariff_item", "origin_country": Always(ANY)}


def claims(lines: pd.DataFrame, orders: DatedTable) -> pd.DataFrame:
    """Return what orders ask of lines beside their codes: PERMITTED and SHIPPED where any asks."""
    asked = pd.DataFrame(index=lines.index)
    if "import_permit" in lines and orders.rows["permit_exempts"].any():
        asked[PERMITTED] = lines["import_permit"].notna().to_numpy()
    days = _transit_days(orders)
    if len(days):
        shipped = day_numbers(lines["direct_shipment_on"])
        asked[SHIPPED] = np.searchsorted(days, shipped, side="left")
    return asked


def sima(asked: pd.DataFrame, table: DatedTable, day: str) -> tuple[Rows, Rows]:
    """Every measure on the goods: an anti-dumping and a countervailing one may both hold."""
    pairs = _on_the_goods(asked, table, ["measure", "kind"], day, ["exporter"])
    if pairs.empty:
        return {}, {"sima_known": _known(pairs, len(asked))}
    subject = (asked["sima_code"] == SUBJECT).to_numpy(dtype=bool)
    layers = _layers("sima", pairs[subject[pairs["asked"]]], len(asked))
    return layers, {"sima_known": _known(pairs, len(asked))}


def surtax(asked: pd.DataFrame, table: DatedTable, day: str) -> tuple[Rows, Rows]:
    """The orders on the goods in rank order, down to the first that excludes those below.

    An order whose goods a line says to be exempt does not apply, and excludes none.
    """
    pairs = _on_the_goods(asked, table, ["surtax_code"], day, ["treatment", "melt_country"])
    if pairs.empty:
        never = np.full(len(asked), NEVER, dtype=np.intp)
        return {}, {"surtax_asked": never, "surtax_named": _known(pairs, len(asked))}
    code = table.places("surtax_code", asked["surtax_code"])
    named = pairs["surtax_code"].to_numpy() == code[pairs["asked"]]
    applying = pairs[~_exempt(pairs, asked, table)]
    ranked = applying.assign(
        rank=table.rows["rank"].to_numpy(dtype=np.int64)[applying["row"]],
        excludes=table.rows["excludes_lower"]
        .to_numpy(dtype=bool)[applying["row"]]
        .astype(np.int64),
    ).sort_values(["asked", "rank", "surtax_code"])
    excluded = ranked.groupby("asked")["excludes"].cumsum() - ranked["excludes"]
    ranked = ranked[(excluded == 0) & _are_subject(asked)[ranked["asked"]]]
    return _layers("surtax", ranked, len(asked)), {
        "surtax_asked": _asked_from(applying, table, len(asked)),
        "surtax_named": _known(pairs[named], len(asked)),
    }


def _are_subject(asked: pd.DataFrame) -> Flags:
    """Tell of which goods a line says that an order covers them: by a code, or by the flag."""
    code, flag = asked["surtax_code"], asked["surtax_flag"]
    said = (code.notna() & (code != OUTSIDE)) | (flag == SUBJECT)
    return np.asarray((said & (flag != NOT_SUBJECT)).to_numpy(dtype=bool))


def _on_the_goods(
    asked: pd.DataFrame,
    table: DatedTable,
    identity: Sequence[str],
    day: str,
    conditions: Sequence[str],
) -> pd.DataFrame:
    """Return ``asked, row`` and the identity of every row for the item and its origin, or any.

    ``conditions``: columns of rows that name what the line must say of it, or anything. An
    identity is the place of each value among those of the table, in order of the text. Of several
    rows of one measure the one that says most holds: the origin first, then each condition.
    """
    places, rows = zip(
        table.pairs(asked, on=_BY_ORIGIN, day=day),
        table.pairs(asked, on=_BY_ANY_ORIGIN, day=day),
        strict=True,
    )
    place, row = np.concatenate(places), np.concatenate(rows)
    met, order = np.ones(len(place), dtype=np.bool_), np.arange(len(place))
    for column in reversed(conditions):
        fits, any_fits = _meets(table, column, asked[column], place, row)
        met &= fits
        order = order[np.argsort(any_fits[order], kind="stable")]
    of_any_origin = np.repeat([False, True], [len(places[0]), len(places[1])])
    order = order[np.argsort(of_any_origin[order], kind="stable")]
    order = order[met[order]]
    place, row = place[order], row[order]
    number = place.astype(np.int64)
    for name in identity:
        of_row = table.places(name)
        number = number * (of_row.max(initial=0) + 1) + of_row[row]
    _, first = np.unique(number, return_index=True)
    place, row = place[first], row[first]
    named = {name: table.places(name)[row] for name in identity}
    return pd.DataFrame({"asked": place, "row": row, **named})


def _meets(
    table: DatedTable, column: str, said: "pd.Series[str]", place: Places, row: Places
) -> tuple[Flags, Flags]:
    """Tell of each row whether what is said is what it names, and whether it takes anything."""
    (anything,) = table.places(column, pd.Series([ANY], dtype="str"))
    named = table.places(column)[row]
    takes_any = named == anything
    return takes_any | (named == table.places(column, said)[place]), takes_any


def _exempt(pairs: pd.DataFrame, asked: pd.DataFrame, table: DatedTable) -> Flags:
    """Tell of each order whether the line says what exempts its goods from it."""
    place, row = pairs["asked"].to_numpy(), pairs["row"].to_numpy()
    rows = table.rows
    exempt = ~_stays_subject(rows["stays_subject"].iloc[row], asked["tariff_code"].iloc[place])
    if PERMITTED in asked:
        permitted = asked[PERMITTED].to_numpy(dtype=bool)[place]
        exempt |= permitted & rows["permit_exempts"].to_numpy(dtype=bool)[row]
    if SHIPPED in asked:
        of_rows = day_numbers(rows["in_transit_on"])
        ends = np.searchsorted(_transit_days(table), of_rows)
        on_the_way = asked[SHIPPED].to_numpy(dtype=np.intp)[place] <= ends[row]
        exempt |= on_the_way & rows["in_transit_on"].notna().to_numpy()[row]
    return exempt


def _stays_subject(of_rows: "pd.Series[str]", codes: "pd.Series[str]") -> Flags:
    """Tell whether goods of a number of chapter 99, or of none, stay subject to an order."""
    stays = np.ones(len(codes), dtype=np.bool_)
    at = np.flatnonzero(codes.notna() & (of_rows != ANY).to_numpy())
    stays[at] = [
        code in subject.split()
        for code, subject in zip(codes.iloc[at], of_rows.iloc[at], strict=True)
    ]
    return stays


def _transit_days(table: DatedTable) -> npt.NDArray[np.int64]:
    """Return the numbers of the days that any order exempts goods in transit on, in order."""
    return np.unique(day_numbers(table.rows["in_transit_on"].dropna()))


def _asked_from(pairs: pd.DataFrame, table: DatedTable, count: int) -> Places:
    """Return the first day of filing on which an order asks to be answered; NEVER for none."""
    days = day_numbers(table.rows["filed_from"])[pairs["row"]]
    first = np.full(count, NEVER, dtype=np.intp)
    np.minimum.at(first, pairs["asked"].to_numpy(), days)
    return first


def _layers(charge: str, pairs: pd.DataFrame, count: int) -> Rows:
    """Return the first rows of all that are asked, the second rows, and so on."""
    number = pairs.groupby("asked").cumcount().to_numpy()
    layers = {}
    for layer in range(int(number.max(initial=NONE)) + 1):
        of_layer = pairs[number == layer]
        layers[f"{charge}_{layer}"] = placed(of_layer["asked"], of_layer["row"], count)
    return layers


def _known(pairs: pd.DataFrame, count: int) -> Places:
    known = np.zeros(count, dtype=np.intp)
    known[pairs["asked"]] = 1
    return known


def placed(at: "pd.Series[int] | Places", rows: "pd.Series[int] | Places", count: int) -> Places:
    """Return ``rows`` at their places among so many, NONE at all others."""
    found = np.full(count, NONE, dtype=np.intp)
    found[at] = rows
    return found
