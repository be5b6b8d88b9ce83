"""The registry's history in SQL equals its slow twin; the database keeps every row of it."""

import datetime as dt

import pandas as pd
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors

from jobs.hub import Hub
from ledger_sync.registry import parties, registry_loading
from ledger_sync.registry.registry_history import HISTORIES
from stack import postgres
from stack.postgres import Cluster
from tests.profiles import examples
from tests.reference.registry import Row, holds

BN15 = "545352437RM0001"
FIRST, OPEN = dt.date(2026, 1, 1), dt.date(9999, 12, 31)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(8)]
ROWS = st.builds(
    lambda start, length, withdrawn, said: Row(
        DAYS[start], DAYS[start + length] if start + length < len(DAYS) else OPEN, withdrawn, said
    ),
    start=st.integers(0, 6),
    length=st.integers(0, 7),
    withdrawn=st.booleans(),
    said=st.integers(1, 3),
)
LOADS = st.lists(
    st.lists(ROWS, min_size=1, max_size=3, unique_by=lambda row: row.effective_from), max_size=5
)


@given(LOADS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
def test_every_day_as_known_after_every_load(hub: Hub, loads: list[list[Row]]):
    """After any loads, every day has the answer of the twin, as known after each of them."""
    with hub.book.transaction() as tx, tx.rehearsal():
        ids = [load(tx, number, rows) for number, rows in enumerate(loads)]
        for number, load_id in enumerate(ids, start=1):
            found = [said(tx, day, load_id) for day in DAYS]
            assert found == [holds(loads[:number], day) for day in DAYS]
        assert [said(tx, day, None) for day in DAYS] == [holds(loads, day) for day in DAYS]


def load(tx, number: int, rows: list[Row]) -> int:
    """Load rows about one agreement, the amount being what is said."""
    frame = pd.DataFrame(
        [
            {
                "bn15": BN15, "agreement": "A", "kind": "bond", "amount_cents": row.said,
                "provider": "P", "effective_from": row.effective_from.isoformat(),
                "effective_to": row.effective_to.isoformat(), "withdrawn": row.withdrawn,
                "place": place,
            }
            for place, row in enumerate(rows)
        ],
        dtype=object,
    )  # fmt: skip
    for kind in HISTORIES:
        columns = [*HISTORIES[kind].columns, "place"]
        registry_loading.stage(
            tx, kind, frame if kind == "security" else pd.DataFrame(columns=columns)
        )
    unknown = {
        problem.place for problem in registry_loading.problems(tx) if problem.code == "REG-008"
    }
    for place in unknown:  # a withdrawal of nothing is refused; the twin lets it pass
        tx.run("DELETE FROM incoming_security WHERE place = :place", place=place)
    registry_loading.differences(tx, keep_delivered=False)
    load_id = registry_loading.record_load(tx, "delivery", "t", number.to_bytes(32), "tester")
    registry_loading.append(tx, load_id)
    for kind in HISTORIES:
        tx.run(f"DROP TABLE incoming_{kind}, difference_{kind}")
    return load_id


def said(tx, day: dt.date, load_id: int | None) -> int | None:
    rows = parties.facts(tx, BN15, on=day, load_id=load_id)["security"]
    found = [row["amount_cents"] for row in rows if row["agreement"] == "A"]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("table", ["registry_load", *(h.table for h in HISTORIES.values())])
def test_no_row_of_the_history_changes(hub: Hub, owner_url: str, cluster: Cluster, database, table):
    """Not even the owner edits, deletes or truncates the history; the application cannot try."""
    column = "name" if table == "registry_load" else "load_id"
    change = (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}")
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        for act in (*change, f"TRUNCATE {table} CASCADE"):
            with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
                owner.execute(act)
    url = cluster.url(postgres.APPLICATION, database).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as application:
        for act in change:
            with pytest.raises(errors.InsufficientPrivilege), application.transaction():
                application.execute(act)


def test_the_clock_of_a_load_is_the_databases(cluster: Cluster, database: str):
    """The application cannot say when something was learnt."""
    url = cluster.url(postgres.APPLICATION, database).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as application, pytest.raises(errors.InsufficientPrivilege):
        application.execute(
            "INSERT INTO registry_load (source, name, sha256, loaded_by, recorded_at)"
            " VALUES ('delivery', 'n', sha256('n'), 'me', '2020-01-01')"
        )
