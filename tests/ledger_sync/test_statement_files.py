"""Statements that stand in files: one a file, said in a sentence, run by the module beside it."""

import re
from pathlib import Path

import pytest

import ledger_sync
from ledger_sync.declarations import content, declaration_posting, versions
from ledger_sync.declarations.content import CLAIMED, CODED, LINE_CONTENT
from ledger_sync.declarations.declaration_posting import CHARGED
from ledger_sync.history import balances
from ledger_sync.receivables import statements
from ledger_sync.statement_files import sentence, statement
from stack.postgres import Cluster
from tests.ledger_sync.psql import psql

ROOT = Path(ledger_sync.__file__).parent
FILES = sorted(path for path in ROOT.glob("*/sql/*.sql") if path.parts[-3] != "proofs")
HEAD_COLUMNS = (
    "transaction_number, number_use, version, function, cad_type, filer, release_on,"
    " release_office, cargo_control_number, warehouse, previous_transaction_number, filed_on,"
    " accounting_due_on, cycle_last_on, due_on, line_count, total_value_cents,"
    f" value_for_duty_cents, {CHARGED}, payable_cents"
)
LINE_COLUMNS = f"{LINE_CONTENT}, {CODED}, {CLAIMED}, value_for_duty_cents, {CHARGED}"
CHARGES = [name.strip() for name in CHARGED.split(",")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_file_is_one_statement_under_a_sentence_and_is_run(path: Path):
    """It ends with its only semicolon, fits the page, and a module of its room runs it."""
    text = path.read_text(encoding="utf-8")
    beside = str(path.parents[1] / "module.py")
    said, sql = sentence(beside, path.stem), statement(beside, path.stem)
    assert said[0].isupper() and said.endswith(".") and "--" not in said
    assert text.endswith(f"{sql.splitlines()[-1]};\n") and ";" not in sql and "--" not in sql
    assert max(map(len, text.splitlines())) <= 100
    room = [module.read_text(encoding="utf-8") for module in path.parents[1].glob("*.py")]
    assert sum(f'statement(__file__, "{path.stem}")' in module for module in room) == 1


@pytest.mark.parametrize(
    ("room", "name"),
    [
        ("declarations", "lines"),
        ("declarations", "history"),
        ("declarations", "priced_lines"),
        ("declarations", "changed"),
        ("declarations", "record_cads"),
        ("declarations", "record_lines"),
        ("intake", "answer_messages"),
        ("intake", "answer_lines"),
    ],
)
def test_a_file_that_names_a_charge_names_them_all(room: str, name: str):
    """In their order: a charge that is added is missed in no file."""
    sql = statement(str(ROOT / room / "module.py"), name)
    named = re.findall(r"\b\w+_cents\b", sql)
    assert [column for column in dict.fromkeys(named) if column in CHARGES] == CHARGES


def test_what_a_line_says_is_read_and_digested_whole():
    """The columns that are posted of a line are those of its history and of its digest."""
    lines = spaceless(statement(versions.__file__, "lines"))
    assert spaceless(f"SELECT {LINE_COLUMNS},") in lines
    digested = spaceless(statement(content.__file__, "staged_content"))
    assert spaceless(f"({LINE_CONTENT})::text") in digested
    for said in (CODED, CLAIMED):
        assert digested.count(spaceless(f"({said})")) == 2  # whether it says one of them, and what


@pytest.mark.parametrize(
    ("name", "columns"),
    [("record_cads", HEAD_COLUMNS), ("record_lines", LINE_COLUMNS)],
)
def test_what_is_recorded_is_what_was_staged(name: str, columns: str):
    """Each column is filled from the staged one of its name, in one order on both sides."""
    (named, filled) = statement(declaration_posting.__file__, name).split("\nSELECT ")
    assert spaceless(columns) in spaceless(named)
    assert spaceless(columns) in re.sub(r"\bl\.", "", spaceless(filled))


def test_documents_list_the_lines_of_an_account_in_one_order():
    """Whatever is drawn up: billed, issued anew, as known now, or the notice of a day."""
    names = ("draft_lines", "lines_as_issued", "lines_as_known", "notice_lines")
    texts = [spaceless(statement(statements.__file__, name)) for name in names]
    orders = [re.findall(r"ORDERBYi\.[^)]*\)", text) for text in texts]
    assert (
        orders == [['ORDERBYi.effective_on,i.kind,i.document_referenceCOLLATE"C",i.item_id)']] * 4
    )


def test_psql_takes_the_balances_as_they_stand(cluster: Cluster, template: str):
    """An auditor pastes the balances of today into psql."""
    path = Path(balances.__file__).parent / "sql" / "balances.sql"
    assert psql(cluster, template, path.read_text(encoding="utf-8")) == ""


def spaceless(sql: str) -> str:
    """A statement without what only a reader needs."""
    return re.sub(r"\s", "", sql)
