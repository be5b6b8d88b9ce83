"""What charges are called; kinds of items bear their names in the book (``item_kind``)."""

from collections.abc import Mapping
from typing import Final

from words.language import Words

CHARGES: Final[Mapping[str, Words]] = {
    "value_for_duty": Words("value for duty", "valeur en douane"),
    "duty": Words("customs duty", "droits de douane"),
    "sima": Words("SIMA duty", "droits de la LMSI"),
    "anti_dumping": Words("anti-dumping duty", "droits antidumping"),
    "countervailing": Words("countervailing duty", "droits compensateurs"),
    "surtax": Words("surtax", "surtaxe"),
    "excise": Words("excise", "accise"),
    "gst": Words("GST", "TPS"),
    "gst_kept": Words("GST not refunded", "TPS non remboursée"),
    "payable": Words("duties and taxes", "droits et taxes"),
}
"""By charge, or by the kind of one."""

CHARGE_HEADINGS: Final[Mapping[str, Words]] = {
    "duty": Words("Duty", "Droits"),
    "sima": Words("SIMA", "LMSI"),
    "surtax": Words("Surtax", "Surtaxe"),
    "excise": Words("Excise", "Accise"),
    "gst": Words("GST", "TPS"),
    "gst_kept": Words("GST kept", "TPS gardée"),
}
"""The columns of a statement and of a notice."""


def charge_name(charge: str, language: str) -> str:
    """Return how people call a charge, or the kind of one."""
    return CHARGES[charge].in_(language)


def charge_heading(charge: str, language: str) -> str:
    """Return what stands above a charge's column."""
    return CHARGE_HEADINGS[charge].in_(language)
