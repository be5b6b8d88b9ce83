"""Cases that once went wrong, or that a careful reader asked about; one sentence each."""

import datetime as dt
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from billing.cycle import cycle_ending
from jobs.hub import Hub, JobRefused
from jobs.intake import collect_files
from jobs.intake.deliver_documents import run as deliver
from jobs.proofs import prove_book
from jobs.receivables import close_day, run_billing_cycle
from jobs.reference import seeding
from jobs.rules.dated_tables import dated
from ledger_sync.history.overview import overview
from ledger_sync.reference.reference_columns import ReferenceRefused
from sftp.faults import NeedsAPerson
from tests import made, people, sending
from tests.runs import LAST_DAY

TODAY = dt.date(2026, 11, 20)
STATEMENT_ON = dt.date(2026, 11, 25)
IMPORTERS = made.broker().importers


@pytest.fixture
def send(hub: Hub):
    """Send contents as files of one day and partner; return their outcomes."""

    def send_all(*contents: bytes, on: dt.date = TODAY, partner: str | None = None) -> list[str]:
        ids = [sending.arrive(hub, content, on, partner) for content in contents]
        outcomes = [next(iter(collect_files.post(hub, [file_id]))) for file_id in ids]
        assert all(result.holds for result in prove_book.results(hub))
        return outcomes

    return send_all


def codes(hub: Hub) -> list[str]:
    with hub.book.transaction() as tx:
        return [row["code"] for row in tx.rows("SELECT code FROM finding ORDER BY finding_id")]


def paid(hub: Hub) -> tuple[int, int]:
    with hub.book.transaction() as tx:
        held = tx.value(
            "SELECT coalesce(-sum(amount_cents), 0)::bigint FROM entry JOIN account"
            " USING (account_id) WHERE code = 'UNIDENTIFIED'"
        )
        return overview(tx).paid_cents, int(held)


def test_a_payment_that_names_two_accounts_is_held(hub: Hub, send):
    """Two accounts in one remittance text are not a choice for us to make."""
    content = made.payments([(f"{IMPORTERS[0]} and {IMPORTERS[1]}", "10.00")])
    assert send(content) == ["posted"]
    assert paid(hub) == (1000, 1000) and codes(hub) == ["PAY-001"]


def test_an_account_in_a_name_is_not_a_reference(hub: Hub, send):
    """Only remittance information and references say what a payment is for."""
    content = made.payments([("no account", "10.00")]).replace(
        b"<Nm>Payer<", f"<Nm>{IMPORTERS[0]}<".encode()
    )
    assert send(content) == ["posted"] and paid(hub) == (1000, 1000)


def test_what_another_notification_says_again_is_the_same_payment(hub: Hub, send):
    """Without a bank reference, an entry that says the same is the same, once more."""
    first, second = (
        made.payments([(IMPORTERS[0], "10.00")], f"BANK{n}", "N").replace(
            b"<AcctSvcrRef>N0001</AcctSvcrRef>", b""
        )
        for n in (1, 2)
    )
    assert send(first, second) == ["posted", "duplicate"] and paid(hub)[0] == 1000


@pytest.mark.parametrize("place", [b"B0001", b"BANK1"])
def test_an_endless_reference_stops_nobody(hub: Hub, send, place: bytes):
    """A reference far too long is a finding; the file behind it posts."""
    poison = made.payments([(IMPORTERS[0], "10.00")]).replace(place, b"X" * 9000)
    assert send(poison, made.payments([(IMPORTERS[0], "1.00")], "BANK9", "Q")) == [
        "rejected",
        "posted",
    ]


def test_a_blank_that_xml_keeps_is_no_name(hub: Hub, send):
    """A no-break space alone where a name must be is a finding; the neighbours post."""
    maker = made.maker(3)
    declarations = [maker.declaration(lines=1) for _ in range(3)]
    content = made.cad_xml(declarations)
    vendor = next(iter(declarations[1].vendors.values())).replace("&", "&amp;")
    for old, new in ((vendor, "\u00a0"), (declarations[2].lines[0].description, "\u00a0")):
        content = content.replace(f">{old}<".encode(), f">{new}<".encode())
    assert send(content)[0] in {"posted", "rejected"}
    assert set(codes(hub)) == {"VAL-001"}


def test_a_header_inside_a_declaration_is_that_declarations_fault(hub: Hub, send):
    """A SubmitterID in the wrong place rejects its declaration, not the batch."""
    maker = made.maker(4)
    content = made.cad_xml([maker.declaration(lines=1), maker.declaration(lines=1)])
    content = content.replace(
        b"</FunctionalReferenceID>",
        b"</FunctionalReferenceID><SubmitterID>MAPLEGATE</SubmitterID>",
        1,
    )
    assert send(content) == ["posted"] and set(codes(hub)) == {"XML-007"}


