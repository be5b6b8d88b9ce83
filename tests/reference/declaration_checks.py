"""The plain twin of ``mappers.checks.rulebook``: declaration by declaration, from CSV files."""

import csv
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from billing.cycle import CycleRule

Row = dict[str, Any]
Fault = tuple[str, int | None]

ORIGIN_AND_EXPORT = ("origin_country", "export_country")
CODED_OF_LINE = {
    "currency": ("currencies", "CAD-023"),
    "unit": ("units", "CAD-024"),
    "treatment": ("treatments", "CAD-027"),
    "vfd_code": ("vfd_codes", "CAD-028"),
    "tariff_code": ("tariff_codes", "CAD-029"),
    "excise_code": ("excise_codes", "CAD-030"),
    "gst_code": ("gst_codes", "CAD-031"),
    "sima_code": ("sima_codes", "CAD-032"),
    "surtax_code": ("surtax_codes", "CAD-033"),
    "special_authority": ("special_authorities", "CAD-034"),
}

ACCOUNTED = {"C", "F", "H", "M", "V", "20"}
"""Types whose rates are those of the day on which they are accounted for."""

NEEDS_RPP = {"AB", "AD", "F", "20"}
SECURITY_FROM = dt.date(2025, 5, 20)
"""Until then nobody is asked for it (SOR/86-1062 s. 16)."""
SIMA_ANSWERED_FROM = dt.date(2027, 1, 1)
"""The first day of filing on which N answers no measure."""
ACCEPTED = {"AB", "AD", "C", "F", "V", "H", "M", "10", "13", "20", "21", "TT"}
MANDATORY = {
    "C": ("cargo_control_number",),
    "10": ("warehouse",),
    "13": ("warehouse", "previous_transaction_number"),
    "20": ("warehouse", "previous_transaction_number"),
    "21": ("warehouse", "previous_transaction_number"),
}


