"""The payments of a simulated quarter are matched as the answer key says, by class of reference."""

import csv
import datetime as dt
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from mappers.payments.matching import Payees, match, names_of
from mappers.payments.references import plain_name
from parsers.formats import Limits, read_file
from simulator.bank_days import due_on
from simulator.dropped import RECIPIENT
from simulator.references import UNCERTAIN
from simulator.world import World, simulate
from tests.simulator.taking import Row, rows

QUARTER: Final = World(seed=11, accounts=150, days=91)
LIMITS: Final = Limits(max_file_bytes=1 << 26, max_segment_bytes=1 << 16)
HISTORY: Final = 2
LINKED_LEAST: Final = 0.95


class _Known:
    """What a book would know by the evening before, of the key alone."""

    def __init__(self, world: Path) -> None:
        with (world / "registry" / "1_clients.csv").open(encoding="utf-8") as stream:
            lines = [line for line in stream if not line.startswith("#")]
        names = {row["bn9"]: plain_name(row["legal_name"]) for row in csv.DictReader(lines)}
        with (world / "registry" / "2_accounts.csv").open(encoding="utf-8") as stream:
            lines = [line for line in stream if not line.startswith("#")]
        self.codes = sorted({row["bn15"] for row in csv.DictReader(lines)})
        self.own = [(names[code[:9]], code, 0) for code in self.codes]
        self.debts: dict[str, list[list[object]]] = {}
        self.billed: Counter[str] = Counter()
        self.owner: dict[str, str] = {}
        self.paid: Counter[tuple[str, str]] = Counter()

    def declare(self, row: Row) -> None:
        number, cents = row["transaction_number"], int(row["posted"])
        self.owner[number] = row["account"]
        self.billed[number] += cents
        day = dt.date.fromisoformat(row["filed_on"])
        self.debts.setdefault(row["account"], []).append([due_on(day), number, cents])

    def pay(self, account: str, payer: str, cents: int) -> None:
        self.paid[payer, account] += 1
        for debt in sorted(self.debts.get(account, [])):
            used = min(cents, max(debt[2], 0))  # type: ignore[call-overload]
            debt[2] -= used  # type: ignore[operator]
            cents -= used

    def payees(self) -> Payees:
        owed = [(code, *debt) for code, debts in self.debts.items() for debt in debts]
        columns = ["code", "due_on", "transaction_number", "open_cents"]
        debts = pd.DataFrame(owed, columns=columns).astype({"open_cents": "int64"})
        opened = debts.groupby("transaction_number")["open_cents"].sum()
        numbers = [
            (number, code, self.billed[number], int(opened[number]))
            for number, code in self.owner.items()
        ]
        history = [(payer, account, count) for (payer, account), count in self.paid.items()]
        return Payees(
            pd.DataFrame([(code, code[:9]) for code in self.codes], columns=["code", "bn9"]),
            pd.DataFrame(
                numbers, columns=["transaction_number", "code", "amount_cents", "open_cents"]
            ),
            debts[debts["open_cents"] > 0],
            pd.DataFrame([*self.own, *history], columns=["payer", "code", "payments"]),
        )


def read(world: Path, files: list[Row]) -> pd.DataFrame:
    """Return the payments of the bank's files of a day, each once, by the key's name of it."""
    tables = [
        tables.payments
        for row in files
        for tables in read_file(world / row["file"], recipient=RECIPIENT, limits=LIMITS)
    ]
    payments = pd.concat(tables, ignore_index=True)
    return payments.drop_duplicates("entry_reference").set_index("entry_reference", drop=False)


@pytest.fixture(scope="module")
def matched(tmp_path_factory) -> list[tuple[Row, str | None]]:
    """Each payment of the key's quarter, with the account that it was linked to."""
    world = tmp_path_factory.mktemp("simulated") / "quarter"
    simulate(QUARTER, world)
    known = _Known(world)
    filed = defaultdict(list)
    for row in rows(world, "key/declarations.csv"):
        if row["outcome"] == "accepted":
            filed[row["filed_on"]].append(row)
    told = defaultdict(list)
    for row in rows(world, "key/payments.csv"):
        if row["kind"] != "reversal":
            told[row["booked_on"]].append(row)
    found: list[tuple[Row, str | None]] = []
    bank = [row for row in rows(world, "manifest.csv") if row["partner"] == "worldbank"]
    files = {day: list(each) for day, each in groupby(bank, lambda row: row["day"])}
    for day in sorted({*filed, *files}):
        if day in files:
            payments = read(world, files[day])
            links = match(payments, known.payees(), history_least=HISTORY)["account"]
            found += [(row, _link(links, row)) for row in told[day]]
            for row, link in found[-len(told[day]) :]:
                if link is not None:
                    known.pay(link, plain_name(row["payer"]), int(row["amount"]))
        for row in filed[day]:
            known.declare(row)
    return found


def _link(links: "pd.Series[str]", row: Row) -> str | None:
    alone = row["payment"] in links.index
    link = links[row["payment"] if alone else f"{row['payment']}/{row['part']}"]
    return link if isinstance(link, str) else None


def test_no_payment_is_linked_to_a_wrong_account(matched):
    """Whatever a payment says, it credits the account that it is for, or waits."""
    assert [row for row, link in matched if link not in {None, row["right_account"]}] == []


def test_payments_that_bear_a_reference_are_linked(matched):
    """95 of 100 at least of those that name the account they pay, cut off or ambiguous ones too."""
    bearing = [
        link
        for row, link in matched
        if row["reference"] != "nothing" and row["kind"] != "misdirected"
    ]
    assert sum(link is not None for link in bearing) / len(bearing) >= LINKED_LEAST
    assert len(bearing) > 1000


def test_each_class_is_linked_or_waits_as_the_key_says(matched):
    """By class of reference: right, or waiting for the finding that the key tells."""
    by_class = defaultdict(Counter)
    for row, link in matched:
        kind = "misdirected" if row["kind"] == "misdirected" else row["reference"]
        by_class[kind]["waits" if link is None else "right"] += 1
        assert (link is None) == bool(row["finding"]), row
    waits = {kind for kind, found in by_class.items() if found["waits"]}
    assert waits == {"misdirected", *UNCERTAIN} & set(by_class)
    assert len(by_class) > 13


def test_what_is_asked_for_is_what_is_named():
    """Businesses, transactions and payers, each once; a number of another kind is none."""
    payments = pd.DataFrame(
        {
            "told": ["563448984RM0001 60001000000017", "BN 369975701", None],
            "bn15": [None, None, "563448984RM0001"],
            "payer_name": ["Lévis inc.", None, "LEVIS INC"],
        }
    )
    names = names_of(payments)
    assert names.businesses == {"563448984", "369975701"}
    assert names.numbers == {"60001000000017"}
    assert names.payers == {"LEVISINC"}
