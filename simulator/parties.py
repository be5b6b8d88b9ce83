"""Who takes part in the made-up world: importers of very different size, and their brokers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Final

EDIFACT, XML = "CUSDEC", "XML"
AT_ONCE, WEEKLY, BY_CYCLE, BY_BROKER = "at_once", "weekly", "cycle", "by_broker"
CAMT, BAI2, AFT, ORDER, CARD = "camt", "BAI2", "AFT 005", "X12 820", "cards"
BANK_ID, BANK_NAME, BIC = "worldbank", "Made-up Bank", "WRLDCATT"
DESK_ID, DESK = "worlddesk", "WORLDDESK"

_HABITS: Final = {AT_ONCE: 20, WEEKLY: 25, BY_CYCLE: 40, BY_BROKER: 15}
_WAYS: Final = {CAMT: 50, BAI2: 20, AFT: 20, CARD: 10}
_WITHOUT_RELEASE_PERCENT: Final = 8
_SECOND_BROKER_PERCENT: Final = 10
_SECOND_ACCOUNT_EVERY: Final = 17
_ACCOUNTS_PER_BROKER: Final = 50
_BROKERS_LEAST, _BROKERS_MOST = 3, 60
_FIRST_FILER: Final = 60_001
_SIZES: Final = 1 << 40
_BASES: Final = 69_999_989
_STEP: Final = 48_271
"""A prime that does not divide _BASES: its multiples go through all of them before one recurs."""
_TRADES: Final = ("Foods", "Textiles", "Tools", "Motors", "Toys", "Steel", "Paper", "Optics")


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker: how it signs, its account security number, and the form it files in."""

    number: int
    partner_id: str
    sender: str
    filer: str
    name: str
    language: str
    form: str


@dataclass(frozen=True, slots=True)
class Importer:
    """An importer's account: who files for it, when and how it pays.

    ``released_first`` is whether it takes part in release prior to payment.
    """

    number: int
    bn15: str
    name: str
    language: str
    released_first: bool
    brokers: tuple[int, ...]
    habit: str
    way: str


@dataclass(frozen=True)
class Parties:
    """All that take part; ``sizes`` are the shares of importers in the trade, added up."""

    brokers: tuple[Broker, ...]
    importers: tuple[Importer, ...]
    sizes: tuple[int, ...]


def make_parties(seed: str, accounts: int) -> Parties:
    """Make so many importers' accounts, and brokers for them.

    The n-th largest importer has a share of 1/n (Zipf's law), and so has the n-th largest broker in
    the importers; who is large is drawn.
    """
    random = Random(f"{seed} parties")
    count = min(_BROKERS_MOST, max(_BROKERS_LEAST, accounts // _ACCOUNTS_PER_BROKER))
    brokers = tuple(_broker(number) for number in range(count))
    importers = tuple(_importers(random, accounts, count))
    shares = [_SIZES // rank for rank in range(1, accounts + 1)]
    random.shuffle(shares)
    return Parties(brokers, importers, tuple(accumulate(shares)))


def _broker(number: int) -> Broker:
    return Broker(
        number,
        f"worldbroker-{number + 1:02}",
        f"WORLDBROKER{number + 1:02}",
        str(_FIRST_FILER + number),
        f"Made-up Broker {number + 1}",
        "fr" if number % 4 == 1 else "en",
        XML if number % 2 else EDIFACT,
    )


def _importers(random: Random, accounts: int, brokers: int) -> Iterator[Importer]:
    start = random.randrange(_BASES)
    sizes = list(accumulate(_SIZES // rank for rank in range(1, brokers + 1)))
    bn9, reference, name = "", 0, ""
    for number in range(accounts):
        if number and number % _SECOND_ACCOUNT_EVERY == 0:
            reference += 1
        else:
            bn9, reference = _bn9(start, number), 1
            name = f"Made-up {_TRADES[number % len(_TRADES)]} {number + 1} Ltd."
        held = random.choices(range(brokers), cum_weights=sizes, k=2)
        second = random.randrange(100) < _SECOND_BROKER_PERCENT
        released_first = random.randrange(100) >= _WITHOUT_RELEASE_PERCENT
        habit = random.choices(list(_HABITS), list(_HABITS.values()))[0]
        yield Importer(
            number,
            f"{bn9}RM{reference:04}",
            name,
            "fr" if number % 5 == 0 else "en",
            released_first,
            tuple(dict.fromkeys(held if second else held[:1])),
            habit if released_first else AT_ONCE,
            random.choices(list(_WAYS), list(_WAYS.values()))[0],
        )


def _bn9(start: int, number: int) -> str:
    """Return a business number: eight digits and Luhn's check digit (CRA)."""
    digits = f"{10_000_000 + (start + number * _STEP) % _BASES}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[1::2])
    return f"{digits}{-(doubled + sum(map(int, digits[::2]))) % 10}"
