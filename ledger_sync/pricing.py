"""What lines were priced by, as the book keeps it beside them."""

import datetime as dt
from typing import Final

import pandas as pd

from ledger_sync.book import Transaction
from ledger_sync.declarations import CHARGED

CADS_PER_PAGE: Final = 20_000


def priced_lines(
    tx: Transaction, after_cad_id: int, first_on: dt.date | None, last_on: dt.date | None
) -> pd.DataFrame:
    """Return the lines of the next declarations, whole, with the terms of their bases.

    Those booked in a range of dates; lines priced before bases were kept are left out.
    """
    return tx.frame(
        "SELECT c.cad_id, l.line_number, l.value_for_currency_conversion_cents,"  # noqa: S608
        f" l.quantity_thousandths, l.value_for_duty_cents, {_OF_LINE}, b.terms,"
        " x.terms AS exchange_terms"
        " FROM (SELECT cad_id FROM cad JOIN batch USING (batch_id) WHERE cad_id > :after"
        "  AND line_count > 0 AND (CAST(:first_on AS date) IS NULL OR book_on >= :first_on)"
        "  AND (CAST(:last_on AS date) IS NULL OR book_on <= :last_on)"
        "  AND EXISTS (SELECT FROM cad_line e WHERE e.cad_id = cad.cad_id"
        "   AND e.basis_id IS NOT NULL)"
        "  ORDER BY cad_id LIMIT :page) c"
        " JOIN cad_line l USING (cad_id) JOIN basis b USING (basis_id)"
        " JOIN basis x ON x.basis_id = l.exchange_basis_id ORDER BY c.cad_id, l.line_number",
        after=after_cad_id,
        page=CADS_PER_PAGE,
        first_on=first_on,
        last_on=last_on,
    )


_OF_LINE = ", ".join(f"l.{name}" for name in CHARGED.split(", "))
