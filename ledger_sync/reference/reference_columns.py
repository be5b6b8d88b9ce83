"""The tables of partners and reference data: their columns, and why data is refused."""

from collections.abc import Mapping
from typing import Final

TABLES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "partner": (
        ("partner_id",),
        (
            "name",
            "kind",
            "language",
            "sender_identification",
            "account_security_number",
            "messages",
            "acknowledgement",
            "amounts",
            "numbered",
        ),
    ),
    "tariff_item": (
        ("tariff_item", "effective_from"),
        ("effective_to", "unit", "description_en", "description_fr"),
    ),
    "tariff_rate": (
        ("tariff_item", "treatment", "effective_from"),
        ("effective_to", "rate_ppm", "specific_micros", "specific_unit", "combination"),
    ),
    "treatment_origin": (("treatment", "country", "effective_from"), ("effective_to",)),
    "exchange_rate": (("currency", "effective_from"), ("effective_to", "rate_ppm")),
    "gst_rate": (("gst_code", "effective_from"), ("effective_to", "rate_ppm", "source")),
    "excise_rate": (
        ("excise_code", "effective_from"),
        ("effective_to", "rate_ppm", "specific_micros", "specific_unit", "combination", "source"),
    ),
    "sima_measure": (
        ("tariff_item", "origin_country", "measure", "kind", "exporter", "effective_from"),
        ("effective_to", "rate_ppm", "specific_micros", "specific_unit", "combination", "source"),
    ),
    "surtax_measure": (
        (
            *("surtax_code", "tariff_item", "origin_country", "treatment", "melt_country"),
            "effective_from",
        ),
        (
            *("effective_to", "rate_ppm", "rank", "excludes_lower", "base", "content_least_ppm"),
            *("in_transit_on", "stays_subject", "permit_exempts", "filed_from", "source"),
        ),
    ),
    "relief": (
        ("list", "code", "charge", "effective_from"),
        ("effective_to", "remitted_ppm", "source"),
    ),
    "unit_factor": (
        ("from_unit", "to_unit", "effective_from"),
        ("effective_to", "factor_ppm", "source"),
    ),
    "holiday": (("holiday_on", "province"), ("name_en", "name_fr", "source")),
    "due_override": (("program", "rule_on"), ("due_on", "source")),
    "prescribed_rate": (("effective_from",), ("effective_to", "rate_ppm", "source")),
    "waiver": (("kind", "effective_from"), ("effective_to", "source")),
}
"""Of a table: key columns, other columns. Frames carry exactly these, in ISO text for dates."""

ADDED: Final[Mapping[str, Mapping[str, object]]] = {
    "sima_measure": {"exporter": "*", "combination": "sum"},
    "surtax_measure": {
        "treatment": "*",
        "melt_country": "*",
        "base": "",
        "content_least_ppm": 0,
        "in_transit_on": None,
        "stays_subject": "*",
        "permit_exempts": False,
        "filed_from": "1998-01-01",
    },
}
"""Columns that a table has since some of its versions were recorded, and what those say by it."""


class ReferenceRefused(Exception):
    """The reference data cannot be loaded as it is; the text says why. Nothing was changed."""
