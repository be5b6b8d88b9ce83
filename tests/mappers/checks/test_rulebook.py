import datetime as dt
import inspect
import re
import tracemalloc
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.intake.snapshot import open_snapshot
from jobs.rules import read_rules
from jobs.rules.code_lists import read_code_lists
from ledger_sync.reference.reference_columns import ReferenceRefused
from mappers.checks.batch import look_up
from mappers.checks.code_checks import CODED
from mappers.checks.measure_checks import sima_code_answers_the_measure, sima_flag_is_given
from mappers.checks.rulebook import CHECKS, CHECKS_OF_CHANGES
from mappers.intake.decision import decide
from mappers.intake.many_files import received
from mappers.reference.code_lists import is_known
from mappers.reference.dated_table import DatedTable
from mappers.rules.declaration_rules import CheckDigitRule, LineLimit
from parsers.catalogue import CATALOGUE
from parsers.formats import read_file
from parsers.message_tables import MessageTables
from tests import made
from tests.reference.declaration_checks import CODED_OF_LINE, Twin

ALL = CHECKS + CHECKS_OF_CHANGES
RULES = read_rules(ROOT / "config")
REFERENCE = open_snapshot(ROOT / "config").everything
RECEIVED_ON = dt.date(2026, 11, 20)
TWIN = Twin(ROOT / "config", RULES.cycles)
DAYS = [dt.date(2015, 5, 5), dt.date(2024, 10, 20), dt.date(2024, 10, 21), dt.date(2025, 3, 13),
        dt.date(2025, 5, 19), dt.date(2025, 5, 20), dt.date(2026, 11, 3),
        RECEIVED_ON, dt.date(2026, 11, 21), dt.date(2031, 1, 1)]  # fmt: skip
VALUES = {
    "importer": ["563448984RM0001", "369975701RM0001", "123456789RM0001", "802345678RM0001",
                 "563448984RC0001", "802345673RM0001"],
    "filer": ["11234", "22345", "33456", "99999", "742856560RM0001", "760152272RM0001",
              "563448984RM0001"],
    "transaction_number": ["11234000000012", "22345000000012", "00000000000000"],
    "version": [1, 2],
    "function": ["original", "version", "withdrawal"],
    "cad_type": ["AB", "C", "TT", "ZZ"],
    "release_office": ["0497", "9999"],
    "cargo_control_number": [None, "9999CCN1"],
    "release_on": DAYS,
    "received_on": DAYS,
    "line_count": [1, 2, 3],
    "total_value_cents": [0, 100],
    "line_number": [1, 2, 9],
    "invoice_number": ["NONE"],
    "tariff_item": ["7318150000", "7323930000", "8471300000", "6109100000", "0000000000"],
    "origin_country": ["TW", "US", "CN", "RU", "XK", "ZZ"],
    "export_country": ["US", "QQ"],
    "direct_shipment_on": DAYS,
    "treatment": ["02", "03", "09", "10", "12", "34", "99"],
    "vfd_code": ["13", "29", "31"],
    "unit": ["KGM", "NMB", "TNE", "QQQ"],
    "currency": ["CAD", "USD", "BRL", "HRK", "BGN", "QQQ"],
    "tariff_code": [None, "9993", "1234"],
    "sima_code": [None, "S", "U", "N", "X"],
    "surtax_code": [None, "25095A", "25267A", "S2502", "SX", "S0"],
    "surtax_flag": [None, "S", "N"],
    "melt_country": [None, "CN", "US"],
    "import_permit": [None, "P-1"],
    "exporter": [None, "SAMPLE-1", "OTHER"],
    "excise_code": [None, "E10", "E40", "E99"],
    "gst_code": [None, "5", "51", "99"],
    "special_authority": [None, "98-1001", "0"],
    "licence": [None, "L-1001", "L-0"],
    "quantity_thousandths": [0, 1000],
    "value_for_currency_conversion_cents": [0, 100],
    "previous_transaction_number": [None, "11234000000012", "22345000000012"],
    "invoice_on": [None, *DAYS],
    "invoice_total_cents": [None, 0, 100],
    "invoice_currency": [None, "CAD", "USD", "EUR"],
    "vendor_name": ["Other"],
}  # fmt: skip
OF_DECLARATION = ["importer", "filer", "transaction_number", "version", "function", "cad_type",
                  "release_office", "cargo_control_number", "release_on", "received_on",
                  "line_count", "total_value_cents", "previous_transaction_number"]  # fmt: skip
OF_INVOICE = ["invoice_on", "invoice_total_cents", "invoice_currency", "vendor_name"]
change = st.one_of(*(
    st.tuples(st.integers(0, 5), st.just(name), st.sampled_from(values))
    for name, values in VALUES.items()
))  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> MessageTables:
    """Three good declarations of two lines."""
    path = tmp_path_factory.mktemp("good") / "good.edi"
    maker = made.maker(11)
    path.write_bytes(made.cusdec([maker.declaration(lines=2) for _ in range(3)]))
    (tables,) = read_file(path, recipient="CARMHUB", limits=RULES.limits)
    return received(tables, RECEIVED_ON)


