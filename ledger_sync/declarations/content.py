"""What makes two declarations the same: what each says, as columns and as a digest."""

from typing import Final

from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

LINE_CONTENT = (
    "line_number, invoice_number, vendor_name, tariff_item, description, origin_country,"
    " export_country, direct_shipment_on, treatment, vfd_code, quantity_thousandths, unit,"
    " currency, value_for_currency_conversion_cents"
)
CODED = (
    "tariff_code, sima_code, sima_measure, surtax_code, excise_code, gst_code, special_authority,"
    " licence"
)
CLAIMED = "surtax_flag, melt_country, import_permit, exporter, content_cents"
"""What a line says only where it is needed: codes, and what it claims."""

_STAGED_CONTENT: Final = statement(__file__, "staged_content")


def digest_contents(tx: Transaction) -> None:
    """Make ``staged_content``: each staged declaration's digest of what it says."""
    tx.run(_STAGED_CONTENT)
