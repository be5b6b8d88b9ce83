"""Seen before: the same bytes, interchange, transaction or bank entry. Rejected is not seen."""

from dataclasses import replace

import pytest

from jobs.hub import Hub
from jobs.proofs import prove_book
from ledger_sync.history.overview import overview
from tests import made, sending
from tests.bank_files import ACCOUNT, balance_report, balances, camt, credit_file, payment_order


@pytest.fixture
def send(hub: Hub):
    """Send content as one file; return its outcome."""
    return lambda content: sending.send(hub, content).outcome


def posted_cents(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        found = overview(tx)
    assert all(result.holds for result in prove_book.results(hub))
    return found.posted_cents


def test_the_same_bytes_post_once_and_are_answered_again(hub: Hub, send):
    """The same bytes again post nothing; the sender gets the same answers again."""
    content = made.cusdec([made.maker().declaration()])
    assert send(content) == "posted"
    before = posted_cents(hub)
    assert [send(content), send(content)] == ["duplicate", "duplicate"]
    assert posted_cents(hub) == before
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT file_id, array_agg(sha256 ORDER BY kind) AS a FROM outbox GROUP BY 1"
        )
    assert len(rows) == 3
    assert len({tuple(bytes(digest) for digest in row["a"]) for row in rows}) == 1


def test_a_used_interchange_reference_posts_nothing(hub: Hub, send):
    """Another interchange under a reference that was accepted is refused whole."""
    maker = made.maker()
    assert send(made.cusdec([maker.declaration()], "R1")) == "posted"
    before = posted_cents(hub)
    assert send(made.cusdec([maker.declaration()], "R1")) == "rejected"
    assert posted_cents(hub) == before


def test_partners_number_their_own_interchanges(hub: Hub, send):
    """Two partners may use one reference; so may one partner in two formats."""
    assert send(made.cusdec([made.maker(1, 0).declaration()], "R1", 0)) == "posted"
    assert send(made.cusdec([made.maker(2, 1).declaration()], "R1", 1)) == "posted"
    assert send(made.cad_xml([made.maker(3, 0).declaration()], "R1", 0)) == "posted"


def test_the_same_declaration_in_another_interchange_posts_once(hub: Hub, send):
    """The same transaction number and version with the same content is recognised."""
    declaration = made.maker().declaration()
    assert send(made.cusdec([declaration], "R1")) == "posted"
    before = posted_cents(hub)
    assert send(made.cusdec([declaration], "R2")) == "duplicate"
    assert send(made.cad_xml([declaration], "R3")) == "duplicate"
    assert posted_cents(hub) == before


def test_the_same_number_with_other_content_conflicts(hub: Hub, send):
    """The same transaction number and version with other content is a conflict, told apart."""
    declaration = made.maker().declaration()
    assert send(made.cusdec([declaration], "R1")) == "posted"
    other = replace(declaration, cargo_control_number="OTHER")
    assert send(made.cusdec([other], "R2")) == "rejected"


def test_twice_in_one_file(hub: Hub, send):
    """Within one file the first of two equal declarations posts, the second is recognised."""
    declaration = made.maker().declaration()
    assert send(made.cusdec([declaration, declaration])) == "posted"
    assert posted_cents(hub) == int(declaration.payable * 100)


def test_rejected_never_counts_as_seen(hub: Hub, send):
    """A rejected declaration is sent again, corrected, under the same references, and posts."""
    declaration = made.maker().declaration()
    assert send(made.cusdec([replace(declaration, importer="123456789RM0001")], "R1")) == "rejected"
    assert send(made.cusdec([declaration], "R1")) == "posted"
    assert posted_cents(hub) == int(declaration.payable * 100)


def test_rejected_bytes_may_come_again(hub: Hub, send):
    """The very bytes that were rejected are read anew: the registry may have changed."""
    content = made.cusdec([made.maker().faulty("CAD-001")])
    assert [send(content), send(content)] == ["rejected", "rejected"]


def test_a_bank_entry_posts_once(hub: Hub, send):
    """A bank entry in another notification is recognised; the rest of the file posts."""
    importer = made.broker().importers[0]
    assert send(made.payments([(importer, "5.00")], "N1")) == "posted"
    assert send(made.payments([(importer, "5.00"), (importer, "7.00")], "N2")) == "posted"
    with hub.book.transaction() as tx:
        assert overview(tx).paid_cents == 1200
    assert all(result.holds for result in prove_book.results(hub))


