"""Rules are guarded as money is: reference data and the registry change by recorded versions."""

import datetime as dt
import re
from dataclasses import replace

import psycopg
import pytest
from psycopg import errors

from jobs.hub import Hub, JobRefused, open_hub
from jobs.proofs import prove_book
from jobs.reference import seeding
from ledger_sync.book.connection import owners_book
from ledger_sync.reference import reference_versions
from ledger_sync.reference.reference_columns import TABLES
from ledger_sync.reference.reference_versions import Applied, Recorded
from ledger_sync.registry import registry_loading
from tests import made
from tests.changing import change, change_in
from tests.ledger_sync.rows import new_entries, new_txn
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
    """What the book digests is what versions record: in one order, then what was added later."""
    with hub.book.transaction() as tx:
        for table, (keys, others) in TABLES.items():
            digested = tx.value("SELECT reference_columns(:table)", table=table)
            added = tx.value("SELECT reference_added(:table)", table=table)
            names = [*keys, *others]
            assert digested == [name for name in names if name in digested]
            assert {name for name in names if name not in digested} == added_columns(added)


def added_columns(sql: str) -> set[str]:
    """Return the columns that a digest writes behind the others, where they say something."""
    written = re.search(r"ELSE ROW\(([^)]*)\)::text", sql)
    return set(written[1].split(", ")) if written else set()


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


def psql(url: str):
    return psycopg.connect(url.replace("postgresql+psycopg", "postgresql"))


def test_a_transaction_that_began_before_adds_nothing_to_a_version(hub: Hub):
    """A clock would let it pass: it was open when the version was made, and goes on after."""
    with psql(hub.settings.database_url) as early:
        early.execute("SELECT now()")
        change(hub, "UPDATE gst_rate SET rate_ppm = rate_ppm + 1")
        with pytest.raises(errors.RestrictViolation, match="only while it is made"):
            early.execute(
                "INSERT INTO reference_change SELECT max(reference_version_id), 99, 'added', NULL,"
                " '{}' FROM reference_version"
            )


def test_a_transaction_that_began_before_adds_nothing_to_a_load(hub: Hub):
    with psql(hub.settings.database_url) as early:
        early.execute("SELECT now()")
        with hub.book.transaction() as tx:
            load_id = registry_loading.record_load(tx, "delivery", "x", b"0" * 32, "ann")
        with pytest.raises(errors.RestrictViolation, match="only while it is made"):
            early.execute(
                "INSERT INTO client_history SELECT bn9, legal_name, effective_from + 1,"
                " effective_to, withdrawn, %s FROM client_history LIMIT 1",
                (load_id,),
            )


def test_a_version_changes_a_row_once(owner):
    """Not there and back: what it says of a row is one thing."""
    owner.execute(
        "INSERT INTO reference_version (table_name, number, origin, file_name, applied_by, added,"
        " changed, ended, removed, row_count, digest) SELECT 'gst_rate', 99, 'seed', 'x', 'x', 1,"
        " 0, 0, 1, count(*), reference_digest('gst_rate', 'gst_rate') FROM gst_rate"
    )
    for number, change_, before, after in (
        (1, "removed", "to_jsonb(g)", "NULL::jsonb"),
        (2, "added", "NULL::jsonb", "to_jsonb(g)"),
    ):
        owner.execute(
            "INSERT INTO reference_change SELECT max(v.reference_version_id), %s, %s,"
            f" (SELECT {before} FROM gst_rate g WHERE gst_code = '' LIMIT 1),"
            f" (SELECT {after} FROM gst_rate g WHERE gst_code = '' LIMIT 1)"
            " FROM reference_version v",
            (number, change_),
        )
    with pytest.raises(errors.RestrictViolation, match="changes a row twice"):
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_line_names_what_it_is_priced_by(owner):
    """The shape of lines from before rates were kept is taken no more, of anybody."""
    with pytest.raises(errors.RestrictViolation, match="names what it is priced by"):
        owner.execute(
            'INSERT INTO cad_line SELECT (jsonb_populate_record(l, \'{"line_number": 99,'
            ' "basis_id": null, "exchange_basis_id": null, "duty_rate_ppm": 0,'
            ' "gst_rate_ppm": 0, "exchange_rate_ppm": 0}\')).* FROM cad_line l LIMIT 1'
        )


def test_a_run_posts_what_is_its_own(application):
    """A clearing run that posts a transaction does not commit, whatever its entries."""
    run_id = application.execute(
        "INSERT INTO run (kind, business_date) VALUES ('clearing', '2026-11-20') RETURNING run_id"
    ).fetchone()[0]
    batch_id = application.execute(
        "INSERT INTO batch (kind, book_on, run_id) VALUES ('clearing', '2026-11-20', %s)"
        " RETURNING batch_id",
        (run_id,),
    ).fetchone()[0]
    txn_id = new_txn(application, batch_id)
    new_entries(application, txn_id, 500, -500)
    application.execute("SELECT seal_batch(%s)", (batch_id,))
    with pytest.raises(errors.RestrictViolation, match="posts no such transaction"):
        application.execute("SET CONSTRAINTS batch_posts_its_own IMMEDIATE")


@pytest.mark.parametrize(
    "default",
    [
        "default_transaction_isolation = 'serializable'",
        "default_transaction_read_only = 'on'",
        "datestyle = 'German'",
        "timezone = 'Pacific/Kiritimati'",
        "search_path = 'pg_catalog'",
        "bytea_output = 'escape'",
    ],
)
def test_a_roles_own_defaults_decide_nothing(hub: Hub, database: str, default: str):
    """Whatever the application's role sets for itself, the hub posts and proves as before."""
    with psql(hub.settings.database_url) as application:
        role = f'ALTER ROLE carmhub_app IN DATABASE "{database}" SET {default}'
        application.execute(role.encode())
    with open_hub(hub.settings) as anew:
        sent = send(anew, made.cusdec([made.maker(8).declaration()], "R1"), TODAY)
        assert sent.outcome == "posted"
        assert all(result.holds for result in prove_book.results(anew))
