"""A connection to the book: one engine, one transaction at a time, named locks."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pandas as pd
import psycopg
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

_SESSION = {
    "statement_timeout": "15min",
    "idle_in_transaction_session_timeout": "15min",
    "temp_buffers": "64MB",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "search_path": "public",
    "default_transaction_isolation": r"read\ committed",
    "default_transaction_read_only": "off",
    "default_transaction_deferrable": "off",
}
"""No statement and no forgotten transaction holds the book up for long; staging stays in memory.
What a role may set for itself is set here: nobody else decides how the hub reads and writes."""

LOCK_WAIT = "60min"
"""How long a transaction waits for a named lock: longer than a month's repost holds one."""

POOL_SIZE = 2
"""Connections a run keeps: one for its transaction, one for a lock that it holds."""

_log = logging.getLogger(__name__)

Row = Mapping[str, Any]


class BookUnavailable(Exception):
    """The database did not answer; nothing was posted, and the same step may run again."""


class BookDamaged(BookUnavailable):
    """Pages of the database are damaged: no file's fault, and no retry cures it."""


_DAMAGED = ("XX001", "XX002")
"""SQLSTATEs of damaged pages, of a table and of an index."""

_PASSING = ("08", "25P03", "25P04", "40", "53", "55006", "55P03", "57", "58", *_DAMAGED)
"""SQLSTATEs, or classes, that are the server's and never the input's: connection, a transaction or
a lock that took too long, rollback, resources, a cancel or a shutdown, the disk, damaged pages."""

_PASSING_WRITES = (*_PASSING, "25006")
"""And for who means to write: a server that only reads, as a standby does."""


def _unavailable(fault: Exception | None) -> BookUnavailable:
    """Return what a fault of the server's is told as."""
    damaged = str(getattr(fault, "sqlstate", None)) in _DAMAGED
    return (BookDamaged if damaged else BookUnavailable)(str(fault))


def _may_pass(fault: Exception | None, states: tuple[str, ...]) -> bool:
    state = getattr(fault, "sqlstate", None)
    if state is None:
        return isinstance(fault, psycopg.OperationalError)
    return str(state).startswith(states)


@contextmanager
def _told_when_unavailable(states: tuple[str, ...]) -> Iterator[None]:
    """Raise BookUnavailable for what a retry can cure, BookDamaged for the server's other fault."""
    try:
        yield
    except DBAPIError as fault:
        orig = fault.orig if isinstance(fault.orig, Exception) else None
        if fault.connection_invalidated or _may_pass(orig, states):
            raise _unavailable(orig) from fault
        raise
    except psycopg.Error as fault:  # of a COPY, which SQLAlchemy does not see
        if _may_pass(fault, states):
            raise _unavailable(fault) from fault
        raise
    except NoConnectionFree as fault:
        raise BookUnavailable("every connection to the book is in use") from fault


_text = lru_cache(512)(text)
"""A statement as SQLAlchemy takes it; those of a batch are the same in each."""


