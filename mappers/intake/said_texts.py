"""What declarations and payments say, as texts that the book gives alike: a proof compares them."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mappers.filing.named_filers import by_number
from mappers.reference.row_keys import RowKeys

BETWEEN, ABSENT = "\x1f", "\x1e"
"""What stands between two values, and for a value that is not given: no text of a file has them."""

HEAD_CONTENT: Final = (
    "cad_type", "importer", "filer", "release_on", "release_office", "cargo_control_number",
    "warehouse", "previous_transaction_number",
)  # fmt: skip
LINE_CONTENT: Final = (
    "line_number", "invoice_number", "vendor_name", "tariff_item", "description",
    "origin_country", "export_country", "direct_shipment_on", "treatment", "vfd_code",
    "quantity_thousandths", "unit", "currency", "value_for_currency_conversion_cents",
    "tariff_code", "sima_code", "sima_measure", "surtax_code", "excise_code", "gst_code",
    "special_authority", "licence", "surtax_flag", "melt_country", "import_permit", "exporter",
    "content_cents",
)  # fmt: skip
"""What makes two declarations the same; a withdrawal is the same as no other version."""

HEAD_KEPT: Final = (
    "transaction_number", "version", *HEAD_CONTENT, "line_count", "total_value_cents",
)  # fmt: skip
"""What the book keeps of a declaration as it was filed, its lines apart."""
REASON_KEPT: Final = ("position", "reason_code", "remark")
"""What it keeps of each reason of a new version."""


def with_vendors(lines: pd.DataFrame, invoices: pd.DataFrame) -> pd.DataFrame:
    """Return lines with the ``vendor_name`` of their invoices."""
    place = RowKeys(invoices, ("message", "invoice_number")).first(lines)
    return lines.assign(vendor_name=invoices["vendor_name"].array.take(place, allow_fill=True))


def texts(rows: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Return each row as one text of the columns; a date as the book writes it."""
    joined = pc.binary_join_element_wise(
        *(_as_text(rows[name]) for name in columns),
        pa.scalar(BETWEEN, pa.large_string()),
        null_handling="replace",
        null_replacement=ABSENT,
    )
    written: list[str] = joined.to_pylist()
    return written


def said_of(
    declarations: pd.DataFrame,
    reasons: pd.DataFrame,
    lines: pd.DataFrame,
    payments: pd.DataFrame,
) -> dict[int, int]:
    """Return a number by message of all that it says, as far as the book keeps it.

    ``lines`` have ``vendor_name``. The number is ``number_of`` a declaration's head, its reasons
    and its lines, each in the order of their numbers, or of the sum that an entry pays in cents.
    """
    declarations = by_number(declarations)  # as the book keeps filers
    heads = zip(declarations["message"].tolist(), texts(declarations, HEAD_KEPT), strict=True)
    said = {message: [head] for message, head in heads}
    for rows, number, columns in (
        (reasons, "position", REASON_KEPT),
        (lines, "line_number", LINE_CONTENT),
    ):
        inorder = rows.sort_values(["message", number], kind="stable")
        for message, text in zip(inorder["message"].tolist(), texts(inorder, columns), strict=True):
            said[message].append(text)
    paid = payments.groupby("message")["amount_cents"].sum()
    said |= {message: [str(cents)] for message, cents in zip(paid.index, paid, strict=True)}
    return {message: number_of("\n".join(parts)) for message, parts in said.items()}


def number_of(text: str) -> int:
    """Return the first 64 bits of the SHA-256 of a text, signed."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)


def _as_text(column: "pd.Series[str]") -> pa.Array:
    values = pa.array(column, from_pandas=True)
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.date32())
    return pc.cast(values, pa.large_string())
