"""A book of this version with a row of every kind, dumped for later versions to migrate and prove.

``python -m tests.ledger_sync.old_book FOLDER`` fills it by the real jobs over a cluster of its own,
and writes its rows (``data.sql``), kept bytes, seals and archive into a new folder. Every change
of the schema adds the book of the version before it beside the others, as ``book_REVISION``.
"""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from unittest.mock import patch

import pandas as pd

from demo.declarations import DeclarationMaker
from jobs.acts import replay_files, reverse_postings, review_versions
from jobs.acts.replay_files import Mode
from jobs.acts.review_versions import APPROVED, REFUSED
from jobs.hub import Hub, open_hub
from jobs.hub.question import load_act_rules
from jobs.hub.settings import ROOT
from jobs.intake import collect_files
from jobs.proofs import archive_month, prove_book
from jobs.receivables import close_day, send_notices
from jobs.reference import load_reference_data, seeding
from jobs.registry import link_account, load_registry
from ledger_sync.book import acts
from ledger_sync.book.acts import Approval, Rejection, Request
from ledger_sync.book.reversal import live_application
from ledger_sync.intake import outbox
from ledger_sync.intake.inbox import Selection
from ledger_sync.reference import reference_versions
from ledger_sync.registry.linking import Answers
from ledger_sync.schema import migrate
from simulator.files import camt, edifact, xml
from simulator.files.declaration import Declaration, Reason, new_version, withdrawal
from stack import postgres
from stack.postgres import Cluster
from tests import bank_files, made, people
from tests.runs import made_up, settings_of

DATABASE = "old_book"
FOLDERS = ("kept", "seals", "archive")
OCTOBER = dt.date(2026, 10, 1)
BROKER = "borealis"
BANK = "northbank"
REFERENCE_DESK = "tariffdesk"
IN_PRINT, NEWCOMER = "282676279RM0001", "802345678RM0001"
"""The importer whose documents are printed too, and one whom the registry learns of later."""
FURNITURE = "9403600000"
"""The tariff item whose rate a delivery corrects after it was used."""


def main() -> None:
    """Make the book and dump it into the folder named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name, own_cluster(Path(name)) as cluster:
        with postgres.admin_connection(cluster) as connection:
            postgres.create_database(connection, DATABASE, postgres.OWNER)
        owner_url = cluster.url(postgres.OWNER, DATABASE)
        migrate(owner_url)
        made_up(owner_url)
        settings = replace(
            settings_of(cluster, DATABASE, folder), config_folder=thin_config(Path(name))
        )
        with open_hub(settings) as hub:
            load_act_rules(owner_url, hub.rules.acts, hub.rules.people)
            seeding.run(hub)
            BookFiller(hub, Path(name)).fill()
            prove_book.run(hub)
        (folder / "data.sql").write_text(rows_of(cluster), encoding="utf-8")


@contextmanager
def own_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that is gone after the block."""
    server = postgres.cluster(folder / "cluster")
    postgres.start(server, settings={"fsync": "off", "shared_buffers": "128MB"})
    try:
        postgres.prepare(server)
        yield server
    finally:
        postgres.stop(server, mode="immediate")


def thin_config(folder: Path) -> Path:
    """Return a copy of the configuration without the many rows of the sample tariff."""
    return Path(
        shutil.copytree(ROOT / "config", folder / "config", ignore=shutil.ignore_patterns("sample"))
    )


