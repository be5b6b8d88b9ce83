"""From a file dropped over SFTP to a statement in the broker's out/, by the DAGs themselves."""

import datetime as dt
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from demo.sftp_client import PartnerClient
from jobs.acts import act_kinds
from jobs.hub import open_hub
from jobs.hub.book_terms import Request
from jobs.intake import deliver_documents
from jobs.proofs import prove_book
from jobs.receivables import close_day
from jobs.reference import load_reference_data
from ledger_sync.history.overview import overview
from ledger_sync.reference import reference_versions
from stack import embedded
from stack.layout import Layout
from tests import made, people

POSTED_ON, ON = dt.date(2026, 11, 20), dt.date(2026, 11, 26)
pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.long]


ON_THE_26TH = ("--conf", '{"business_date": "2026-11-26"}')


def test_a_declaration_becomes_a_statement(layout: Layout, run_dag, tmp_path: Path):
    """Dropped, posted, answered, closed, noticed, billed and delivered; the book proves itself."""
    broker = made.broker()
    maker = made.maker(21)
    declarations = [maker.declaration(lines=3) for _ in range(3)]
    client = PartnerClient(layout, broker.partner_id)
    client.put(
        {
            "cad.edi": made.cusdec([*declarations[:2], maker.faulty("CAD-003")], "J1"),
            "cad.xml": made.cad_xml(declarations[2:], "J2"),
        }
    )
    paid = made.payments([(declarations[0].importer, "12.34")])
    PartnerClient(layout, "northbank").put({"camt054.xml": paid})

    asked = ("--conf", f'{{"business_date": "{POSTED_ON}"}}')
    run_dag("collect_files_on", "2026-11-20T15:00:00+00:00", *asked)
    answers = client.names()
    assert {name.split("_")[0] for name in answers} == {"CONTRL", "CUSRES", "CADRES"}
    cusres = next(name for name in answers if name.startswith("CUSRES"))
    client.get(cusres, tmp_path / cusres)
    text = (tmp_path / cusres).read_text(encoding="latin-1")
    assert text.count("BGM+962+") == 2 and text.count("BGM+963+") == 1 and "CAD-003" in text

    run_dag("close_day", "2026-11-21T05:15:00+00:00")
    run_dag("send_notices", "2026-11-21T05:20:00+00:00", *asked)
    run_dag("close_day", "2026-11-25T05:15:00+00:00")
    marked = ("--mark-success-pattern", "check|approve")
    run_dag("run_billing_cycle", "2026-11-25T11:00:00+00:00", *marked)
    with open_hub(embedded.settings_of(layout)) as hub:
        with hub.book.transaction() as tx:
            assert overview(tx).statements == 0  # marked as done, answered by nobody
        people.bill(hub, dt.date(2026, 11, 25))
        deliver_documents.run(hub)
    run_dag("prove_book", "2026-11-25T12:00:00+00:00")

    importers = {declaration.importer for declaration in declarations}
    with open_hub(embedded.up(layout, lambda _step: None, with_airflow=False)) as hub:
        with hub.book.transaction() as tx:
            found = overview(tx)
            homes = tx.rows(
                "SELECT bn15 AS code, documents_to FROM account_history WHERE bn15 = ANY(:codes)",
                codes=list(importers),
            )
        assert all(result.holds for result in prove_book.results(hub))
    payable = sum(int(declaration.payable * 100) for declaration in declarations)
    assert found.posted_cents == found.billed_cents == payable
    assert found.credited_cents == 1234 and found.undelivered == 0
    for home in homes:
        bn15 = home["code"]
        owner = PartnerClient(layout, home["documents_to"])
        names = owner.names()
        for name in (
            f"DN_{bn15}_{POSTED_ON}.xml",
            f"DN_{bn15}_{POSTED_ON}.pdf",
            f"SOA_{bn15}_2026-11-25_v1.xml",
            f"SOA_{bn15}_2026-11-25_v1.pdf",
        ):
            assert name in names
        statement = tmp_path / f"{bn15}.pdf"
        owner.get(f"SOA_{bn15}_2026-11-25_v1.pdf", statement)
        page = PdfReader(io.BytesIO(statement.read_bytes())).pages[0].extract_text()
        own = [d for d in declarations if d.importer == bn15]
        assert all(d.transaction_number in page for d in own)


