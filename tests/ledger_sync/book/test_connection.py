"""A transaction that only reads: one state of the book, no change, and no waiting without end."""

from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from jobs.hub import Hub
from ledger_sync.book.connection import BookUnavailable

TOUCH = "INSERT INTO link_attempt (user_id, bn15, outcome) VALUES ('ann', 'x', 'refused')"
TRIED = "SELECT count(*) FROM link_attempt"


def test_reading_cannot_write(hub: Hub):
    """The database itself refuses a change; the connection, given back, may write again."""
    with pytest.raises(DBAPIError) as refused, hub.book.reading() as tx:
        tx.run(TOUCH)
    assert isinstance(refused.value.orig, psycopg.errors.ReadOnlySqlTransaction)
    for _ in range(3):
        with hub.book.transaction() as tx:
            assert tx.run(TOUCH) == 1


def test_reading_sees_one_state(hub: Hub):
    """What others change meanwhile is not seen before the next transaction, and waits for none."""
    with hub.book.reading() as tx:
        before = tx.value(TRIED)
        with hub.book.transaction() as other:
            assert other.run(TOUCH) == 1
        assert tx.value(TRIED) == before
    with hub.book.reading() as tx:
        assert tx.value(TRIED) == before + 1


def test_no_connection_left_is_told(hub: Hub, monkeypatch):
    """With every connection in use, one more is refused as unavailable, and free ones serve."""
    monkeypatch.setattr(hub.book._engine.pool, "_timeout", 0.05)
    with ExitStack() as held:
        with pytest.raises(BookUnavailable):
            for _ in range(20):
                held.enter_context(hub.book.reading())
    with hub.book.reading() as tx:
        assert tx.value("SELECT 1") == 1
