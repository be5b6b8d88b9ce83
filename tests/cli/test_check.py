import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner

from cli.intake.excerpts import excerpt
from cli.main import app
from jobs.hub.settings import ROOT
from jobs.intake import check_files, decisions
from jobs.intake.snapshot import open_snapshot
from mappers.intake.decision import OPTIONAL
from parsers.catalogue import CATALOGUE
from parsers.conversions import FUNCTIONS
from parsers.element_columns import COLUMNS, element_of
from parsers.findings import FINDING_COLUMNS, describe
from parsers.message_tables import DECLARATION, LINE, MessageTables
from parsers.place_finder import Place, Places, open_places
from parsers.places import in_xml
from parsers.places.finding_places import FindingPlaces
from parsers.places.in_edifact import EdifactPlaces
from parsers.places.in_text import TextPlaces
from parsers.places.in_xml import XmlPlaces
from tests import made
from tests.profiles import examples

REJECTED = Path(__file__).parents[1] / "rejected"
INPUTS = sorted(REJECTED.glob("*/input.*"))
GOOD_EDI = made.cusdec([made.maker(7).declaration(lines=2)])
GOOD_XML = made.cad_xml([made.maker(7).declaration(lines=2)])
MADE = sorted(({*DECLARATION, *LINE} & set(COLUMNS) - OPTIONAL) | {"cargo_control_number"})
"""Columns that the declarations made here fill."""
runner = CliRunner()


def run(*arguments: object):
    return runner.invoke(app, ["check", *map(str, arguments)])


def findings(*arguments: object) -> list[dict[str, object]]:
    reports = [json.loads(line) for line in run(*arguments, "--json").output.splitlines()]
    return [finding for report in reports for finding in report["findings"]]


@pytest.mark.parametrize(("code", "marked"), [
    ("CAD-003", "9999999999"), ("CAD-005", "7"), ("CAD-010", "20271114"), ("CAD-011", None),
    ("CAD-013", "123456789RM0001"), ("CAD-022", "ZZ"), ("CAD-023", "QQQ"), ("CAD-024", "ZZZ"),
    ("CAD-025", "9999"), ("CAD-027", "99"), ("CAD-028", "31"), ("EDI-002", None),
    ("EDI-004", None), ("EDI-014", "\N{LATIN SMALL LETTER U WITH DIAERESIS}"),
    ("VAL-002", "12O.00"), ("XML-013", "ZZ"),
])  # fmt: skip
def test_the_bytes_at_fault_are_marked(code: str, marked: str | None):
    """The marked bytes are the value itself, not the declaration or the segment it stands in."""
    (path,) = (REJECTED / code).glob("input.*")
    found = next(f for f in findings(path) if f["code"] == code)
    own = path.read_bytes()[found["marked_from"] : found["marked_to"]]
    assert 0 < len(own) < 40
    assert marked is None or own.decode("latin-1") == marked == found["marked"]


@pytest.mark.parametrize(
    ("content", "kind"), [(GOOD_EDI, EdifactPlaces), (GOOD_XML, XmlPlaces)], ids=["edifact", "xml"]
)
@pytest.mark.parametrize("column", MADE)
def test_every_column_is_found_again(
    tmp_path: Path, content: bytes, kind: type[FindingPlaces], column: str
):
    """What a rule says of a column of line 2, or of the declaration, marks that value's bytes."""
    path = tmp_path / "file"
    path.write_bytes(content)
    snapshot = open_snapshot(ROOT / "config")
    (tables,) = check_files.check(path, snapshot, made.PREPARED_AT.date())
    row = (tables.lines if column in LINE else tables.declarations).iloc[-1]
    found = dict.fromkeys(FINDING_COLUMNS) | {
        "code": "CAD-037", "byte_from": int(row["byte_from"]), "byte_to": int(row["byte_to"]),
        "message": 0, "element": element_of(column), "value": "no such value",
        "line_number": int(row["line_number"]) if column in LINE else None,
    }  # fmt: skip
    place = Places(content, kind).place(found)
    text = content[place.byte_from : place.byte_to].decode("latin-1")
    digits, expected = re.sub(r"\D", "", text), re.sub(r"\D", "", str(row[column])[:10])
    if column in {"release_on", "direct_shipment_on"}:
        assert digits == expected
    elif column == "function":
        assert FUNCTIONS[text] == row[column]
    elif column.endswith(("_cents", "_thousandths")):
        scale = 100 if column.endswith("_cents") else 1000
        assert round(float(text) * scale) == row[column]
    else:
        assert text.replace("?", "") == str(row[column])