def rows_of(cluster: Cluster) -> str:
    """Return the statements that bring every row of the book into an empty one of its version."""
    dumped = subprocess.run(
        [
            *(str(cluster.programs / "pg_dump"), f"--host={cluster.socket_folder}"),
            *(f"--username={postgres.ADMIN}", "--data-only", "--inserts", "--disable-triggers"),
            *("--rows-per-insert=1000", DATABASE),
        ],
        env={**os.environ, "PGTZ": "UTC", "PGPASSFILE": str(cluster.passwords)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = re.sub(r"(?m)^(--.*|\\.*|SET .*|SELECT pg_catalog\.set_config.*)?\n", "", dumped)
    return f"SET search_path = public;\n{rows}"


class BookFiller:
    """Fills a book day by day, from October on; what a later day needs is kept as it goes."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        self.hub = hub
        self.folder = folder
        self.sample = made.sample()
        self.count = 0

    def fill(self) -> None:
        """A month that is billed and archived, and one that is billed, with all acts in it."""
        self.registry_speaks()
        self.october()
        self.november_arrives()
        self.rates_change()
        self.declarations_change()
        self.november_is_billed()
        self.users_are_linked()
        self.what_was_posted_is_taken_back()

    def october(self) -> None:
        """Accepted, rejected, repeated, paid, corrected, closed, billed, delivered, archived."""
        day = dt.date(2026, 10, 5)
        maker = self.maker(dt.date(2026, 10, 1), seed=4)
        self.corrected = self.with_every_charge(self.owed_by(maker, IN_PRINT))
        self.adjusted, self.refused, self.waiting = (self.owed_by(maker) for _ in range(3))
        self.withdrawn = self.with_every_charge(self.owed_by(maker))
        sent = self.edifact([self.corrected, self.adjusted, self.refused, self.faulty(maker)], day)
        self.send(sent, day, "posted")
        self.send(sent, day, "duplicate")
        self.send(self.xml([self.withdrawn, self.waiting, self.adjusted], day), day, "posted")
        self.send(b"This is no file of any known format.", day, "rejected")
        self.send(sent + b"\n", day, "rejected")
        self.send(sent.replace(b"BOREALIS", b"NOBODY"), day, "rejected")
        with patch("jobs.intake.decisions.decide", side_effect=ZeroDivisionError):
            self.send(self.edifact([self.owed_by(maker)], day), day, "quarantined")
        self.close(day, notices=True)
        day = dt.date(2026, 10, 6)
        paid = [("250.00", f"CUSTOMS {IN_PRINT}"), ("75.00", "CUSTOMS nobody we know")]
        self.send(self.payments(paid, day), day, "posted", BANK)
        self.close(day)
        day = dt.date(2026, 10, 8)
        self.corrected = new_version(dearer(self.corrected), Reason("R5-00-COT", "recount"))
        self.send(self.edifact([self.corrected], day), day, "posted")
        self.close(dt.date(2026, 10, 24))
        people.bill(self.hub, dt.date(2026, 10, 25))
        self.close(dt.date(2026, 10, 31))
        self.deliver_through(dt.date(2026, 10, 31))
        archive_month.run(self.hub, OCTOBER, dt.date(2026, 11, 2))

    def november_arrives(self) -> None:
        """One is late, one is of an importer unknown so far, two name an item to be corrected."""
        day = dt.date(2026, 11, 2)
        maker = self.maker(dt.date(2026, 10, 28), seed=5)
        late = self.owed_by(self.maker(dt.date(2026, 10, 20), seed=6))
        self.reposted, self.reversed = self.of_furniture(maker), self.owed_by(maker, IN_PRINT)
        unknown = self.owed_by(maker, NEWCOMER)
        self.posted_file = self.send(
            self.edifact([late, self.reposted, self.reversed], day), day, "posted"
        )
        rejected_file = self.send(self.edifact([unknown], day), day, "rejected")
        self.close(day, notices=True)
        day = dt.date(2026, 11, 3)
        self.registry_learns()
        chosen = Selection(file_ids=(rejected_file,))
        done = replay_files.run(self.hub, Mode.rerun, chosen, request("rerun"), day)
        assert done is not None and [file.becomes for file in done.files] == ["posted"]

    def rates_change(self) -> None:
        """Deliveries of reference data: applied, no news, declined, waiting; then a repost."""
        day = dt.date(2026, 11, 4)
        heading = "change,tariff_item,treatment,effective_from,effective_to,rate_percent"
        for number, (decide, percent) in enumerate(
            (
                (people.apply, "0"),
                *((people.apply, "4.5"), (people.apply, "4.50")),
                *((people.decline, "99"), (None, "5")),
            )
        ):
            row = f"set,{FURNITURE},02,2026-01-01,,{percent}"
            head = f"#carmhub-reference table=tariff_rate delivery=changes reference=T{number}"
            content = f"{head} rows=1\n{heading}\n{row}\n".encode()
            self.send(content, day, "posted", REFERENCE_DESK)
            if decide is not None:
                (draft,) = load_reference_data.waiting(self.hub)
                decide(self.hub, draft.message_id)
        self.deliver_whole_table(day)
        chosen = Selection(file_ids=(self.posted_file,))
        done = replay_files.run(self.hub, Mode.repost, chosen, request("repost"), day)
        assert done is not None and [len(file.changed) for file in done.files] == [1]
        self.close(day)

    def deliver_whole_table(self, day: dt.date) -> None:
        """Deliver a table of holidays without its first, and with the source of another changed."""
        with self.hub.book.transaction() as tx:
            _, first, *others = reference_versions.rows(tx, "holiday").to_dict("records")
        columns = ("holiday_on", "province", "name_en", "name_fr", "source")
        rows = pd.DataFrame([*others, first | {"source": "Sample"}])[list(columns)]
        head = f"#carmhub-reference table=holiday delivery=whole reference=W1 rows={len(rows)}\n"
        content = (head + rows.to_csv(index=False)).encode()
        self.send(content, day, "posted", REFERENCE_DESK)
        (draft,) = (d for d in load_reference_data.waiting(self.hub) if d.table == "holiday")
        assert people.apply(self.hub, draft.message_id) == "applied"
        assert draft.counts["removed"] == draft.counts["changed"] == 1

    def declarations_change(self) -> None:
        """Versions filed after the due date: approved, refused, waiting."""
        day = dt.date(2026, 11, 9)
        debt, refund = Reason("R3-32-2-VFD"), Reason("R2-74-1-TT", "billed twice")
        versions = [new_version(dearer(each), debt) for each in (self.adjusted, self.refused)]
        self.send(self.edifact(versions, day), day, "posted")
        withdrawals = [withdrawal(self.withdrawn, refund), withdrawal(self.waiting, refund)]
        self.send(self.xml(withdrawals, day), day, "posted")
        reviews = {row["transaction_number"]: row for row in review_versions.waiting(self.hub)}
        assert len(reviews) == len([*versions, *withdrawals])
        for declaration, decision in (
            (self.adjusted, APPROVED),
            (self.refused, REFUSED),
            (self.withdrawn, APPROVED),
        ):
            review_id = reviews[declaration.transaction_number]["review_id"]
            asked = replace(
                request(f"review {review_id}"),
                digest=review_versions.digest_of(review_versions.propose(self.hub, review_id, day)),
                login="airflow",
                approval=Approval("ann", "airflow"),
            )
            people.ask(self.hub, "review", review_versions.selection_of(review_id, decision), asked)
            review_versions.decide(self.hub, review_id, decision, asked, day)

    def november_is_billed(self) -> None:
        """Paid in part, cleared at the close, billed; half of the documents are delivered."""
        day = dt.date(2026, 11, 16)
        self.paid_cents = 4_321
        paid = [(f"{self.paid_cents / 100:.2f}", f"CUSTOMS {IN_PRINT}")]
        self.send(self.payments(paid, day), day, "posted", BANK)
        self.unapply(day)
        self.money_is_told_twice(dt.date(2026, 11, 20))
        self.close(dt.date(2026, 11, 24))
        people.bill(self.hub, dt.date(2026, 11, 25))
        self.deliver_through(dt.date(2026, 11, 9))

    def money_is_told_twice(self, day: dt.date) -> None:
        """In detail and by the bank's own line: orders, a card settlement with a chargeback."""
        settled = (f"P1 1.00 {IN_PRINT}", f"P2 0.50 {IN_PRINT}", "-C1 0.50 P2", "F1 0.10")
        paid = {IN_PRINT: "30.00", self.adjusted.importer: "20.00"}
        for content in (
            bank_files.payment_order("1", "TRACE-1", paid),
            bank_files.deposit("S1", "TRACE-1", "50.00"),
            bank_files.settlement("CS-1", *settled),
            bank_files.deposit("S2", "CS-1", "0.90"),
            bank_files.deposit("S3", "TRACE-2", "50.00"),
            bank_files.payment_order("2", "TRACE-2", paid),
        ):
            self.send(content, day, "posted", BANK)

    def what_was_posted_is_taken_back(self) -> None:
        """Both billed, one is reversed, an application undone; one act rejected, a file waits."""
        day = dt.date(2026, 11, 25)
        number = self.reversed.transaction_number
        assert reverse_postings.reverse(self.hub, number, request("reverse"), day).transactions
        self.unapply(day)
        with self.hub.book.transaction() as tx:
            acts.reject(tx, "reverse again", Rejection("zoe", "ssh:zoe", "it was reversed before"))
        self.receive(b"Not read yet.", day)

    def unapply(self, day: dt.date) -> None:
        """Undo the first application that stands."""
        with self.hub.book.transaction() as tx:
            rows = tx.rows("SELECT application_id AS id FROM application ORDER BY 1")
            applied = next(row["id"] for row in rows if live_application(tx, row["id"]))
        asked = request(f"unapply {applied}")
        done = reverse_postings.unapply(self.hub, applied, asked, day)
        assert done.undone_applications == 1

    def registry_speaks(self) -> None:
        """A delivery: of one importer only, documents are printed too."""
        heading = (
            "bn15,effective_from,program,language,documents_to,notice_formats,statement_formats,"
            "offset_preference"
        )
        self.load(
            heading,
            *(
                f"{bn15},2024-10-21,commercial,fr,{BROKER},{forms},{forms},standard"
                for bn15 in self.importers
                for forms in ("xml pdf" if bn15 == IN_PRINT else "xml",)
            ),
        )

    def registry_learns(self) -> None:
        """Deliveries: a client, its account, who files for it, its enrolment and security."""
        since = "2024-10-21"
        account = f"{NEWCOMER},{since},commercial,en,{BROKER},xml,xml,standard"
        for lines in (
            ("bn9,effective_from,legal_name", f"{NEWCOMER[:9]},{since},Newcomer Imports Ltd."),
            (
                "bn15,effective_from,program,language,documents_to,notice_formats,"
                "statement_formats,offset_preference",
                account,
            ),
            ("bn15,partner_id,effective_from,role", f"{NEWCOMER},{BROKER},{since},pPAM"),
            ("bn15,program,effective_from", f"{NEWCOMER},RPP,{since}"),
        ):
            self.load(*lines)

    def users_are_linked(self) -> None:
        """One is linked, one refused until too often, and one linked whose link was revoked."""
        account = self.reversed.importer
        right = Answers(
            transaction_number=self.reversed.transaction_number,
            duties_cents=self.payable_cents(self.reversed),
            payment_cents=self.paid_cents,
            paid_on=dt.date(2026, 11, 16),
            balance_cents=None,
            statement_on=None,
        )
        wrong = replace(right, payment_cents=1)
        for user in ("linked", "revoked"):
            assert link_account.run(self.hub, user, account, right) == "linked"
        assert link_account.revoke(self.hub, "revoked", account, "ann", "left the firm")
        outcomes = [link_account.run(self.hub, "guesses", NEWCOMER, wrong) for _ in range(9)]
        assert {str(outcome) for outcome in outcomes} == {"refused", "too_many"}

    @property
    def importers(self) -> tuple[str, ...]:
        """The importers that the broker files for and that are released prior to payment."""
        return tuple(
            bn15 for bn15 in self.sample.brokers[0].importers if bn15 in self.sample.in_rpp
        )

    def maker(self, released_on: dt.date, seed: int) -> DeclarationMaker:
        """Return a maker of declarations of goods released on a day."""
        days = (released_on, released_on)
        return DeclarationMaker(self.sample, self.sample.brokers[0], Random(seed), days)

    def owed_by(self, maker: DeclarationMaker, importer: str | None = None) -> Declaration:
        """Make a short declaration; of the broker's first importer when none is named."""
        return replace(
            maker.declaration(lines=2), importer=importer or self.importers[0], cad_type="AB"
        )

    def faulty(self, maker: DeclarationMaker) -> Declaration:
        """Make a declaration of an item that the tariff does not have."""
        return made.with_importer(maker.faulty("CAD-003"), self.importers[0])

    def of_furniture(self, maker: DeclarationMaker) -> Declaration:
        """Make a declaration of the item whose rate is corrected later."""
        return self.with_line(
            self.owed_by(maker),
            tariff_item=FURNITURE,
            unit="NMB",
            origin_country="DE",
            treatment="02",
        )

    def with_every_charge(self, declaration: Declaration) -> Declaration:
        """Return it with its first line under SIMA, its second under surtax and excise."""
        screws = {"tariff_item": "7318150000", "unit": "KGM", "origin_country": "TW"}
        car = {"tariff_item": "8703230000", "unit": "NMB", "origin_country": "US"}
        of_measure = {"sima_code": "S", "sima_measure": "CF"}
        of_orders = {"surtax_code": "25118A", "excise_code": "E40"}
        first, second = declaration.lines
        plain = {"tariff_code": None, "licence": None, "treatment": "02"}
        lines = (
            replace(first, **(plain | screws | of_measure | {"quantity": "120.5"})),
            replace(second, **(plain | car | of_orders | {"quantity": "1"})),
        )
        return replace(declaration, lines=lines)

    def with_line(self, declaration: Declaration, **changes: str) -> Declaration:
        """Return a declaration with its first line only, changed."""
        line = replace(declaration.lines[0], **changes)
        return replace(declaration, lines=(line,), line_count=1)

    def edifact(self, declarations: list[Declaration], day: dt.date) -> bytes:
        """Return an interchange of the broker's."""
        return edifact.interchange(declarations, **self.envelope(day))

    def xml(self, declarations: list[Declaration], day: dt.date) -> bytes:
        """Return a batch of the broker's in XML."""
        return xml.batch(declarations, **self.envelope(day))

    def envelope(self, day: dt.date) -> dict[str, object]:
        self.count += 1
        return {
            "sender": self.sample.brokers[0].sender_identification,
            "recipient": "CARMHUB",
            "reference": f"REF{self.count}",
            "prepared_at": dt.datetime.combine(day, dt.time(7, 30)),
        }

    def payments(self, paid: list[tuple[str, str]], day: dt.date) -> bytes:
        """Return a bank's notification of dollars with what was written beside them."""
        self.count += 1
        entries = [
            camt.BankEntry(f"B{self.count}-{number}", Decimal(dollars), written, "Payer")
            for number, (dollars, written) in enumerate(paid)
        ]
        reference = f"BANK{self.count}"
        return camt.notification(entries, reference=reference, bic="NORTCATT", value_on=day)

    def send(self, content: bytes, day: dt.date, outcome: str, partner_id: str = BROKER) -> int:
        """Send bytes as a file of a partner's, and post it; return its id."""
        file_id = self.receive(content, day, partner_id)
        assert collect_files.post(self.hub, [file_id]) == {outcome: 1}
        return file_id

    def receive(self, content: bytes, day: dt.date, partner_id: str = BROKER) -> int:
        """Take bytes in as a file of a partner's; return its id."""
        self.count += 1
        path = self.folder / f"file{self.count}"
        path.write_bytes(content)
        return collect_files.ingest(self.hub, path, day, partner_id)

    def load(self, *lines: str) -> None:
        """Load a delivery to the registry."""
        path = self.folder / "registry.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        loaded = load_registry.apply(self.hub, path, "ann")
        assert loaded.load_id is not None, loaded.findings

    def close(self, day: dt.date, *, notices: bool = False) -> None:
        """Close a day, and send its notices when asked."""
        close_day.run(self.hub, day)
        if notices:
            assert send_notices.run(self.hub, day) > 0

    def deliver_through(self, day: dt.date) -> None:
        """Record everything queued for days up to one as delivered."""
        with self.hub.book.transaction() as tx:
            for row in tx.rows("SELECT * FROM outbox WHERE business_date <= :day", day=day):
                path = f"/{row['partner_id']}/out/{row['name']}"
                size_bytes = len(self.hub.kept.get(bytes(row["sha256"])))
                outbox.delivered(tx, row["outbox_id"], path, size_bytes)

    def payable_cents(self, declaration: Declaration) -> int:
        """Return what a declaration owes as the book has it."""
        with self.hub.book.transaction() as tx:
            return tx.value(
                "SELECT payable_cents FROM standing_cad WHERE transaction_number = :number",
                number=declaration.transaction_number,
            )


def dearer(declaration: Declaration) -> Declaration:
    """Return a declaration whose first line is worth twice as much."""
    first, *others = declaration.lines
    first = replace(first, value=f"{2 * Decimal(first.value):.2f}")
    return replace(declaration, lines=(first, *others))


def request(what: str) -> Request:
    """Return what a person asks for, with the reason."""
    return Request(what, "an officer", f"{what}: as the documents show")


if __name__ == "__main__":
    main()
