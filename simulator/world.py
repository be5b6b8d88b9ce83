"""A made-up world, written as files day by day, with the key to what must come of it.

One seed and size give the same bytes. Days are written one after another: what stays in memory are
the accounts, and what is under way, however many days there are.
"""

import csv
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator import deliveries
from simulator.answer_key import FOLDER as KEY
from simulator.answer_key import AnswerKey
from simulator.dropped import Dropped
from simulator.exchange import ExchangeRates
from simulator.money import Money
from simulator.parties import Parties, make_parties
from simulator.trade import Trade

FIRST_ON: Final = dt.date(2026, 11, 2)
EARLIEST_ON: Final = dt.date(2024, 12, 1)
LATEST_ON: Final = dt.date(2089, 12, 31)
"""A world begins between these days: its accounts are known since 2024-10-21, and what is shipped
before release is priced too; behind stands the end of the calendar.
"""
MANIFEST: Final = (
    "day", "partner", "file", "format", "carries", "bytes", "sha256", "repeats",
)  # fmt: skip
_README: Final = """\
# A made-up world

Made by `carmhub simulate --seed {seed} --accounts {accounts} --days {days} --from {first}`.
Nothing in it is real. Amounts in the key are whole cents.

- `partners/`: profiles of the brokers, the bank and the tariff desk, for a hub's
  `config/partners`; then `carmhub run seeding`.
- `registry/`: clients, accounts, brokers, delegations, enrolments, each to be loaded by
  `carmhub registry load`, in the order of their names.
- `days/DAY/PARTNER/`: what a partner drops into its `in/` on a day, in the order of
  `manifest.csv`: day, partner, place, format, how much it carries, size, digest; `repeats` says
  yes where the bytes came before. The files of the eve of the first day are the tariff and the
  rates of exchange until then: a person approves them.
- `key/declarations.csv`: every version filed, accepted or rejected and for which finding; each
  charge, and what it posts: the difference to the version before.
- `key/payments.csv`: every part of a payment: whose it is (`right_account`), what its file says
  (`named_account`), what was owed and when due; whom it `credits` as it is read, or the `finding`
  with which it waits; `of_payment` is the one that it repeats or takes back: a reversal charges
  whom that credited. `reference` is how what it pays is written.
- `key/balances.csv`: on each day on which it moved, what an account `owes`, all money where it
  belongs, and what is `booked`, money where its file says.

Not in it: interest, penalties, debits of ours, refunds, adjustments and withdrawals.
"""


@dataclass(frozen=True)
class World:
    """Which world: its seed, how many importers' accounts, from which day on, and for how long."""

    seed: int
    accounts: int
    days: int
    first_on: dt.date = FIRST_ON


@dataclass(frozen=True)
class Written:
    """What was written by the end of a day."""

    day: dt.date
    files: int
    bytes: int


def simulate(world: World, out: Path, say: Callable[[Written], None] = lambda _: None) -> Written:
    """Write a world into an empty folder, telling of each day; return what it came to.

    Raises FileExistsError when something stands in the folder, ValueError for a first day on which
    no world begins.
    """
    if not EARLIEST_ON <= world.first_on <= LATEST_ON:
        raise ValueError(f"a world begins from {EARLIEST_ON} to {LATEST_ON}, not {world.first_on}")
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise FileExistsError(out)
    parties = make_parties(str(world.seed), world.accounts)
    (out / "README.md").write_text(
        _README.format(
            seed=world.seed, accounts=world.accounts, days=world.days, first=world.first_on
        ),
        encoding="utf-8",
    )
    deliveries.write_profiles(out / "partners", parties)
    deliveries.write_registry(out / "registry", parties)
    written = Written(world.first_on, 0, 0)
    with ExitStack() as stack:
        stream = stack.enter_context((out / "manifest.csv").open("w", encoding="utf-8", newline=""))
        key = stack.enter_context(AnswerKey(out / KEY, parties))
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(MANIFEST)
        for day, files in _days(world, parties, key):
            count = size = 0
            for file in files:
                rows.writerow(_kept(file, out))
                count, size = count + 1, size + len(file.content)
            key.close(day)
            written = Written(day, written.files + count, written.bytes + size)
            say(written)
    return written


def _days(
    world: World, parties: Parties, key: AnswerKey
) -> Iterator[tuple[dt.date, Iterator[Dropped]]]:
    seed = str(world.seed)
    rates = ExchangeRates(seed, world.first_on)
    trade, money = Trade(seed, parties, rates, key), Money(seed, parties, key)
    yield _eve(world, rates)
    for number in range(world.days):
        day = world.first_on + dt.timedelta(days=number)
        yield day, _of_day(day, rates, trade, money)


def _eve(world: World, rates: ExchangeRates) -> tuple[dt.date, Iterator[Dropped]]:
    eve = world.first_on - dt.timedelta(days=1)

    def files() -> Iterator[Dropped]:
        yield from deliveries.tariff_files(eve)
        yield deliveries.exchange_file(eve, rates.days)

    return eve, files()


def _of_day(day: dt.date, rates: ExchangeRates, trade: Trade, money: Money) -> Iterator[Dropped]:
    yield deliveries.exchange_file(day, {day: rates.publish(day)})
    yield from trade.day(day)
    yield from money.day(day)


def _kept(file: Dropped, out: Path) -> tuple[object, ...]:
    """Write a file to its place; return its row of the manifest."""
    folder = out / "days" / file.day.isoformat() / file.partner_id
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.name
    path.write_bytes(file.content)
    return (
        file.day, file.partner_id, path.relative_to(out).as_posix(), file.form, file.carries,
        len(file.content), hashlib.sha256(file.content).hexdigest(), "yes" if file.repeats else "",
    )  # fmt: skip
