"""Who pays what and when: on time, late, short, over, twice, astray, pooled, taken back."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from simulator import references
from simulator.answer_key import AnswerKey
from simulator.bank_days import OPEN_DAYS, due_on, next_open_day
from simulator.bank_files import BankFiles
from simulator.deck import Deck
from simulator.dropped import Dropped
from simulator.parties import AT_ONCE, BY_BROKER, CAMT, ORDER, WEEKLY, Importer, Parties
from simulator.payment import (
    DOUBLE,
    LATE,
    MISDIRECTED,
    ON_TIME,
    OVER,
    POOLED,
    REVERSAL,
    REVERSED,
    SHORT,
    UNNAMED,
    Payment,
)

_CARDS: Final = {
    ON_TIME: 22, LATE: 4, SHORT: 3, OVER: 2, DOUBLE: 2, MISDIRECTED: 2, UNNAMED: 2, REVERSED: 3,
}  # fmt: skip
_PARTS_MOST: Final = 200
_NUMBERS_MOST: Final = 4
_BY_ACCOUNT: Final = (references.ACCOUNT, "customs duties")
"""The class and the words of a pooled payment, whose details name the accounts."""


@dataclass
class _Owed:
    """What an importer pays at once: cents, and the transactions while they are few.

    It is exact where these transactions alone come to it.
    """

    cents: int = 0
    numbers: tuple[str, ...] = ()
    is_exact: bool = True

    def add(self, cents: int, number: str) -> None:
        """Add what a transaction comes to; an amount of none makes it no sum of transactions."""
        self.cents += cents
        self.is_exact &= bool(number) and number not in self.numbers and cents > 0
        self.is_exact &= len(self.numbers) < _NUMBERS_MOST
        if self.is_exact:
            self.numbers += (number,)


class Money:
    """The payments of the world; of the answer key it asks what a day's declarations added."""

    def __init__(self, seed: str, parties: Parties, key: AnswerKey) -> None:
        self._random = random = Random(f"{seed} money")
        self._parties, self._key = parties, key
        self._cards = Deck(random, _CARDS)
        self._count = 0
        self._files = BankFiles(parties, key)
        self._written = Deck(random, references.CARDS)
        self._accounts = Counter(each.bn15[:9] for each in parties.importers)
        self._to_pay: defaultdict[dt.date, dict[int, _Owed]] = defaultdict(dict)
        self._under_way: defaultdict[dt.date, list[Payment]] = defaultdict(list)

    def day(self, day: dt.date) -> Iterator[Dropped]:
        """Yield the bank's files of a day; what was accepted by now is paid later."""
        if day.weekday() in OPEN_DAYS:
            self._decide(day)
            coming = self._under_way.pop(day, [])
            yield from self._files.day(coming, day)
        for importer, released_on, cents, number in self._key.owed:
            pays_on = self._pays_on(self._parties.importers[importer], released_on, day)
            owed = self._to_pay[pays_on].setdefault(importer, _Owed())
            owed.add(cents, number)

    def _pays_on(self, importer: Importer, released_on: dt.date, day: dt.date) -> dt.date:
        following = next_open_day(day)
        if importer.habit == AT_ONCE:
            return following
        if importer.habit in {WEEKLY, BY_BROKER}:
            payer = importer.brokers[0] if importer.habit == BY_BROKER else importer.number
            while following.weekday() != payer % len(OPEN_DAYS):
                following = next_open_day(following)
            return following
        return max(following, due_on(released_on))

    def _decide(self, day: dt.date) -> None:
        """Decide how what is due is paid; a credit waits for the next cycle's day."""
        pooled: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, owed in self._to_pay.pop(day, {}).items():
            importer = self._parties.importers[number]
            if owed.cents <= 0:
                waiting = self._to_pay[due_on(day + dt.timedelta(days=1))]
                waiting.setdefault(number, _Owed()).add(owed.cents, "")
            elif importer.habit == BY_BROKER:
                pooled[importer.brokers[0]].append((number, owed.cents))
            else:
                self._pay(importer, owed, day)
        for broker, parts in sorted(pooled.items()):
            for start in range(0, len(parts), _PARTS_MOST):
                self._pool(broker, tuple(parts[start : start + _PARTS_MOST]), day)

    def _pay(self, importer: Importer, to_pay: "_Owed", day: dt.date) -> None:
        random, kind, owed = self._random, self._cards.deal(), to_pay.cents
        named: int | None = importer.number
        cents, on = owed, day
        numbers = to_pay.numbers if to_pay.is_exact else ()
        written_as = references.possible(
            self._written.deal(), way=importer.way, numbers=numbers,
            accounts=self._accounts[importer.bn15[:9]],
        )  # fmt: skip
        if kind == LATE:
            on = next_open_day(day, random.randint(1, 8))
        elif kind == SHORT:
            cents = max(1, owed * random.randint(50, 95) // 100)
        elif kind == OVER:
            cents = owed * random.randint(101, 120) // 100 + 1
        elif kind == MISDIRECTED:
            named, written_as = self._another(importer), references.ACCOUNT
        elif kind == UNNAMED:
            named, written_as = None, references.NOTHING
        bn15 = "" if named is None else self._parties.importers[named].bn15
        money = Payment(
            self._next(), importer.way, kind, importer.name, ((importer.number, cents),), named,
            owed, day, written_as, references.written(written_as, bn15, numbers, day),
        )  # fmt: skip
        self._under_way[on].append(money)
        if kind == DOUBLE:
            again = self._about(money, DOUBLE)
            self._under_way[next_open_day(on, random.randint(0, 2))].append(again)
        elif kind == REVERSED:
            back = self._about(money, REVERSAL, reverses=True)
            self._under_way[next_open_day(on, random.randint(1, 4))].append(back)

    def _about(self, money: Payment, kind: str, *, reverses: bool = False) -> Payment:
        """Return what repeats a payment, or takes it back; nothing more was owed."""
        return Payment(
            self._next(), money.way, kind, money.payer, money.parts, money.named, 0, money.due_on,
            money.reference_class, money.said, money.id, reverses,
        )  # fmt: skip

    def _pool(self, broker: int, parts: tuple[tuple[int, int], ...], day: dt.date) -> None:
        way = ORDER if broker % 2 == 0 else CAMT
        payer = self._parties.brokers[broker].name
        owed = sum(cents for _, cents in parts)
        self._under_way[day].append(
            Payment(self._next(), way, POOLED, payer, parts, None, owed, day, *_BY_ACCOUNT)
        )

    def _another(self, importer: Importer) -> int:
        """Return an account of another business, if there is one: where the money goes astray."""
        other = importer
        while len(self._accounts) > 1 and other.bn15[:9] == importer.bn15[:9]:
            other = self._random.choice(self._parties.importers)
        return other.number

    def _next(self) -> int:
        self._count += 1
        return self._count