def test_a_terminal_shows_code_place_bytes_and_remedy():
    """As text: code and sentence, place in the trade's words, the bytes underlined, the remedy."""
    lines = run(REJECTED / "CAD-022" / "input.edi").output.splitlines()
    at = next(n for n, line in enumerate(lines) if "LOC+27+ZZ" in line)
    assert lines[at - 2].startswith("  error CAD-022  Country")
    assert "byte 403, line 17, column 8" in lines[at - 1]
    assert "commodity line 1, country of origin" in lines[at - 1]
    assert lines[at + 1].index("^^") == lines[at].index("ZZ")
    assert lines[at + 2].strip().startswith("→ Send the two-letter code")
    assert "rejected: errors 1, messages 1, of which rejected 1" in lines[at + 3]


def test_french_is_french_throughout():
    """In French no word of the frame is English, and every finding has its French sentence."""
    output = run(REJECTED / "CAD-022", REJECTED / "CAD-012", "-l", "fr").output
    for english in ("error ", "warning ", "accepted", "rejected:", "byte ", "commodity", "which"):
        assert english not in output.replace(str(REJECTED), "")
    assert "Le pays" in output and "pays d'origine" in output and "rejeté : erreurs 1" in output


def test_elements_within_a_sentence_are_in_its_language():
    """What a finding names as its value is called as people call it, codes as they are."""
    assert "« entrepôt »" in describe("CAD-037", "10", "warehouse", "fr")
    assert "“warehouse”" in describe("CAD-037", "10", "warehouse", "en")
    assert describe("CAD-046", "gst", "2026-11-06", "fr").startswith("Aucun taux pour « TPS » ")
    assert describe("CAD-046", "gst", "2026-11-06", "en").startswith("No rate for GST ")
    assert "E45" in describe("CAD-046", "E45", "2026-11-06", "fr")


def test_exit_codes(tmp_path: Path, monkeypatch):
    """0 accepted, 1 rejected, 2 not checked; the worst of several files; --help says so."""
    good, bad = tmp_path / "a.edi", tmp_path / "b.edi"
    good.write_bytes(GOOD_EDI)
    bad.write_bytes(GOOD_EDI.replace(b"UNZ+1", b"UNZ+2"))
    assert run(good).exit_code == 0
    assert run(good, bad).exit_code == run(tmp_path).exit_code == 1
    assert run(good, "--reference", tmp_path).exit_code == 2
    assert run(tmp_path / "absent").exit_code == 2
    assert run(good, "--language", "de").exit_code == 2
    help_text = " ".join(run("--help").output.split())
    for sentence in ("0: everything is accepted", "1: something is rejected", "2: something could"):
        assert sentence in help_text
    real = check_files.check

    def unreadable(path, snapshot, received_on, priced):
        if path == good:
            raise PermissionError(13, "Permission denied")
        return real(path, snapshot, received_on, priced)

    monkeypatch.setattr(check_files, "check", unreadable)
    done = run(tmp_path)
    assert done.exit_code == 2
    assert "could not be checked: Permission denied" in done.output and "EDI-002" in done.output


def test_what_the_end_of_a_file_shows_is_counted(tmp_path: Path):
    """A message refused at the end counts once, named; so do those of a repeated interchange."""
    one, two = made.maker(7).declaration(), made.maker(8).declaration()
    other = replace(one, cargo_control_number="OTHER")
    path = tmp_path / "a.edi"
    path.write_bytes(made.cusdec([one, other]) + made.cusdec([two, two]))
    done = run(path, "--json", "--on", "2026-11-20")
    report = json.loads(done.output)
    assert {found["code"] for found in report["findings"]} == {"CAD-008", "EDI-006"}
    assert (report["messages"], report["rejected_messages"], done.exit_code) == (4, 3, 1)
    assert f"message 2 ({one.transaction_number})" in run(path, "--on", "2026-11-20").output