class Transaction:
    """One open transaction; what it did is in the book when the block ends, or not at all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, **values: object) -> list[Row]:
        """Run a statement and return its rows as mappings."""
        found = self._connection.execute(_text(sql), values)
        names = list(found.keys())
        return [dict(zip(names, row, strict=True)) for row in found]

    def row(self, sql: str, **values: object) -> Row | None:
        """Run a statement and return its only row, or None."""
        found = self._connection.execute(_text(sql), values).mappings().one_or_none()
        return None if found is None else dict(found)

    def value(self, sql: str, **values: object) -> Any:  # noqa: ANN401 - whatever the column holds
        """Run a statement and return its only value."""
        return self._connection.execute(_text(sql), values).scalar_one()

    def run(self, sql: str, **values: object) -> int:
        """Run a statement and return how many rows it touched."""
        return self._connection.execute(_text(sql), values).rowcount

    def script(self, *statements: str) -> None:
        """Run statements without values in one exchange with the server."""
        self.driver.execute("; ".join(statements).encode())

    def frame(self, sql: str, **values: object) -> pd.DataFrame:
        """Run a statement and return its rows as a frame of objects."""
        result = self._connection.execute(_text(sql), values)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)

    def pages(self, sql: str, size: int, **values: object) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query and yield its rows in lists of at most ``size``, in bounded memory."""
        result = self._connection.execute(_text(sql).execution_options(yield_per=size), values)
        for page in result.partitions():
            yield [tuple(row) for row in page]

    def lock(self, name: str) -> None:
        """Take a named lock to the end of the transaction; says so when another run holds it.

        The wait does not count as a statement that takes too long; it has a bound of its own,
        LOCK_WAIT, and gives BookUnavailable beyond it.
        """
        key = "hashtextextended(:name, 0)"
        if self.value(f"SELECT pg_try_advisory_xact_lock({key})", name=name):
            return
        _log.info("waiting for %s, which another run is at", name)
        self._wait(f"SELECT pg_advisory_xact_lock({key}) IS NULL", name)

    def take(self, name: str, *, wait: bool) -> bool:
        """Take a named lock for the session; False when another has it and it is not waited for."""
        key = "hashtextextended(:name, 1)"
        if self.value(f"SELECT pg_try_advisory_lock({key})", name=name):
            return True
        if wait:
            _log.info("waiting for %s, which another run is at", name)
            self._wait(f"SELECT pg_advisory_lock({key}) IS NULL", name)
        return wait

    def _wait(self, sql: str, name: str) -> None:
        """Run what waits for a lock, bounded by LOCK_WAIT and by nothing else."""
        (was,) = self.rows(
            "SELECT current_setting('statement_timeout') AS statement,"
            " current_setting('lock_timeout') AS lock"
        )
        self._bound_waits("0", LOCK_WAIT)
        self.value(sql, name=name)
        self._bound_waits(was["statement"], was["lock"])

    def _bound_waits(self, statement: str, lock: str) -> None:
        """Set, to the end of the transaction, how long a statement and a lock may take."""
        self.row(
            "SELECT set_config('statement_timeout', :statement, true),"
            " set_config('lock_timeout', :lock, true)",
            statement=statement,
            lock=lock,
        )

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Undo at the end of the block whatever was done in it."""
        savepoint = self._connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo what was done in the block when it fails; the transaction goes on.

        Raises BookUnavailable as the transaction does: such a failure is not the block's.
        """
        with _told_when_unavailable(_PASSING_WRITES), self._connection.begin_nested():
            yield

    @property
    def driver(self) -> "psycopg.Connection[Any]":
        """The psycopg connection, for COPY."""
        connection = self._connection.connection.driver_connection
        if not isinstance(connection, psycopg.Connection):
            raise TypeError(type(connection))
        return connection


class Book:
    """The book behind a database URL (the application role)."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            pool_pre_ping=True,
            connect_args={
                "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
                "application_name": "carm-hub",
                "connect_timeout": 10,
            },
        )

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open one transaction; it commits when the block ends without an exception.

        Raises BookUnavailable when the database is gone or refuses for want of resources.
        """
        with _told_when_unavailable(_PASSING_WRITES), self._engine.begin() as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open one transaction that sees one state of the book and may not change it.

        Raises BookUnavailable as ``transaction`` does.
        """
        with _told_when_unavailable(_PASSING), self._engine.connect() as opened:
            connection = opened.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with connection.begin():
                yield Transaction(connection)

    @contextmanager
    def holding(self, name: str, *, wait: bool = False) -> Iterator[bool]:
        """Hold a named lock for a whole run; yields False, and says so, when another run does.

        With ``wait`` it is waited for, as ``Transaction.lock`` does, and always held. Of the
        session: it ends with the connection, so that a killed run leaves none behind.
        """
        with _told_when_unavailable(_PASSING), self._engine.connect() as connection:
            held = Transaction(connection).take(name, wait=wait)
            connection.commit()
            if not held:
                _log.info("%s: another run is at it", name)
            try:
                yield held
            finally:
                if held:
                    connection.execute(
                        text("SELECT pg_advisory_unlock(hashtextextended(:name, 1))"),
                        {"name": name},
                    )
                    connection.commit()

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


@contextmanager
def owners_book(owner_url: str) -> Iterator[Book]:
    """Open the book as its owner, who loads its rules and seeds it; no job of the day does."""
    book = Book(owner_url)
    try:
        yield book
    finally:
        book.close()
