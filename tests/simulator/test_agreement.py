"""A small world is posted through the hub, which agrees with the answer key to the cent."""

import datetime as dt
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.questions.balances import balances_after
from ledger.accounts import UNIDENTIFIED
from simulator.world import World, simulate
from tests.simulator.taking import Row, rows, take, taking

WORLD = World(seed=44, accounts=60, days=20, first_on=dt.date(2026, 12, 16))
"""Over a due date, and the new year in which rates of duty change."""
CHARGES = ("value_for_duty", "duty", "surtax", "gst", "payable", "posted")
CHARGED = """
SELECT c.transaction_number, c.version, a.code, c.value_for_duty_cents, c.duty_cents,
    c.surtax_cents, c.gst_cents, c.payable_cents,
    coalesce(sum(e.amount_cents), 0)::bigint AS posted_cents
FROM cad c JOIN account a USING (account_id)
    LEFT JOIN txn t ON t.message_id = c.message_id AND t.batch_id = c.batch_id
    LEFT JOIN entry e ON e.txn_id = t.txn_id AND e.account_id = c.account_id
GROUP BY c.cad_id, a.code
"""
PAID = """
SELECT t.document_reference, a.code, -e.amount_cents AS cents, t.effective_on
FROM txn t JOIN entry e USING (txn_id) JOIN account a USING (account_id)
WHERE t.kind = 'PMT' AND e.amount_cents < 0 AND t.document_reference NOT LIKE 'CS%'
"""
"""But for deposits whose line came before their settlement."""
REFUSED = """
SELECT DISTINCT m.transaction_number, f.code FROM finding f JOIN message m USING (message_id)
WHERE m.status = 'rejected' AND m.transaction_number IS NOT NULL
"""
RETURNED = """
SELECT a.code, i.amount_cents FROM item i JOIN account a USING (account_id)
WHERE i.kind IN ('RTN', 'CHB')
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "world"
    simulate(WORLD, folder)
    return folder


def asked(hub: Hub, question: str) -> list[tuple[object, ...]]:
    with hub.book.reading() as tx:
        return sorted(tuple(row.values()) for row in tx.rows(question))


def accepted(world: Path) -> list[tuple[object, ...]]:
    """What each version is charged by the key, and what it posts."""
    return sorted(
        (
            row["transaction_number"], int(row["version"]), row["account"],
            *(int(row[charge]) for charge in CHARGES),
        )
        for row in rows(world, "key/declarations.csv")
        if row["outcome"] == "accepted"
    )  # fmt: skip


def credited(world: Path, *, without_declarations: bool = False) -> list[tuple[object, ...]]:
    """What each payment posts by the key: its name, account, cents and day.

    Without declarations nobody knows whose the transactions are that a payment names.
    """
    told = [row for row in rows(world, "key/payments.csv") if row["kind"] != "reversal"]
    found = []
    for payment, parts in groupby(told, lambda row: row["payment"]):
        of_one = list(parts)
        found += [
            (
                payment if len(of_one) == 1 else f"{payment}/{row['part']}",
                UNIDENTIFIED
                if without_declarations and row["reference"] == "transactions"
                else row["credits"] or UNIDENTIFIED,
                int(row["amount"]),
                dt.date.fromisoformat(row["booked_on"]),
            )
            for row in of_one
        ]
    return sorted(found)


def returned(world: Path, *, without_declarations: bool = False) -> list[tuple[object, ...]]:
    """Whom each payment that came back had credited, by the key, and its cents."""
    unknown = {"transactions"} if without_declarations else set()
    return sorted(
        (row["credits"], int(row["amount"]))
        for row in rows(world, "key/payments.csv")
        if row["kind"] == "reversal" and row["credits"] and row["reference"] not in unknown
    )


def from_bank(world: Path) -> list[Row]:
    return [row for row in rows(world, "manifest.csv") if row["partner"] == "worldbank"]


def balances(hub: Hub, day: dt.date) -> dict[str, int]:
    """What each account that has moved owes at the end of a day."""
    page = balances_after(hub, "", day, limit=1000)
    return {each.bn15: each.total.balance_cents for each in page}


def _by_day(row: Row) -> str:
    return row["day"]


@pytest.mark.database
@pytest.mark.long
def test_the_hub_agrees_with_the_key(hub: Hub, world: Path, tmp_path: Path):
    """Charge by charge, payment by payment, and account by account on each day."""
    with taking(hub, world, tmp_path / "config") as taken:
        take(taken, world, rows(world, "manifest.csv"))
        assert asked(taken, CHARGED) == accepted(world)
        assert asked(taken, PAID) == credited(world)
        assert all(result.holds for result in prove_book.results(taken))
        refused = {
            (row["transaction_number"], row["finding"])
            for row in rows(world, "key/declarations.csv")
            if row["outcome"] == "rejected"
        }
        assert len(refused) > 5 and refused <= set(asked(taken, REFUSED))
        assert returned(world) and asked(taken, RETURNED) == returned(world)
        booked: dict[str, int] = {}
        by_day = groupby(rows(world, "key/balances.csv"), lambda row: row["day"])
        days = 0
        for day, moved in by_day:
            booked |= {row["account"]: int(row["booked"]) for row in moved}
            assert balances(taken, dt.date.fromisoformat(day)) == booked, day
            days += 1
        assert days > WORLD.days // 2


@pytest.mark.database
@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_and_any_repetition_give_one_book(
    hub: Hub, world: Path, tmp_path: Path, seed: int
):
    """The bank's files shuffled, half of them sent again, post what they post in their order.

    But for settlements of cards: a chargeback is sent behind its payment. What a settlement divides
    of a deposit that came before it is no payment of its own: its money is in the balances.
    """
    random = Random(seed)
    files = from_bank(world)
    files += random.sample(files, len(files) // 2)
    random.shuffle(files)
    settlements = iter(sorted((row for row in files if row["format"] == "cards"), key=_by_day))
    files = [next(settlements) if row["format"] == "cards" else row for row in files]
    last = max(row["day"] for row in files)
    with taking(hub, world, tmp_path / "config") as taken:
        take(taken, world, [row | {"day": last} for row in files])
        alone = credited(world, without_declarations=True)
        by_card = {r["payment"] for r in rows(world, "key/payments.csv") if r["format"] == "cards"}
        found = [each for each in asked(taken, PAID) if each[0] not in by_card]
        assert found == [each for each in alone if each[0] not in by_card]
        owed: dict[str, int] = {}
        for _, account, cents, _ in alone:
            if account != UNIDENTIFIED:
                owed[account] = owed.get(account, 0) - cents
        back = returned(world, without_declarations=True)
        assert asked(taken, RETURNED) == back
        for account, cents in back:
            owed[account] += cents
        assert balances(taken, dt.date.fromisoformat(last)) == owed