def test_a_failure_of_the_program_is_a_finding(tmp_path: Path, monkeypatch):
    """If a rule itself fails, the file ends in FILE-008 and exit code 2, not in a traceback."""
    good = tmp_path / "a.edi"
    good.write_bytes(GOOD_EDI)

    def failing(*_args, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr(decisions, "decide", failing)
    done = run(good)
    assert done.exit_code == 2 and "FILE-008" in done.output and "Traceback" not in done.output


def test_hidden_files_are_left_out_and_limits_are_told(tmp_path: Path):
    """A folder is checked with its subfolders, dot files apart; --limit shows so many findings."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.edi").write_bytes(GOOD_EDI.replace(b"UNZ+1+REF1", b"UNZ+9+REF9"))
    (tmp_path / ".hidden").write_bytes(b"nonsense")
    output = run(tmp_path, "--limit", 1).output
    assert output.count("error EDI-") == 1 and "1 more; --limit 0 shows all" in output
    assert run(tmp_path, "--limit", 0).output.count("error EDI-") == 2
    assert ".hidden" not in output


def test_sarif_has_the_structure_of_the_standard():
    """SARIF 2.1.0: one run, every code a rule with help, results with a byte region and a line."""
    done = run(REJECTED / "CAD-022" / "input.edi", REJECTED / "XML-013" / "input.xml", "--sarif")
    log = json.loads(done.output)
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    assert [rule["id"] for rule in rules] == list(CATALOGUE)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning"}
    assert done.exit_code == run_["invocations"][0]["exitCode"] == 1
    assert run_["invocations"][0]["executionSuccessful"]
    for result, text in zip(run_["results"], ("ZZ", "ZZ"), strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error" and result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        path = Path(location["physicalLocation"]["artifactLocation"]["uri"].removeprefix("file:/"))
        content = Path("/", path).read_bytes()
        own = content[region["byteOffset"] : region["byteOffset"] + region["byteLength"]]
        assert own.decode() == text == region["snippet"]["text"]
        line = content.decode("latin-1").splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 :].startswith(text)
    empty = json.loads(
        run(REJECTED.parent / "golden" / "xml" / "two_lines" / "input.xml", "--sarif").output
    )
    assert empty["runs"][0]["results"] == []


@pytest.mark.long
def test_every_rejected_input_is_reported_in_every_form(monkeypatch):
    """No input of the catalogue breaks a form of report."""
    real, found = check_files.check, dict[Path, list[MessageTables]]()

    def check(path: Path, *of) -> list[MessageTables]:
        if path not in found:
            found[path] = list(real(path, *of))
        return found[path]

    monkeypatch.setattr(check_files, "check", check)  # a file is checked once, told three times
    for form in ("--json", "--sarif", "--limit=3"):
        done = run(*INPUTS, form)
        assert done.exit_code == 1 and done.exception.code == 1
    assert sorted(found) == INPUTS


seeds = st.sampled_from([GOOD_EDI, GOOD_XML, b"", b"UNA:+.? '", b"<", b"\xff\xfe", b"\x00"])


@pytest.mark.long
@settings(max_examples=examples(50))
@given(seeds, st.binary(max_size=60), st.integers(0, 3000), st.integers(0, 400))
def test_any_bytes_end_in_findings(tmp_path_factory, good: bytes, noise, place: int, cut: int):
    """Whatever the bytes, check ends with exit code 0 or 1 and places within the file."""
    content = good[:place] + noise + good[place + cut :]
    path = tmp_path_factory.mktemp("any") / "any"
    path.write_bytes(content)
    done = run(path, "--json")
    assert done.exit_code in {0, 1}, done.output
    report = json.loads(done.output)
    assert report["checked"] and report["rejected"] == (done.exit_code == 1)
    for finding in report["findings"]:
        assert 0 <= finding["marked_from"] <= finding["marked_to"] <= len(content)
    assert run(path).exit_code == done.exit_code


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
    st.integers(0, 300), st.integers(0, 300), st.integers(20, 90),
)  # fmt: skip
def test_an_excerpt_fits_and_its_carets_stand_under_it(content: bytes, start, length, width: int):
    """An excerpt is one line of the width at most, the carets exactly as wide as what is marked."""
    begun = min(start, len(content))
    ended = min(begun + length, len(content))
    shown = excerpt(Places(content, TextPlaces), Place(begun, ended, 0, len(content), 1, 1), width)
    assert cell_len(shown.text) <= width and shown.text.isprintable()
    assert shown.carets.index("^") == cell_len(shown.before)
    assert shown.carets.count("^") == max(cell_len(shown.marked), 1)


@pytest.mark.parametrize(("text", "marked"), [
    ("FTX+AAA+++Tee-shirts d'été, coupés'", "coupés"),
    ("NAD+VN+++深圳市明亮有限公司+X'", "X"),
    ("NAD+VN+++Ａ株式会社:東京'", "東京"),
    ("FTX+AAA+++" + "é" * 40_000 + "ZZ" + "ü" * 40_000 + "'", "ZZ"),
])  # fmt: skip
def test_carets_under_multibyte_and_long_segments(text: str, marked: str):
    """Accents, wide characters and segments of 160 KB are underlined where they stand."""
    content = text.encode()
    begun = content.index(marked.encode())
    place = Place(begun, begun + len(marked.encode()), 0, len(content), 1, None)
    shown = excerpt(Places(content, EdifactPlaces), place, 80)
    assert shown.marked == marked and cell_len(shown.text) <= 80
    assert cell_len(shown.before) == len(shown.carets) - cell_len(marked)
    assert "\N{REPLACEMENT CHARACTER}" not in shown.text and shown.raw is None


def test_bytes_that_are_no_text_are_named():
    """Binary is shown by pictures of its control characters, and in hexadecimal."""
    shown = excerpt(Places(b"\x7fELF\x00\x01abc", TextPlaces), Place(0, 6, 0, 9, 1, 1), 80)
    assert shown.raw == "7f 45 4c 46 00 01" and "abc" in shown.after


def test_a_place_between_segments_shows_the_segment_that_starts_there():
    """Where reading stopped before a segment, that segment is shown, not the one before it."""
    (found, *_) = findings(REJECTED / "EDI-010" / "input.edi")
    assert found["code"] == "EDI-010" and str(found["excerpt"]).startswith("NAD+IM")
    (cut,) = findings(REJECTED / "EDI-001" / "input.edi")
    assert cut["excerpt"] == "MOA+161:1366.68:" and cut["marked"] == ""


def test_lines_that_end_in_line_feeds_alone_are_segments():
    """In an interchange whose terminator is the line feed, the excerpt is one line of it."""
    content = b"UNB+UNOC:4+A+B+1:1+R\nUNH+1+CUSDEC:D:13B:UN\nBGM+929+123:1+9\n"
    begun = content.index(b"123")
    found = dict.fromkeys(FINDING_COLUMNS) | {
        "code": "CAD-011", "byte_from": content.index(b"UNH"), "byte_to": len(content),
        "message": 0, "element": "transaction number", "value": "123", "line_number": None,
    }  # fmt: skip
    place = Places(content, EdifactPlaces).place(found)
    assert (place.byte_from, place.byte_to) == (begun, begun + 3)
    shown = content[place.context_from : place.context_to]
    assert shown == b"BGM+929+123:1+9\n"


def test_each_interchange_has_its_own_separators():
    """Behind an interchange with other service characters, places are found by their own."""
    other = GOOD_EDI.removeprefix(b"UNA:+.? '").translate(bytes.maketrans(b"+:'", b"^|~"))
    first = b"UNA|^.? ~" + other
    content = first + b"\r\n" + GOOD_EDI.removeprefix(b"UNA:+.? '").replace(b"REF1", b"REF2")
    begun = content.index(b"BGM+929+") + len(b"BGM+929+")
    number = content[begun : content.index(b":", begun)]
    found = dict.fromkeys(FINDING_COLUMNS) | {
        "code": "CAD-011", "byte_from": content.index(b"UNH+"), "byte_to": len(content),
        "message": 1, "element": "transaction number", "value": None, "line_number": None,
    }  # fmt: skip
    places = Places(content, EdifactPlaces)
    place = places.place(found)
    assert content[place.byte_from : place.byte_to] == number
    assert content[place.context_from : place.context_to].startswith(b"BGM+929+")
    earlier = places.place(found | {"byte_from": content.index(b"UNH^"), "byte_to": len(first)})
    assert content[earlier.byte_from : earlier.byte_to] == number


def test_the_rate_code_of_a_charge_is_marked():
    """Of a line's fees, the one with the code that is wrong is marked, and of no other line."""
    fee = b"<DutyTaxFee><TypeCode>%s</TypeCode><RateCode>%s</RateCode></DutyTaxFee>"
    line = b"<GovernmentAgencyGoodsItem><SequenceNumeric>%d</SequenceNumeric>%s"
    fees = fee % (b"SUR", b"S1") + fee % (b"GST", b"99")
    content = b"<Declaration><GoodsShipment>" + line % (1, fees) + line % (2, fees)
    places = Places(content, XmlPlaces)
    found = dict.fromkeys(FINDING_COLUMNS) | {"code": "CAD-045", "byte_from": 0}
    found |= {"byte_to": len(content), "element": "gst code", "line_number": 2}
    place = places.place(found)
    assert content[place.byte_from : place.byte_to] == b"99"
    assert place.byte_from > content.index(b"<SequenceNumeric>2")


def test_of_several_rows_the_one_with_the_value_is_marked():
    """Of two reasons that with the code that is wrong is marked; with neither, the first."""
    reason = b"<Amendment><ChangeReasonCode> %s </ChangeReasonCode></Amendment>"
    content = b"<Declaration>" + reason % b"R1" + reason % b"R9" + b"</Declaration>"
    places = Places(content, XmlPlaces)
    found = dict.fromkeys(FINDING_COLUMNS) | {"code": "CAD-039", "byte_from": 0}
    found |= {"byte_to": len(content), "element": "reason code"}
    for value, marked in (("R9", b"R9"), ("R1", b"R1"), ("R5", b"R1"), (None, b"R1")):
        place = places.place(found | {"value": value})
        assert content[place.byte_from : place.byte_to] == marked


def test_a_row_of_a_delivery_is_marked_whole(tmp_path: Path):
    """An apostrophe or a plus in a row of CSV ends no segment: the row is marked."""
    row = b"set,2028-01-01,,New Year's Day+,x"
    path = tmp_path / "file"
    path.write_bytes(b"#carmhub-reference table=holiday delivery=whole reference=H rows=1\n" + row)
    found = dict.fromkeys(FINDING_COLUMNS) | {"code": "REF-004", "segment": "line 2/source"}
    begun = path.read_bytes().index(row)
    found |= {"byte_from": begun, "byte_to": begun + len(row), "value": "x"}
    with open_places(path) as places:
        place = places.place(found)
        assert places.bytes_of(place.byte_from, place.byte_to) == row
        assert (place.line, place.column) == (2, 1)


def test_the_lines_of_a_declaration_are_looked_through_once(monkeypatch):
    """However many of its lines are wrong, each is found at its number without another look."""

    class Counted:
        looks = 0

        def finditer(self, *where):
            self.looks += 1
            return opens.finditer(*where)

    opens, counted = in_xml._OPENS, Counted()
    monkeypatch.setattr(in_xml, "_OPENS", counted)
    content = made.cad_xml([made.maker(5).declaration(lines=300)])
    places = Places(content, XmlPlaces)
    found = dict.fromkeys(FINDING_COLUMNS) | {"code": "CAD-024", "byte_from": 0, "element": "unit"}
    found |= {"byte_to": len(content)}
    for number in range(1, 301):
        place = places.place(found | {"line_number": number})
        assert content.rfind(b"<SequenceNumeric>", 0, place.byte_from) == content.index(
            b"<SequenceNumeric>%d<" % number, max(0, place.byte_from - 3_000)
        )
    assert counted.looks == 1


def test_the_amounts_that_would_be_computed_are_told(tmp_path: Path):
    """Each declaration that nothing refuses is told with its amounts, as text and as JSON."""
    declarations = [made.maker(seed).declaration(lines=2) for seed in (1, 2)]
    wrong = replace(declarations[1], importer="123456789RM0001")
    path = tmp_path / "file.edi"
    path.write_bytes(made.cusdec([declarations[0], wrong]))
    (told,) = json.loads(run("--json", path).output)["amounts"]
    assert told["transaction_number"] == declarations[0].transaction_number
    charges = ("duty", "sima", "surtax", "excise", "gst")
    assert told["payable_cents"] == sum(told[f"{charge}_cents"] for charge in charges)
    assert told["payable_cents"] == int(declarations[0].payable * 100)
    text = run(path).output
    assert f"{declarations[0].transaction_number}: value for duty $" in text