class Twin:
    """Every table of ``config/`` as plain rows."""

    def __init__(self, config: Path, cycles: tuple[CycleRule, ...]) -> None:
        self.first_cycle = min(rule.effective_from for rule in cycles)
        sample = config / "reference" / "sample" / "codes"
        self.codes = {
            path.stem: _rows(path) + (_rows(more) if (more := sample / path.name).exists() else [])
            for path in (config / "reference" / "codes").glob("*.csv")
        }
        self.tables = {
            path.stem: _rows(path)
            for folder in ("reference", "registry")
            for path in (config / folder).glob("*.csv")
        }
        self.filers = {
            path.stem: tomllib.loads(path.read_text(encoding="utf-8")).get(
                "account_security_number"
            )
            for path in (config / "partners").glob("*.toml")
        }

    def faults(self, declaration: Row, invoices: list[Row], lines: list[Row]) -> set[Fault]:
        """Return (code, line number) of every rule that a declaration breaks, bar its totals."""
        found = {(code, None) for code in self._of_the_declaration(declaration)}
        if declaration["line_count"] != len(lines):
            found.add(("CAD-005", None))
        total = sum(line["value_for_currency_conversion_cents"] for line in lines)
        if declaration["total_value_cents"] != total:
            found.add(("CAD-014", None))
        for invoice in invoices:
            of_invoice = [x for x in lines if x["invoice_number"] == invoice["invoice_number"]]
            found |= {(code, None) for code in self._of_the_invoice(invoice, invoices, of_invoice)}
            if invoice["invoice_on"] and invoice["invoice_on"] > declaration["received_on"]:
                found.add(("CAD-063", None))
        found |= _implausible(declaration, invoices, lines)
        for place, line in enumerate(lines, start=1):
            if line["line_number"] != place:
                found.add(("CAD-015", line["line_number"]))
            if line["invoice_number"] not in {row["invoice_number"] for row in invoices}:
                found.add(("CAD-018", line["line_number"]))
            of_accounting = declaration["cad_type"] in ACCOUNTED
            rated_on = declaration["received_on" if of_accounting else "release_on"]
            filed = {**line, "received_on": declaration["received_on"]}
            codes = self._of_the_line(filed, declaration["release_on"], rated_on)
            found |= {(code, line["line_number"]) for code in codes}
        return found

    def _of_the_invoice(self, invoice: Row, invoices: list[Row], lines: list[Row]) -> set[str]:
        found = set()
        first = next(x for x in invoices if x["invoice_number"] == invoice["invoice_number"])
        if invoice["vendor_name"] != first["vendor_name"]:
            found.add("CAD-062")
        currencies = {line["currency"] for line in lines}
        total = sum(line["value_for_currency_conversion_cents"] for line in lines)
        comparable = len(currencies) == 1 and invoice["invoice_currency"] in {None, *currencies}
        if invoice["invoice_total_cents"] not in {None, total} and comparable:
            found.add("CAD-064")
        return found

    def _of_the_declaration(self, row: Row) -> set[str]:
        found = set()
        known = {
            account["bn15"]
            for account in self.tables["accounts"]
            if _holds(account, row["release_on"])
        }
        if not _is_account(row["importer"]):
            found.add("CAD-013")
        elif row["importer"] not in known:
            found.add("CAD-001")
        number = row["filer"]
        if len(number) == len("123456789RM0001"):
            number = row["transaction_number"][:5]
            if not self._names_its_number(row, number):
                found.add("CAD-094")
        if row["importer"] in known and not self._delegated(row, number):
            found.add("CAD-002")
        if not row["transaction_number"].startswith(number):
            found.add("CAD-011")
        return found | self._of_the_filing(row, known) | self._of_the_release(row)

    def _of_the_filing(self, row: Row, known: set[str]) -> set[str]:
        found = set()
        if row["function"] == "original" and row["version"] != 1:
            found.add("CAD-009")
        if row["function"] != "original":
            found.add("CAD-056")  # what is made for this twin gives no reasons
        if row["function"] != "original" and row["version"] == 1:
            found.add("CAD-049")
        asked = row["cad_type"] in NEEDS_RPP and row["release_on"] >= SECURITY_FROM
        if row["importer"] in known and asked and not self._in_rpp(row):
            found.add("CAD-057")
        if row["cad_type"] == "TT" and row["importer"] in known:
            found.add("CAD-091")  # no account of the sample is of a trusted trader
        for column in MANDATORY.get(row["cad_type"], ()):
            if row[column] is None:
                found.add("CAD-037")
        return found

    def _of_the_release(self, row: Row) -> set[str]:
        found = set()
        if row["release_on"] > row["received_on"] and row["cad_type"] != "C":
            found.add("CAD-010")
        if row["release_on"] < self.first_cycle and row["cad_type"] in ACCEPTED - {"TT"}:
            found.add("CAD-020")
        if not self._known("release_offices", row["release_office"], row["release_on"]):
            found.add("CAD-025")
        if not self._known("cad_types", row["cad_type"], row["release_on"]):
            found.add("CAD-026")
        elif row["cad_type"] not in ACCEPTED:
            found.add("CAD-058")
        return found

    def _in_rpp(self, row: Row) -> bool:
        """Whether the importer took part in release prior to payment on the release date."""
        return any(
            row["importer"] == each["bn15"]
            and each["program"] == "RPP"
            and _holds(each, row["release_on"])
            for each in self.tables["enrolments"]
        )

    def _of_the_line(self, line: Row, released_on: dt.date, rated_on: dt.date) -> set[str]:
        found = set()
        for column in ORIGIN_AND_EXPORT:
            if not self._known("countries", line[column], released_on):
                found.add("CAD-022")
        for column, (codes, code) in CODED_OF_LINE.items():
            day = line["direct_shipment_on"] if column == "currency" else released_on
            if not self._known(codes, line[column], day):
                found.add(code)
        if line["direct_shipment_on"] > released_on:
            found.add("CAD-017")
        if "CAD-023" not in found and not self._held(
            "exchange_rates", line["direct_shipment_on"], currency=line["currency"]
        ):
            found.add("CAD-006")
        found |= self._of_the_tariff(line, released_on, rated_on, found)
        found |= self._of_the_measures(line, released_on, rated_on)
        return found | self._of_the_rates(line, released_on, rated_on, found)

    def _of_the_measures(self, line: Row, day: dt.date, rated_on: dt.date) -> set[str]:
        found = set()
        measured = self._on_the_goods("sima_measures", line, rated_on)
        orders = self._on_the_goods("surtax_measures", line, rated_on)
        if measured and line["sima_code"] is None:
            found.add("CAD-035")
        if measured and line["sima_code"] == "N" and line["received_on"] >= SIMA_ANSWERED_FROM:
            found.add("CAD-095")
        if not measured and line["sima_code"] == "S" and self._known("sima_codes", "S", day):
            found.add("CAD-043")
        orders = [row for row in orders if _meets(row, line)]
        asking = [row for row in orders if not _is_exempt(row, line)]
        asked = any(_day(row["filed_from"], "1998-01-01") <= line["received_on"] for row in asking)
        if asked and line["surtax_code"] is None and line["surtax_flag"] is None:
            found.add("CAD-045")
        if line["surtax_code"] not in {None, "SX"} and line["surtax_flag"] == "N":
            found.add("CAD-076")
        if line["surtax_code"] not in {
            None,
            "SX",
            *(row["surtax_code"] for row in orders),
        } and self._known("surtax_codes", line["surtax_code"], day):
            found.add("CAD-044")
        return found

    def _of_the_rates(
        self, line: Row, released_on: dt.date, day: dt.date, found: set[str]
    ) -> set[str]:
        faults = set()
        licence = line["licence"]
        if licence and not self._held("reliefs", released_on, list="licence", code=licence):
            faults.add("CAD-061")
        gst = self._held("gst_rates", day, gst_code=line["gst_code"] or "")
        if not gst and "CAD-031" not in found:
            faults.add("CAD-046")
        excise = self._held("excise_rates", day, excise_code=line["excise_code"])
        if line["excise_code"] is not None and not excise and "CAD-030" not in found:
            faults.add("CAD-046")
        rated = self._rates(line, day)
        measured = self._on_the_goods("sima_measures", line, day)
        charged = [*rated, *excise, *(measured if line["sima_code"] == "S" else [])]
        if not found & {"CAD-016", "CAD-024"} and not all(
            self._converts(line["unit"], row.get("specific_unit"), day) for row in charged
        ):
            faults.add("CAD-041")
        return faults

    def _converts(self, unit: str, to: str | None, day: dt.date) -> bool:
        return to in {None, "", unit} or bool(
            self._held("unit_factors", day, from_unit=unit, to_unit=to)
        )

    def _on_the_goods(self, table: str, line: Row, day: dt.date) -> list[Row]:
        return [
            row
            for origin in ("*", line["origin_country"])
            for row in self._held(
                table, day, tariff_item=line["tariff_item"], origin_country=origin
            )
        ]

    def _rates(self, line: Row, day: dt.date) -> list[Row]:
        """The rates of the item under its treatment, or of any item under it."""
        for item in (line["tariff_item"], "*"):
            rows = self._held("tariff_rates", day, tariff_item=item, treatment=line["treatment"])
            if rows:
                return rows
        return []

    def _of_the_tariff(
        self, line: Row, day: dt.date, rated_on: dt.date, found: set[str]
    ) -> set[str]:
        items = self._held("tariff_items", day, tariff_item=line["tariff_item"])
        if not items:
            return {"CAD-003"}
        faults = set()
        if "CAD-024" not in found and items[0]["unit"] != line["unit"]:
            faults.add("CAD-016")
        rated = self._rates(line, rated_on)
        entitled = any(
            row["country"] in {"*", line["origin_country"]}
            for row in self._held("treatment_origins", rated_on, treatment=line["treatment"])
        )
        origin_known = self._known("countries", line["origin_country"], day)
        if "CAD-027" in found or not origin_known:
            return faults
        if all(row["treatment"] != line["treatment"] for row in self.tables["treatment_origins"]):
            faults.add("CAD-075")
        elif not (rated and entitled):
            faults.add("CAD-004")
        return faults

    def _names_its_number(self, row: Row, number: str) -> bool:
        """Whether the account that a filer is named by holds the number, on the day that counts."""
        return any(
            (held["account_security_number"], held["bn15"]) == (number, row["filer"])
            and _holds(held, _acts_on(row))
            for held in self.tables["brokers"]
        )

    def _delegated(self, row: Row, number: str) -> bool:
        return any(
            held["bn15"] == row["importer"]
            and self.filers[held["partner_id"]] == number
            and _holds(held, _acts_on(row))
            for held in self.tables["delegations"]
        )

    def _known(self, codes: str, code: str | None, day: dt.date) -> bool:
        return code is None or any(
            row["code"] == code and _holds(row, day) for row in self.codes[codes]
        )

    def _held(self, table: str, day: dt.date, **keys: str) -> list[Row]:
        return [
            row
            for row in self.tables[table]
            if all(row[name] == value for name, value in keys.items()) and _holds(row, day)
        ]