def test_processing_instructions_move_no_byte_range(hub: Hub, send):
    """Text in a processing instruction is no declaration, for lineage either."""
    declaration = made.maker(5).declaration(lines=1)
    content = made.cad_xml([declaration]).replace(
        b"<Declaration>", b"<?x <Declaration>fake</Declaration>?><Declaration>", 1
    )
    assert send(content) == ["posted"]
    with hub.book.transaction() as tx:
        row = tx.row("SELECT byte_from, byte_to FROM message")
    assert row is not None
    own = content[row["byte_from"] : row["byte_to"]]
    assert declaration.transaction_number.encode() in own and b"fake" not in own


@pytest.mark.parametrize("root", [b"Anything", b"Declaration"])
def test_another_root_is_no_batch(hub: Hub, send, root: bytes):
    """The namespace alone does not make a batch."""
    content = made.cad_xml([made.maker(6).declaration(lines=1)])
    assert send(content.replace(b"DeclarationBatch", root)) == ["rejected"]


def test_counts_are_numbers(hub: Hub, send):
    """A count with a leading zero is the same count."""
    edifact = made.cusdec([made.maker(7).declaration(lines=1)], "R1").replace(b"UNZ+1+", b"UNZ+01+")
    xml = made.cad_xml([made.maker(8).declaration(lines=1)], "R2")
    xml = xml.replace(b"<DeclarationQuantity>1<", b"<DeclarationQuantity>01<")
    assert send(edifact, xml) == ["posted", "posted"]


@pytest.mark.parametrize("quantity", ["²", "9" * 5000, "one"])
def test_a_count_that_is_none_is_a_finding(hub: Hub, send, quantity: str):
    """A count of strange or endless digits rejects its batch, and nothing breaks."""
    content = made.cad_xml([made.maker(8).declaration(lines=1)])
    written = f"<DeclarationQuantity>{quantity}<".encode()
    assert send(content.replace(b"<DeclarationQuantity>1<", written)) == ["rejected"]
    assert "XML-004" in codes(hub)


def test_an_interchange_rejected_earlier_in_the_file_is_not_seen(hub: Hub, send):
    """Rejected, then corrected under the same reference in one file: the correction posts."""
    declaration = made.maker(9).declaration(lines=1)
    wrong = replace(declaration, importer="123456789RM0001")
    assert send(made.cusdec([wrong], "R1") + made.cusdec([declaration], "R1")) == ["posted"]
    assert codes(hub) == ["CAD-013"]


def test_another_partners_bytes_are_answered_to_who_sent_them(hub: Hub, send):
    """Bytes of another partner are refused to their sender, who gets the answer."""
    content = made.cusdec([made.maker(10).declaration(lines=1)])
    own, other = made.broker(0).partner_id, made.broker(1).partner_id
    assert send(content, partner=own) == ["posted"]
    assert send(content, partner=other) == ["rejected"]
    with hub.book.transaction() as tx:
        row = tx.row("SELECT partner_id FROM outbox WHERE file_id = 2")
    assert row == {"partner_id": other} and codes(hub) == ["FILE-006"]


def test_what_stands_after_the_interchange_is_told(hub: Hub, send):
    """A declaration outside any interchange posts nothing, and the sender hears of it."""
    maker = made.maker(11)
    inside, outside = maker.declaration(lines=1), maker.declaration(lines=1)
    stray = made.cusdec([outside]).split(b"\n", 2)[2]
    assert send(made.cusdec([inside]) + stray, partner=made.broker().partner_id) == ["posted"]
    with hub.book.transaction() as tx:
        kinds = [row["kind"] for row in tx.rows("SELECT kind FROM outbox ORDER BY outbox_id")]
    assert kinds == ["CONTRL", "CUSRES", "REPORT"] and codes(hub) == ["EDI-007"]


def test_stray_segments_are_one_finding(hub: Hub, send):
    """A megabyte of nothing is one finding, not half a million."""
    assert send(b"UNA:+.? '" + b"A'" * 500_000) == ["rejected"]
    assert codes(hub) == ["EDI-007"]


def test_what_is_approved_is_what_is_issued(hub: Hub, send):
    """What comes after the draft waits for the next statement; other totals issue nothing."""
    maker = made.maker(12)
    send(made.cusdec([maker.declaration()], "R1"))
    close_day.run(hub, STATEMENT_ON - dt.timedelta(days=1))
    drafted, request = run_billing_cycle.draft(hub, STATEMENT_ON), people.drafted(hub, STATEMENT_ON)
    send(made.cusdec([maker.declaration()], "R2"))
    with pytest.raises(JobRefused, match="no longer do what was approved"):
        run_billing_cycle.issue(hub, STATEMENT_ON, people.request_by_two("0" * 64))
    with hub.book.transaction() as tx:
        assert overview(tx).statements == 0
    assert run_billing_cycle.issue(hub, STATEMENT_ON, request) == drafted


def test_statements_wait_for_the_close(hub: Hub, send):
    """A statement bears closed dates only: neither the job nor the database issues another."""
    send(made.cusdec([made.maker(12).declaration()], "R1"))
    with pytest.raises(JobRefused, match="2026-11-24 is open"):
        people.issue(hub, STATEMENT_ON)


