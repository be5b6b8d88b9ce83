"""Who pays what and when: on time, late, short, over, twice, astray, pooled, taken back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Final

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


class Money:
    """The payments of the world; of the answer key it asks what a day's declarations added."""

    def __init__(self, seed: str, parties: Parties, key: AnswerKey) -> None:
        self._random = random = Random(f"{seed} money")
        self._parties, self._key = parties, key
        self._cards = Deck(random, _CARDS)
        self._count = 0
        self._files = BankFiles(parties, key)
        self._to_pay: defaultdict[dt.date, dict[int, int]] = defaultdict(dict)
        self._under_way: defaultdict[dt.date, list[Payment]] = defaultdict(list)

    def day(self, day: dt.date) -> Iterator[Dropped]:
        """Yield the bank's files of a day; what was accepted by now is paid later."""
        if day.weekday() in OPEN_DAYS:
            self._decide(day)
            coming = self._under_way.pop(day, [])
            yield from self._files.day(coming, day)
        for importer, released_on, cents in self._key.owed:
            pays_on = self._pays_on(self._parties.importers[importer], released_on, day)
            waiting = self._to_pay[pays_on]
            waiting[importer] = waiting.get(importer, 0) + cents

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
        for number, cents in self._to_pay.pop(day, {}).items():
            importer = self._parties.importers[number]
            if cents <= 0:
                waiting = self._to_pay[due_on(day + dt.timedelta(days=1))]
                waiting[number] = waiting.get(number, 0) + cents
            elif importer.habit == BY_BROKER:
                pooled[importer.brokers[0]].append((number, cents))
            else:
                self._pay(importer, cents, day)
        for broker, parts in sorted(pooled.items()):
            for start in range(0, len(parts), _PARTS_MOST):
                self._pool(broker, tuple(parts[start : start + _PARTS_MOST]), day)

    def _pay(self, importer: Importer, owed: int, day: dt.date) -> None:
        random, kind = self._random, self._cards.deal()
        named: int | None = importer.number
        cents, on = owed, day
        if kind == LATE:
            on = next_open_day(day, random.randint(1, 8))
        elif kind == SHORT:
            cents = max(1, owed * random.randint(50, 95) // 100)
        elif kind == OVER:
            cents = owed * random.randint(101, 120) // 100 + 1
        elif kind == MISDIRECTED:
            named = self._another(importer)
        elif kind == UNNAMED:
            named = None
        money = Payment(
            self._next(), importer.way, kind, importer.name, ((importer.number, cents),), named,
            owed, day,
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
            money.id, reverses,
        )  # fmt: skip

    def _pool(self, broker: int, parts: tuple[tuple[int, int], ...], day: dt.date) -> None:
        way = ORDER if broker % 2 == 0 else CAMT
        payer = self._parties.brokers[broker].name
        owed = sum(cents for _, cents in parts)
        self._under_way[day].append(
            Payment(self._next(), way, POOLED, payer, parts, None, owed, day)
        )

    def _another(self, importer: Importer) -> int:
        """Return another account that is known: where the money goes astray to."""
        others = len(self._parties.importers)
        return (importer.number + self._random.randrange(1, others)) % others

    def _next(self) -> int:
        self._count += 1
        return self._count
