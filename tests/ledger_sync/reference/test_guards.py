"""Rules are guarded as money is: reference data and the registry change by recorded versions."""

import datetime as dt
from dataclasses import replace

import psycopg
import pytest
from psycopg import errors

from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from jobs.reference import seeding
from ledger_sync.book.connection import owners_book
from ledger_sync.reference import reference_versions
from ledger_sync.reference.reference_tables import TABLES
from ledger_sync.reference.reference_versions import Applied, Recorded
from tests import made
from tests.changing import change, change_in
from tests.sending import send

TODAY = dt.date(2026, 11, 20)
FORGED = (
    "INSERT INTO reference_version (table_name, number, origin, file_name, applied_by, added,"
    " changed, ended, removed, row_count, digest) VALUES ('gst_rate', 99, 'seed', 'x', 'x', 0, 1,"
    " 0, 0, 1, sha256('x'))"
)


@pytest.mark.parametrize("table", TABLES)
def test_no_table_changes_outside_a_version(owner, table: str):
    """Not by its owner either: no row added, changed or removed, and none of it truncated."""
    key, *_ = TABLES[table][0]
    for statement in (
        f"UPDATE {table} SET {key} = {key}",
        f"DELETE FROM {table} WHERE false",
        f"INSERT INTO {table} SELECT * FROM {table} LIMIT 0",
        f"TRUNCATE {table} CASCADE",
    ):
        with pytest.raises(errors.RestrictViolation), owner.transaction():
            owner.execute(statement)


def test_the_application_seeds_nothing(application):
    """A version without a delivery is the owner's to make, and so is a seed of the registry."""
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        application.execute(FORGED)
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        application.execute(
            "INSERT INTO registry_load (source, name, sha256, loaded_by)"
            " VALUES ('seed', 'x', sha256('x'), 'x')"
        )
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        application.execute("UPDATE partner SET messages = 'CAD'")


def test_a_delivered_version_needs_the_decision_to_apply_it(application):
    """The application cannot make up a delivery that nobody decided on."""
    forged = FORGED.replace("origin, file_name", "origin, message_id, file_name").replace(
        "'seed', 'x'", "'delivery', (SELECT min(message_id) FROM message), 'x'"
    )
    application.execute(forged)
    with pytest.raises(errors.RestrictViolation, match="nobody decided"):
        application.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_new_accounts_need_a_load(application):
    with pytest.raises(errors.RestrictViolation, match="load of the registry"):
        application.execute("INSERT INTO client (bn9) VALUES ('999999998')")


def test_a_version_changes_what_it_records_and_no_more(hub: Hub):
    """More rows, other rows, other values or another end than its changes say are refused."""
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        before = reference_versions.rows(tx, "prescribed_rate")
    after = before.copy()
    after["rate_ppm"] = [int(rate) + 1 for rate in after["rate_ppm"]]
    first = before.to_dict("records")[0]
    told = Recorded("changed", first, {**first, "rate_ppm": int(first["rate_ppm"]) + 1})
    other = Recorded("changed", first, {**first, "rate_ppm": int(first["rate_ppm"]) + 2})
    unlike = Recorded("changed", {**first, "rate_ppm": 0}, told.after)
    assert len(before) > 1
    for changes, frame in (
        ([told], after),
        ([other], after.iloc[:1]),
        ([unlike], after.iloc[:1]),
        ([], after),
        ([told], before),
    ):
        with pytest.raises(Exception, match=r"records|not what it says"):
            with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
                seed = Applied("x", "x")
                reference_versions.record(tx, "prescribed_rate", frame, changes, seed)


def test_one_version_of_a_table_a_transaction(hub: Hub):
    with pytest.raises(Exception, match=r"one version|records"):
        with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
            change_in(tx, "UPDATE gst_rate SET rate_ppm = rate_ppm + 1")
            change_in(tx, "UPDATE gst_rate SET rate_ppm = rate_ppm - 1")


def test_seeding_is_the_owners(hub: Hub):
    """Without the owner's URL it is refused in words; the seed of a change is recorded."""
    with pytest.raises(JobRefused, match="CARMHUB_OWNER_URL"):
        seeding.run(replace(hub, settings=replace(hub.settings, owner_url=None)))
    assert set(seeding.run(hub).values()) == {0}


def test_the_columns_of_the_digest_are_those_of_the_tables(hub: Hub):
    """What the book digests is what versions record, in one order."""
    with hub.book.transaction() as tx:
        for table, (keys, others) in TABLES.items():
            assert tx.value("SELECT reference_columns(:table)", table=table) == [*keys, *others]


def test_every_batch_seals_the_versions_since_the_one_before(hub: Hub, owner_url: str):
    """A version and a load are sealed by the next batch; altered later, the seal says so."""
    change(hub, "UPDATE gst_rate SET rate_ppm = rate_ppm + 1")
    send(hub, made.cusdec([made.maker(5).declaration()], "V1"), TODAY)
    with hub.book.transaction() as tx:
        batch = tx.row("SELECT * FROM batch")
        assert batch["reference_version_id"] == tx.value(
            "SELECT max(reference_version_id) FROM reference_version"
        )
    for statement in (
        "UPDATE reference_version SET applied_by = 'x' WHERE reference_version_id = 1",
        "UPDATE reference_change SET after = before WHERE before IS NOT NULL",
        "UPDATE registry_load SET loaded_by = 'x'",
        "UPDATE client_history SET legal_name = 'x'",
    ):
        with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
            table = statement.split()[1]
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            assert owner.execute(statement).rowcount > 0
            (same,) = owner.execute(
                "SELECT digest = sha256(previous_digest || batch_content(batch_id)) FROM batch"
            ).fetchone()
            owner.rollback()
        assert not same, statement


def test_a_batch_decided_by_older_rules_is_refused(application):
    """The application cannot say that a batch was decided by an earlier version."""
    with pytest.raises(errors.RestrictViolation, match="moved on"):
        application.execute(
            "INSERT INTO batch (kind, book_on, reference_version_id)"
            " VALUES ('file', '2026-11-20', 1)"
        )


def test_a_rate_changed_and_put_back_is_found(hub: Hub, owner_url: str):
    """One declaration priced at a rate that no version says: every basis is held to its batch's."""

    def put(rate: str) -> None:
        with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
            owner.execute("ALTER TABLE exchange_rate DISABLE TRIGGER USER")
            owner.execute(f"UPDATE exchange_rate SET rate_ppm = {rate}")
            owner.execute("ALTER TABLE exchange_rate ENABLE TRIGGER USER")

    maker = made.maker(6)
    send(hub, made.cusdec([maker.declaration()], "A1"), TODAY)
    put("rate_ppm + 1000000")
    send(hub, made.cusdec([maker.declaration()], "A2"), TODAY)
    put("rate_ppm - 1000000")
    broken = {result.name for result in prove_book.results(hub) if not result.holds}
    assert broken == {"bases-as-versioned"}


def test_a_basis_used_again_is_held_to_the_later_version(hub: Hub):
    """Each rate of each time is right by the version of its own batch, again and again."""
    maker = made.maker(7)
    for number in range(3):
        send(hub, made.cusdec([maker.declaration()], f"B{number}"), TODAY)
        sign = "+" if number % 2 == 0 else "-"
        change(hub, f"UPDATE gst_rate SET rate_ppm = rate_ppm {sign} 10000")
    send(hub, made.cusdec([maker.declaration()], "B9"), TODAY)
    assert all(result.holds for result in prove_book.results(hub))