def test_a_rejected_file_is_run_again(layout: Layout, run_dag):
    """Rejected, run again once a person asks: a new arrival, one act, one answer."""
    client = PartnerClient(layout, made.broker().partner_id)
    client.put({"bad.edi": made.cusdec([made.maker(22).faulty("CAD-003")], "J3")})
    run_dag("collect_files_on", "2026-11-26T15:00:00+00:00", *ON_THE_26TH)
    before = set(client.names())
    with open_hub(embedded.settings_of(layout)) as hub:
        question = act_kinds.draft(hub, "rerun", {}, ON)
        request = Request("once", "an officer", "asked for by the broker", question.digest)
        act_kinds.carry_out(hub, "rerun", {}, request, ON)
        deliver_documents.run(hub)
    assert {name.split("_")[0] for name in set(client.names()) - before} == {"CONTRL", "CUSRES"}
    with open_hub(embedded.settings_of(layout)) as hub, hub.book.transaction() as tx:
        (act,) = tx.rows("SELECT kind, reason FROM act WHERE kind <> 'billing'")
        replayed = tx.rows("SELECT outcome FROM file WHERE replays_file_id IS NOT NULL")
    assert act == {"kind": "rerun", "reason": "asked for by the broker"}
    assert [row["outcome"] for row in replayed] == ["rejected"]


def test_a_tariff_is_delivered_and_applied(layout: Layout, run_dag):
    """Dropped by the tariff desk, applied once approved, and not before: in a version."""
    PartnerClient(layout, "tariffdesk").put(
        {
            "rates.csv": b"#carmhub-reference table=tariff_rate delivery=changes reference=J4\n"
            b"tariff_item,treatment,effective_from,rate_percent\n0805100010,02,2027-01-01,4.5\n"
        }
    )
    run_dag("collect_files_on", "2026-11-26T17:00:00+00:00", *ON_THE_26TH)
    approved = ("--mark-success-pattern", "approve")
    run_dag("load_reference_data", "2026-11-26T18:00:00+00:00", *approved)
    with open_hub(embedded.settings_of(layout)) as hub:
        (waiting,) = load_reference_data.waiting(hub)  # what was marked as done applied nothing
        assert people.apply(hub, waiting.message_id) == "applied"
    with open_hub(embedded.settings_of(layout)) as hub, hub.book.transaction() as tx:
        held = tx.rows(
            "SELECT rate_ppm FROM tariff_rate WHERE tariff_item = '0805100010'"
            " AND treatment = '02' ORDER BY effective_from"
        )
        version = reference_versions.versions(tx, "tariff_rate")[0]
    assert [row["rate_ppm"] for row in held] == [0, 45_000]
    assert (version["number"], version["file_name"]) == (2, "rates.csv")


def test_a_closed_month_is_archived_by_the_dag(layout: Layout, run_dag):
    """archive_month puts away the month before last, once it is closed; none before the book."""
    early = run_dag("archive_month", "2026-12-05T09:00:00+00:00")
    assert "nothing of 2026-10 to archive: the book begins on 2026-11-" in early
    assert "Skipping task" in early
    embedded.set_today(layout, dt.date(2026, 12, 1))
    with open_hub(embedded.settings_of(layout)) as hub:
        close_day.run(hub, dt.date(2026, 11, 30))
    run_dag("archive_month", "2027-01-05T09:00:00+00:00")
    archive = embedded.settings_of(layout).archive_folder / "2026-11"
    assert (archive / "manifest.json").exists() and (archive / "kept.parquet").exists()


def test_dropped_files_leave_the_door(layout: Layout):
    """What was collected is gone from in/ and from the claimed folder: kept, not lost."""
    root = layout.sftp_tree / made.broker().partner_id
    assert list((root / "in").iterdir()) == []
    assert list((root / ".claimed").iterdir()) == []