@given(changes=st.lists(change, min_size=1, max_size=12))
def test_the_rules_find_what_their_slow_twin_finds(good: MessageTables, changes):
    """Whatever is wrong with a batch, the vectorised rules find what the plain twin finds."""
    tables = changed(good, changes)
    assert found_by_rules(tables) == found_by_twin(tables)


def test_every_rule_has_a_code_of_its_own_and_a_sentence():
    """A rule's docstring starts with its code, which the catalogue explains; no two share one."""
    codes = [re.match(r"(CAD-\d{3})\. \S", inspect.getdoc(check) or "") for check in ALL]
    named = [match.group(1) for match in codes if match]
    assert len(named) == len(ALL) == len(set(named))
    assert set(named) <= set(CATALOGUE)


def test_the_twin_knows_every_coded_column():
    """No code list is checked by the rules and not by their twin."""
    plain = set(CODED_OF_LINE) | {
        "origin_country", "export_country", "cad_type", "release_office"
    }  # fmt: skip
    assert {element.column for element in CODED} == plain


def test_every_coded_element_has_its_list():
    """Each list that a rule names is there, with texts in both languages and no empty code."""
    for element in CODED:
        rows = RULES.codes.lists[element.codes]
        assert rows[["code", "effective_from", "meaning_en", "meaning_fr"]].notna().all().all()


def test_a_code_is_known_on_its_first_and_last_day_and_on_no_other():
    """A code's period holds both its ends."""
    codes = pd.DataFrame(
        {"code": ["A"], "effective_from": ["2020-01-01"], "effective_to": ["2020-12-31"]}
    )
    days = ["2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01"]
    rows = pd.DataFrame({"given": ["A"] * 4, "day": pd.to_datetime(days)}, index=[7, 3, 9, 1])
    known = is_known(rows, "given", DatedTable(codes), day="day")
    assert known.to_dict() == {7: False, 3: True, 9: True, 1: False}


def test_overlapping_periods_of_a_list_are_refused(tmp_path):
    """A list in which one code holds twice on one day is not read."""
    folder = tmp_path / "reference" / "codes"
    folder.mkdir(parents=True)
    head = "code,effective_from,effective_to\n"
    (folder / "units.csv").write_text(head + "KGM,2020-01-01,\nKGM,2021-01-01,\n")
    assert len(read_code_lists(tmp_path).lists["units"]) == 2
    (folder / "units.csv").write_text(head + "KGM,2020-01-01,2022-01-01\nKGM,2021-01-01,\n")
    with pytest.raises(ReferenceRefused, match="overlap"):
        read_code_lists(tmp_path)


def test_the_check_digit_is_off_until_a_rule_turns_it_on(good: MessageTables):
    """A wrong last digit passes by the rules in force, and is found from the day of a new rule."""
    numbers = good.declarations["transaction_number"]
    wrong = good.declarations.assign(transaction_number=numbers.str[:5] + "000000012")
    tables = replace(good, declarations=wrong)
    assert found_by_rules(tables) == set()
    for day, found in ((dt.date(2026, 1, 1), {"CAD-021"}), (dt.date(2027, 1, 1), set())):
        digits = (*RULES.declarations.check_digits, CheckDigitRule(day, "luhn"))
        rules = replace(RULES.declarations, check_digits=digits)
        assert {code for _, code, _ in found_by_rules(tables, rules)} == found


def test_99999_lines_are_checked_in_bounded_memory(good: MessageTables):
    """A declaration of 99,999 lines passes, in memory of a few hundred bytes a line and rule."""
    tables = of_lines(good, 99_999)
    tracemalloc.start()
    try:
        decision = decide(tables, REFERENCE, RULES.declarations)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert set(decision.findings["severity"]) <= {"warning"}
    assert (decision.cad_lines["message"] == 0).sum() == 99_999
    assert peak < 100 * 2**20


def test_one_line_more_is_refused(good: MessageTables):
    """Line 100,000 costs its declaration, and no other."""
    limit = (LineLimit(dt.date(2024, 10, 21), 2),)
    tables = of_lines(good, 3)
    found = found_by_rules(tables, replace(RULES.declarations, line_limits=limit))
    assert found == {(0, "CAD-036", None)}
    assert RULES.declarations.line_limits[-1].lines_max == 99_999


def of_lines(good: MessageTables, count: int) -> MessageTables:
    """Return the first declaration with its first line repeated, totals mended; and the others."""
    first = good.lines[good.lines["message"] == 0].head(1)
    lines = first.take([0] * count).reset_index(drop=True)
    lines["line_number"] = pd.Series(range(1, count + 1), dtype="Int64")
    declarations = good.declarations.copy()
    declarations.loc[0, "line_count"] = count
    declarations.loc[0, "total_value_cents"] = lines["value_for_currency_conversion_cents"].sum()
    others = good.lines[good.lines["message"] != 0]
    return replace(
        good,
        declarations=declarations,
        lines=pd.concat([lines, others], ignore_index=True),
        charges=good.charges.head(0),
    )