def test_what_is_booked_on_the_statement_date_waits(hub: Hub, send):
    """A statement bears what was booked before its date; the rest is on the next one."""
    maker = made.maker(13)
    first, late = maker.declaration(), maker.declaration()
    send(made.cusdec([first], "R1"))
    close_day.run(hub, STATEMENT_ON - dt.timedelta(days=1))
    send(made.cusdec([late], "R2"), on=STATEMENT_ON)
    totals = people.bill(hub, STATEMENT_ON)
    assert totals.debits_cents == int(first.payable * 100)
    send(made.payments([(first.importer, "0.01")]), on=dt.date(2026, 12, 3))
    close_day.run(hub, dt.date(2026, 12, 24))
    following = people.bill(hub, dt.date(2026, 12, 25))
    accounted_late = 10_000
    assert following.debits_cents == int(late.payable * 100) + accounted_late


def test_slips_of_the_calendar_are_refused(hub: Hub, send):
    """A statement or a close of a day that is still to come is a slip, and is refused."""
    send(made.cusdec([made.maker(14).declaration()]))
    with pytest.raises(JobRefused, match="still to come"):
        people.bill(hub, dt.date(2031, 6, 25))
    with pytest.raises(JobRefused, match="still to come"):
        close_day.run(hub, LAST_DAY + dt.timedelta(days=1))


def test_a_missed_night_is_caught_up(hub: Hub, send):
    """Closing a date first closes earlier ones with postings that are still open."""
    maker = made.maker(15)
    send(made.cusdec([maker.declaration()], "R1"))
    later = TODAY + dt.timedelta(days=2)
    send(made.cusdec([maker.declaration()], "R2"), on=later)
    assert close_day.run(hub, later).closed == (TODAY, later)


def test_a_change_of_rate_is_a_new_row(hub: Hub):
    """A row of a later date ends the one before it; overlapping periods are refused."""
    import pandas as pd

    rows = pd.DataFrame(
        {"effective_from": ["2008-01-01", "2027-01-01"], "rate_percent": ["5", "7"]}
    )
    assert dated(rows, [])["effective_to"].tolist() == ["2026-12-31", "9999-12-31"]
    with pytest.raises(ReferenceRefused, match="overlap"):
        dated(rows.assign(effective_to=["2027-06-30", None]), [])


def test_config_is_the_whole_truth_of_rates(hub: Hub, tmp_path: Path):
    """A rate that config no longer has is gone; a partner may not be left out."""
    config = tmp_path / "config"
    shutil.copytree(hub.settings.config_folder, config)
    other = replace(hub, settings=replace(hub.settings, config_folder=config))
    rates = config / "reference" / "exchange_rates.csv"
    *kept, _gone = rates.read_text(encoding="utf-8").splitlines()
    rates.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert seeding.run(other)["exchange_rate"] == 1
    (config / "partners" / "northbank.toml").unlink()
    with pytest.raises(ReferenceRefused, match="partner"):
        seeding.run(other)


def test_an_account_stays_what_it_is(hub: Hub, owner_url: str):
    """No role changes an account's number: a debt would move with it."""
    with (
        pytest.raises(psycopg.errors.RestrictViolation, match="not changed"),
        psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection,
    ):
        connection.execute("UPDATE account SET code = '999999998RM0001' WHERE class = 'receivable'")


def test_clearing_is_never_dated_before_its_items(hub: Hub, send):
    """An application bears no earlier date than the two items that it joins."""
    declaration = made.maker(16).declaration()
    send(made.payments([(declaration.importer, "1.00")]))
    send(made.cusdec([declaration]), on=TODAY - dt.timedelta(days=1))
    with hub.book.transaction() as tx:
        assert tx.value("SELECT applied_on FROM application") == TODAY


def test_one_partners_folder_stops_nobody_else(hub: Hub, send, monkeypatch):
    """A partner whose folder fails gets nothing for now; the others get theirs."""
    for number in (0, 1):
        send(made.cusdec([made.maker(number, number).declaration()], "R1", number))
    broken = made.broker(0).partner_id
    delivered = []

    class Door:
        def deliver(self, folder: str, name: str, _content: Path) -> str:
            if folder.startswith(f"/{broken}/"):
                raise NeedsAPerson(folder)
            delivered.append(f"{folder}/{name}")
            return delivered[-1]

    @contextmanager
    def door(_hub):
        yield Door()

    monkeypatch.setattr(Hub, "door", door)
    with pytest.raises(NeedsAPerson, match=broken):
        deliver(hub)
    assert len(delivered) == 2
    with hub.book.transaction() as tx:
        assert overview(tx).undelivered == 2


def test_the_rule_of_the_release_date_decides(hub: Hub, send):
    """The cycle is that of the release, whenever the file comes."""
    declaration = made.maker(17).declaration()
    send(made.cusdec([declaration]), on=dt.date(2027, 2, 1))
    with hub.book.transaction() as tx:
        row = tx.row("SELECT cycle_last_on, due_on FROM item")
    expected = cycle_ending(hub.rules.cycles[0], dt.date(2026, 11, 17))
    assert row == {"cycle_last_on": expected.last_on, "due_on": expected.due_on}
