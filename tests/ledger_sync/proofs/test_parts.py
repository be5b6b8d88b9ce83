"""The parts of the book that proofs are asked of hold all of it, and what comes meanwhile."""

import datetime as dt

import pytest

from jobs.hub import Hub
from ledger_sync.proofs import parts
from tests import made
from tests.sending import send

DAYS = [dt.date(2026, 11, 20), dt.date(2026, 11, 21)]


def send_two(hub: Hub) -> None:
    """Send three declarations on the first day and two on the second."""
    maker = made.maker(6)
    for day, count in zip(DAYS, (3, 2), strict=True):
        content = made.cusdec([maker.declaration() for _ in range(count)], f"R{day}")
        send(hub, content, day, made.broker().partner_id)


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_every_number_is_in_one_range_of_items(filled, monkeypatch, at_once: int):
    """Ranges follow each other from the first number to the last; the last one stays open."""
    monkeypatch.setattr(parts, "ITEMS_AT_ONCE", at_once)
    hub = filled(send_two)
    with hub.book.transaction() as tx:
        ranges = list(parts.of_items(tx))
        items = tx.rows("SELECT item_id, txn_id, book_on FROM item")
    ends = [-(1 << 63) + 1, *(each["to_item"] + 1 for each in ranges)]
    assert [each["from_item"] for each in ranges] == ends[:-1] and ends[-1] == 1 << 63
    assert ranges[-1]["to_txn"] == ends[-1] - 1 and ranges[-1]["to_on"] == dt.date.max
    for item in items:
        (of_item,) = [
            each for each in ranges if each["from_item"] <= item["item_id"] <= each["to_item"]
        ]
        assert of_item["from_txn"] <= item["txn_id"] <= of_item["to_txn"]
        assert of_item["from_on"] <= item["book_on"] <= of_item["to_on"]
    assert (len(ranges) > 1) == (at_once < len(items))


def test_a_book_without_items_is_one_range(hub: Hub):
    """What is applied to items that are gone is in it."""
    with hub.book.transaction() as tx:
        (everything,) = parts.of_items(tx)
    assert everything["from_txn"] == everything["from_item"] == -(1 << 63) + 1


def test_a_window_has_the_ends_of_what_its_batches_posted(filled, monkeypatch):
    """Each batch is a window of its own; its keys are its own, and none where it posted nothing."""
    monkeypatch.setattr(parts, "ROWS_PER_WINDOW", 1)
    hub = filled(send_two)
    with hub.book.transaction() as tx:
        windows = list(parts.windows(tx))
        posted = {
            row["batch_id"]: row
            for row in tx.rows(
                "SELECT batch_id, min(txn_id) AS first, max(txn_id) AS last FROM txn GROUP BY 1"
            )
        }
    assert [each["batches"] for each in windows] == [[1], [2]]
    for window in windows:
        (batch_id,) = window["batches"]
        ends = posted[batch_id]
        assert (window["from_txn"], window["to_txn"]) == (ends["first"], ends["last"])
        assert window["from_statement"] is window["to_statement"] is None
    with hub.book.transaction() as tx:
        assert [each["from_on"] for each in parts.windows(tx, DAYS[1])] == [DAYS[1]]