def changed(good: MessageTables, changes) -> MessageTables:
    declarations, lines = good.declarations.copy(), good.lines.copy()
    twice = pd.concat([good.invoices, good.invoices.head(1)], ignore_index=True)
    for place, name, value in changes:
        table = lines
        if name in OF_DECLARATION + OF_INVOICE:
            table = declarations if name in OF_DECLARATION else twice
        day = pd.Timestamp(value) if isinstance(value, dt.date) else value
        table.loc[place % len(table), name] = day
    return replace(good, declarations=declarations, lines=lines, invoices=twice)


def found_by_rules(tables: MessageTables, rules=RULES.declarations):
    checked = look_up(tables, REFERENCE, rules)
    found = pd.concat([check(checked) for check in ALL], ignore_index=True)
    return {
        (int(row.message), row.code, None if pd.isna(row.line_number) else int(row.line_number))
        for row in found.itertuples()
    }


def found_by_twin(tables: MessageTables):
    rows = {name: plain(getattr(tables, name)) for name in ("declarations", "invoices", "lines")}
    return {
        (declaration["message"], code, line)
        for declaration in rows["declarations"]
        for code, line in TWIN.faults(
            declaration,
            [row for row in rows["invoices"] if row["message"] == declaration["message"]],
            [row for row in rows["lines"] if row["message"] == declaration["message"]],
        )
    }


def plain(frame: pd.DataFrame):
    def value(cell):
        if isinstance(cell, pd.Timestamp):
            return cell.date()
        return None if pd.isna(cell) else cell

    return [{k: value(v) for k, v in row.items()} for row in frame.to_dict("records")]


def test_findings_are_told_once(good: MessageTables):
    """One fault in one place gives one finding of its code."""
    lines = good.lines.copy()
    lines.loc[0, "unit"] = "QQQ"
    decision = decide(replace(good, lines=lines), REFERENCE, RULES.declarations)
    assert Counter(decision.findings["code"]) == {"CAD-024": 1}


@pytest.mark.parametrize(
    ("item", "origin", "day", "needed"),
    [
        ("7318150000", "TW", "2026-10-31", False),
        ("7318150000", "TW", "2026-11-01", True),
        ("7318150000", "TW", "2026-11-05", True),
        ("7318150000", "TW", "2026-11-06", False),
        ("7318150000", "JP", "2026-11-03", False),
        ("6109100000", "JP", "2026-11-03", True),
        ("8471300000", "TW", "2026-11-03", False),
    ],
)
def test_a_flag_is_needed_while_a_measure_is_in_force(
    good: MessageTables, item: str, origin: str, day: str, needed
):
    """The flag is asked for on every day of a measure, for its origin, or any where it says *."""
    measures = pd.DataFrame(
        {
            "tariff_item": ["7318150000", "7318150000", "6109100000"],
            "origin_country": ["TW", "TW", "*"],
            "effective_from": ["2026-11-01"] * 3,
            "effective_to": ["2026-11-05", "2026-11-04", "9999-12-31"],
            "measure": ["A", "B", "C"],
            "kind": ["anti_dumping"] * 3,
            "exporter": ["*"] * 3,
            "combination": ["sum"] * 3,
            "rate_ppm": [100_000] * 3,
            "specific_micros": [0] * 3,
            "specific_unit": [None] * 3,
        }
    )
    reference = replace(REFERENCE, sima_measures=DatedTable(measures))
    lines = good.lines[good.lines["message"] == 0].copy()
    lines.iloc[0, lines.columns.get_loc("tariff_item")] = item
    lines.iloc[0, lines.columns.get_loc("origin_country")] = origin
    declarations = good.declarations.head(1).assign(release_on=pd.Timestamp(day))
    tables = replace(good, declarations=declarations, lines=lines)
    checked = look_up(tables, reference, RULES.declarations)
    found = sima_flag_is_given(checked)
    assert (found["line_number"] == 1).sum() == needed
    said = replace(checked, lines=checked.lines.assign(sima_code="U"))
    assert sima_flag_is_given(said).empty


@pytest.mark.parametrize(("item", "origin"), [("7318150000", "TW"), ("6109100000", "TW")])
@pytest.mark.parametrize(
    ("filed_on", "refused"), [("2026-12-31", set()), ("2027-01-01", {"N"})]
)  # fmt: skip
def test_what_answers_a_measure_is_asked_from_a_day_of_filing(
    good: MessageTables, item: str, origin: str, filed_on: str, refused: set[str]
):
    """From 2027 on S and U answer a measure, and N only says that there is none."""
    lines = good.lines.assign(tariff_item=item, origin_country=origin)
    tables = replace(
        good,
        declarations=good.declarations.assign(
            release_on=pd.Timestamp("2026-12-29"), received_on=pd.Timestamp(filed_on)
        ),
        lines=lines,
    )
    under_a_measure = item == "7318150000"
    for code in ("S", "U", "N"):
        said = replace(tables, lines=lines.assign(sima_code=pd.Series(code, lines.index, "str")))
        found = sima_code_answers_the_measure(look_up(said, REFERENCE, RULES.declarations))
        assert found.empty != (under_a_measure and code in refused)
