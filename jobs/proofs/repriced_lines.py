"""Every line priced again from what it bears: the proof that each amount explains itself."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ledger.charges import CHARGES, price_lines
from ledger_sync.book.connection import Book
from ledger_sync.declarations import priced_lines
from ledger_sync.proofs.proving import BREACHES_SHOWN, Progress, Result, Scope
from mappers.pricing.terms import schedule_of, terms_of

EXPLAINED = (
    "explained",
    "Every line's value for duty and charges are what the terms it bears compute, to the cent.",
)
_AMOUNTS = ["value_for_duty_cents", *(f"{charge}_cents" for charge in CHARGES)]


def proof(book: Book, scope: Scope, progress: Progress) -> Result:
    """Price the lines of a scope again, some batches' lines at a time, and compare."""
    rows, breaches = 0, list[dict[str, object]]()
    for lines in _lines(book, scope):
        progress("prices", rows, 0)
        rows += len(lines)
        for cad_id, line_number in _differing(lines).itertuples(index=False, name=None):
            if len(breaches) < BREACHES_SHOWN:
                breaches.append({"cad_id": cad_id, "line_number": line_number})
    return Result(*EXPLAINED, rows, tuple(breaches))


def _lines(book: Book, scope: Scope) -> Iterator[pd.DataFrame]:
    after = 0
    while True:
        with book.transaction() as tx:
            lines = priced_lines.priced_lines(tx, after, scope.first_on, scope.last_on)
        if lines.empty:
            return
        after = int(lines["cad_id"].max())
        yield lines


def _differing(lines: pd.DataFrame) -> pd.DataFrame:
    """Return ``cad_id, line_number`` of the lines that come out otherwise."""
    of_line, texts = pd.factorize(lines["terms"])
    of_exchange, exchange_texts = pd.factorize(lines["exchange_terms"])
    rates = np.array(
        [terms_of(text)["exchange"]["rate_ppm"] for text in exchange_texts], dtype=np.int64
    )
    priced = price_lines(
        lines[["value_for_currency_conversion_cents", "quantity_thousandths"]]
        .astype("int64")
        .assign(
            basis=of_line,
            exchange_rate_ppm=rates[of_exchange],
            content_cents=lines["content_cents"],
        ),
        schedule_of([terms_of(text) for text in texts]),
    )
    same = (priced[_AMOUNTS].to_numpy() == lines[_AMOUNTS].to_numpy(dtype=np.int64)).all(axis=1)
    differing: pd.DataFrame = lines[~(same & ~priced["too_large"].to_numpy())]
    return differing[["cad_id", "line_number"]]