def _acts_on(row: Row) -> dt.date:
    """The day on which a filer needs its authority: of release, or on which it files a change."""
    day: dt.date = row["release_on"] if row["function"] == "original" else row["received_on"]
    return day


def _holds(row: Row, day: dt.date) -> bool:
    begun = dt.date.fromisoformat(row["effective_from"]) <= day
    return begun and (not row["effective_to"] or day <= dt.date.fromisoformat(row["effective_to"]))


def _meets(order: Row, line: Row) -> bool:
    """Whether a line says what an order asks for."""
    return all(order[name] in {"", "*", line[name]} for name in ("treatment", "melt_country"))


def _is_exempt(order: Row, line: Row) -> bool:
    """Whether a line says what puts its goods outside an order."""
    in_transit = order["in_transit_on"]
    return (
        (in_transit != "" and line["direct_shipment_on"] <= _day(in_transit))
        or (order["permit_exempts"] == "true" and line["import_permit"] is not None)
        or (
            line["tariff_code"] is not None
            and order["stays_subject"] not in {"", "*"}
            and line["tariff_code"] not in order["stays_subject"].split(" ")
        )
    )


def _day(text: str, otherwise: str = "") -> dt.date:
    return dt.date.fromisoformat(text or otherwise)


def _is_account(text: str) -> bool:
    if len(text) != 15 or text[9:11] != "RM" or not (text[:9] + text[11:]).isdigit():
        return False
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(text[:9])]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def _implausible(declaration: Row, invoices: list[Row], lines: list[Row]) -> set[Fault]:
    """Return what contradicts itself."""
    found: set[Fault] = set()
    values = [line["value_for_currency_conversion_cents"] for line in lines]
    if declaration["function"] != "withdrawal" and lines and not any(values):
        found.add(("CAD-066", None))
    if declaration["previous_transaction_number"] == declaration["transaction_number"]:
        found.add(("CAD-067", None))
    named = {line["invoice_number"] for line in lines}
    if any(invoice["invoice_number"] not in named for invoice in invoices):
        found.add(("CAD-068", None))
    for line, value in zip(lines, values, strict=True):
        if (value == 0) != (line["quantity_thousandths"] == 0):
            found.add(("CAD-065", line["line_number"]))
    return found
