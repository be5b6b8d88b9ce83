"""Codes that a dated list must know: one plain function a list, all over one table."""

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from mappers.checks.batch import NO_FAULTS, Checked, faults, together
from mappers.reference.code_lists import is_known
from mappers.reference.row_keys import Always, On


@dataclass(frozen=True, kw_only=True)
class CodedElement:
    """A column whose codes a list of ``config/reference/codes`` knows, by the day of a column."""

    column: str
    table: Literal["declarations", "lines"]
    codes: str
    code: str
    day: str = "release_on"


def _of_line(column: str, codes: str, code: str, day: str = "release_on") -> CodedElement:
    return CodedElement(column=column, table="lines", codes=codes, code=code, day=day)


ORIGIN: Final = _of_line("origin_country", "countries", "CAD-022")
EXPORT: Final = _of_line("export_country", "countries", "CAD-022")
CURRENCY: Final = _of_line("currency", "currencies", "CAD-023", "direct_shipment_on")
UNIT: Final = _of_line("unit", "units", "CAD-024")
OFFICE: Final = CodedElement(
    column="release_office", table="declarations", codes="release_offices", code="CAD-025"
)
TYPE: Final = CodedElement(
    column="cad_type", table="declarations", codes="cad_types", code="CAD-026"
)
TREATMENT: Final = _of_line("treatment", "treatments", "CAD-027")
VFD: Final = _of_line("vfd_code", "vfd_codes", "CAD-028")
TARIFF_CODE: Final = _of_line("tariff_code", "tariff_codes", "CAD-029")
EXCISE: Final = _of_line("excise_code", "excise_codes", "CAD-030")
GST: Final = _of_line("gst_code", "gst_codes", "CAD-031")
SIMA: Final = _of_line("sima_code", "sima_codes", "CAD-032")
SURTAX: Final = _of_line("surtax_code", "surtax_codes", "CAD-033")
AUTHORITY: Final = _of_line("special_authority", "special_authorities", "CAD-034")

CODED: Final = (
    ORIGIN, EXPORT, CURRENCY, UNIT, OFFICE, TYPE, TREATMENT, VFD, TARIFF_CODE, EXCISE, GST, SIMA,
    SURTAX, AUTHORITY,
)  # fmt: skip


def code_is_known(checked: Checked, element: CodedElement) -> "pd.Series[bool]":
    """Tell of every row of the element's table whether its code is in force, or absent."""
    if element not in checked.known:
        rows: pd.DataFrame = getattr(checked, element.table)
        codes = checked.reference.codes.dated[element.codes]
        checked.known[element] = is_known(rows, element.column, codes, day=element.day)
    return checked.known[element]


def countries_are_known(checked: Checked) -> pd.DataFrame:
    """CAD-022. Origin and export are countries of ISO 3166-1, or XK (D17-1-10)."""
    return together([_unknown(checked, ORIGIN), _unknown(checked, EXPORT)])


def currency_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-023. The currency is of ISO 4217 and tender on the date of direct shipment."""
    return _unknown(checked, CURRENCY)


def unit_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-024. The unit is one of UN/ECE Recommendation 20 that the tariff uses, or its own."""
    return _unknown(checked, UNIT)


def release_office_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-025. The release office is in the agency's directory of offices."""
    return _unknown(checked, OFFICE)


def type_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-026. The type is one of memorandum D17-1-10."""
    return _unknown(checked, TYPE)


def treatment_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-027. The treatment is in force under the Customs Tariff."""
    return _unknown(checked, TREATMENT)


def vfd_code_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-028. The code names a relationship and a method (D17-1-10; Customs Act s. 48 to 53)."""
    return _unknown(checked, VFD)


def tariff_code_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-029. The tariff code is a provision of chapter 99 (Customs Tariff)."""
    return _unknown(checked, TARIFF_CODE)


def excise_code_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-030. The excise code is in force (Excise Tax Act; Excise Act, 2001)."""
    return _unknown(checked, EXCISE)


def gst_code_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-031. The GST code is in force (Excise Tax Act, Part IX, Division III)."""
    return _unknown(checked, GST)


def sima_code_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-032. The SIMA code says subject, under an undertaking or not subject (TCC24-144)."""
    return _unknown(checked, SIMA)


def surtax_code_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-033. The surtax or safeguard code is in force (Customs Tariff s. 53, 55, 60, 63)."""
    return _unknown(checked, SURTAX)


def special_authority_is_known(checked: Checked) -> pd.DataFrame:
    """CAD-034. The order in council is in force (Customs Tariff s. 115)."""
    return _unknown(checked, AUTHORITY)


def licence_is_in_force(checked: Checked) -> pd.DataFrame:
    """CAD-061. A duty relief licence that a line names is in force (TCC24-144; reliefs)."""
    lines = checked.lines
    given = lines["licence"].notna()
    if not given.any():
        return NO_FAULTS
    on: On = {"list": Always("licence"), "code": "licence"}
    held = checked.reference.reliefs.holds(lines, on=on, day="release_on")
    return faults(lines, "CAD-061", where=given & ~held, value="licence")


def _unknown(checked: Checked, element: CodedElement) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(checked, element.table)
    if element.column not in rows:
        return NO_FAULTS
    unknown = ~code_is_known(checked, element)
    return faults(rows, element.code, where=unknown, value=element.column)