def paid_cents(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        return overview(tx).paid_cents


def test_an_entry_of_a_notification_is_known_in_the_statement(hub: Hub, send):
    """In camt.054 and in camt.053, in either order and spaced otherwise, an entry posts once.

    The statement's own line of what was told before clears it, once.
    """
    assert send(camt("camt.054", "N1", ["E1", "E2"])) == "posted"
    assert send(camt("camt.053", "S1", ["E2", "E1"], spaced="\n  ")) == "posted"
    assert send(camt("camt.053", "S0", ["E2", "E1"])) == "duplicate"
    assert send(camt("camt.053", "S2", ["E3"])) == "posted"
    assert send(camt("camt.054", "N2", ["E3"], named=True)) == "duplicate"
    assert send(camt("camt.054", "N3", ["E3"], named=True, spaced=" ")) == "duplicate"
    assert paid_cents(hub) == 15_000
    assert all(result.holds for result in prove_book.results(hub))


def test_two_equal_payments_are_two_however_their_files_overlap(hub: Hub, send):
    """A part of the day, the whole of it, and the part again: two payments of 50.00."""
    assert send(camt("camt.054", "N1", ["E1"])) == "posted"
    assert send(camt("camt.054", "N2", ["E1", "E1"])) == "posted"
    assert send(camt("camt.054", "N3", ["E1"])) == "duplicate"
    assert send(camt("camt.053", "S1", ["E1"])) == "posted"
    assert send(camt("camt.053", "S2", ["E1", "E1"])) == "posted"
    assert send(camt("camt.053", "S3", ["E1", "E1"])) == "duplicate"
    assert paid_cents(hub) == 10_000
    assert balances(hub) == {ACCOUNT: -10_000, "BANK": 10_000}
    with hub.book.transaction() as tx:
        keys = tx.rows(
            "SELECT kind, key, occurrence, part FROM payment_key ORDER BY occurrence, kind"
        )
    content = "northbank|00011234567|2026-11-20|5000|E1"
    assert [tuple(row.values()) for row in keys] == [
        ("content", content, 1, 1), ("line", content, 1, 1),
        ("content", content, 2, 1), ("line", content, 2, 1),
    ]  # fmt: skip


def test_equal_payments_on_two_accounts_are_two(hub: Hub, send):
    """The account is a part of what tells payments apart."""
    assert send(camt("camt.054", "N1", ["E1"])) == "posted"
    assert send(camt("camt.054", "N2", ["E1"], account="0002")) == "posted"
    assert paid_cents(hub) == 10_000


def test_a_payment_has_several_keys(hub: Hub, send):
    """What the bank calls an entry that was posted without a name is its key from then on."""
    assert send(camt("camt.054", "N1", ["E1"])) == "posted"
    assert send(camt("camt.053", "S1", ["E1"], named=True)) == "posted"
    with hub.book.transaction() as tx:
        keys = tx.rows("SELECT kind, key FROM payment_key ORDER BY kind")
    assert [tuple(row.values()) for row in keys] == [
        ("content", "northbank|00011234567|2026-11-20|5000|E1"),
        ("line", "northbank|00011234567|2026-11-20|5000|E1"),
        ("reference", "northbank|E10"),
    ]  # fmt: skip
    with hub.book.transaction() as tx:
        assert overview(tx).paid_cents == 5000


def test_the_number_of_a_file_is_used_once_a_day(hub: Hub, send):
    """A file that was refused comes again under its number; an accepted number comes no more."""
    refused = credit_file("9999", "E1").replace(b"CAD", b"USD")
    assert send(refused) == "rejected"
    assert send(credit_file("9999", "E1")) == "posted"
    assert send(credit_file("9999", "E2")) == "rejected"
    assert send(credit_file("1", "E3")) == "posted"
    assert paid_cents(hub) == 10_000
    assert all(result.holds for result in prove_book.results(hub))


def test_one_payment_in_five_formats_posts_once(hub: Hub, send):
    """Whichever door is first, the payer's reference tells the others that it is the same.

    The first to come is posted, and the first line of the bank behind a detail.
    """
    for number, first in enumerate(range(5)):
        reference, name = f"E{number}", f"1{number}"
        files = [
            camt("camt.054", f"N{name}", [reference], named=True),
            camt("camt.053", f"S{name}", [reference]),
            payment_order(name, reference),
            balance_report(name, reference),
            credit_file(name, reference),
        ]
        order = [*files[first:], *files[:first]]
        outcomes = [send(content) for content in order]
        lines = {files.index(order[place]) for place in range(5) if outcomes[place] == "posted"}
        assert lines == {0: {0, 1}, 1: {1}, 2: {2, 3}, 3: {3}, 4: {4, 1}}[first]
        assert paid_cents(hub) == 5000 * (number + 1)
        assert balances(hub) == {ACCOUNT: -paid_cents(hub), "BANK": paid_cents(hub)}
    assert all(result.holds for result in prove_book.results(hub))
