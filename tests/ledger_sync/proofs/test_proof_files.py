"""The files of the proofs: psql takes each as it stands, and says what ``verify`` says."""

import datetime as dt
import re
from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger.accounts import CHARGE_ACCOUNTS
from ledger_sync.declarations import content as declared_content
from ledger_sync.proofs import proof_list
from ledger_sync.proofs.proof_list import OF_BATCHES, PROOFS
from ledger_sync.statement_files import statement
from stack import postgres
from stack.postgres import Cluster
from tests import made, people
from tests.ledger_sync.psql import psql

FOLDER = Path(proof_list.__file__).with_name("sql")
FILES = sorted(FOLDER.glob("*.sql"))
TODAY = dt.date(2026, 11, 20)
WHOLE_BOOK = {
    "batches": "ARRAY(SELECT batch_id FROM batch)",
    "from_on": "(SELECT min(book_on) FROM batch)",
    "to_on": "(SELECT max(book_on) FROM batch)",
    "from_txn": "(SELECT min(txn_id) FROM txn)",
    "to_txn": "(SELECT max(txn_id) FROM txn)",
    "from_cad": "(SELECT min(cad_id) FROM cad)",
    "to_cad": "(SELECT max(cad_id) FROM cad)",
    "from_application": "(SELECT min(application_id) FROM application)",
    "to_application": "(SELECT max(application_id) FROM application)",
    "from_statement": "(SELECT min(statement_id) FROM statement)",
    "to_statement": "(SELECT max(statement_id) FROM statement)",
    "from_item": "(-9223372036854775807)",
    "to_item": "9223372036854775807",
}


@pytest.fixture
def billed(hub: Hub, tmp_path: Path) -> Hub:
    """A hub with accepted and rejected declarations, a payment, a close and statements."""
    maker = made.maker(4)
    good = [maker.declaration(lines=2) for _ in range(3)]
    for name, content in (
        ("cad.edi", made.cusdec([*good, maker.faulty("CAD-003")])),
        ("pay.xml", made.payments([(good[0].importer, "20.00")])),
    ):
        (tmp_path / name).write_bytes(content)
        collect_files.post(hub, [collect_files.ingest(hub, tmp_path / name, TODAY)])
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, dt.date(2026, 11, 25))
    return hub


def test_psql_finds_what_verify_finds(billed: Hub, cluster: Cluster, database: str):
    """Every file, pasted into psql, gives the rows that ``verify`` counted, and no breach."""
    counted = {result.name: result.rows for result in prove_book.results(billed)}
    assert all(result.holds for result in prove_book.results(billed))
    for path in FILES:
        rows, *breaches = psql(cluster, database, path.read_text(encoding="utf-8")).splitlines()
        assert (path.stem, int(rows), breaches) == (path.stem, counted[path.stem], [])
    assert counted["balanced"] >= 4 and counted["statements-rebuild"] > 0


def test_psql_shows_a_breach(billed: Hub, cluster: Cluster, database: str):
    """A row that breaks a sentence is a row that psql prints, as the reader's role as well."""
    alter = "ALTER TABLE txn DISABLE TRIGGER USER; UPDATE txn SET book_on = book_on - 1"
    psql(cluster, database, f"{alter} WHERE txn_id = 1", role=postgres.OWNER)
    text = (FOLDER / "balanced.sql").read_text(encoding="utf-8")
    _, breach = psql(cluster, database, text).splitlines()
    assert breach == "1||0"


def test_every_file_is_a_proof():
    """No file of the folder is left out of what is proved."""
    names = [proof.name for proof in PROOFS]
    assert sorted(names) == sorted(path.stem for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_what_it_proves(path: Path):
    """A sentence, the parameters it has over the whole book, its count, its breaches."""
    text = path.read_text(encoding="utf-8")
    head, count, breaches = re.split(r"\n\n-- count\n|\n\n-- breaches\n", text)
    sentence, *given = head.split("\n\n")
    assert all(line.startswith("-- ") for line in sentence.splitlines())
    assert sentence.endswith(".") and count.endswith(";") and breaches.endswith(";\n")
    named = [name for name in WHOLE_BOOK if f":{name}" in count + breaches]
    assert "\n".join(given) == "\n".join(rf"\set {name} '{WHOLE_BOOK[name]}'" for name in named)
    assert max(map(len, text.splitlines())) <= 100


def test_the_content_of_a_declaration_is_the_one_that_is_posted():
    """What ``declarations-as-filed`` digests is what the intake digests, column by column."""
    (proof,) = (proof for proof in OF_BATCHES if proof.name == "declarations-as-filed")
    staged = spaceless(statement(declared_content.__file__, "staged_content"))
    digest = re.search(r"sha256\(.*'UTF8'\)\)", staged)[0].replace("c.importer", "c.code")
    content = re.search(r"string_agg\(.*ORDERBYline_number\)", staged)[0]
    proved = spaceless(proof.breaches)
    assert content in proved and digest in proved.replace("l.", "c.").replace(
        "c.content", "l.content"
    )


def test_what_is_owed_is_owed_by_charge():
    """``declared-is-posted`` names every charge with the account that it credits."""
    (proof,) = (proof for proof in OF_BATCHES if proof.name == "declared-is-posted")
    owed = re.findall(
        r"-c\.(\w+)_cents, 0\s+FROM c JOIN account a ON a\.code = '(\w+)' WHERE c\.\1_cents <> 0",
        proof.breaches,
    )
    assert owed == [*CHARGE_ACCOUNTS.items()]


def spaceless(sql: str) -> str:
    """A statement without what only a reader needs."""
    return re.sub(r"\s", "", sql)
