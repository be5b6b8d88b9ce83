"""The day of the book: Toronto's, or in a made-up book so many days later."""

import datetime as dt

from ledger_sync.book.connection import Transaction


def today(tx: Transaction) -> dt.date:
    """Return the business date now."""
    found: dt.date = tx.value("SELECT business_today()")
    return found


def now(tx: Transaction) -> dt.datetime:
    """Return the moment of the transaction, by the database's clock, which is nobody's own."""
    found: dt.datetime = tx.value("SELECT now()")
    return found


def days_ahead(tx: Transaction) -> int:
    """Return how many days the book is ahead of Toronto; 0 of a real one."""
    return int(tx.value("SELECT days_ahead()"))


def is_made_up(tx: Transaction) -> bool:
    """Whether the book was made for a demonstration or a simulation."""
    return bool(tx.value("SELECT is_made_up()"))


def set_ahead(tx: Transaction, days: int) -> None:
    """Make an empty book a made-up one, or move the clock of a made-up one forward.

    Only the owner of the book may; the book refuses it of a real one that is in use.
    """
    tx.run("INSERT INTO book_clock (days_ahead) VALUES (:days)", days=days)
