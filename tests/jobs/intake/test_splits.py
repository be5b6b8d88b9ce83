"""Whatever split of files into batches: the same book, the same answers, the same findings."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.declarations import DeclarationMaker
from jobs.hub import Hub, open_hub
from jobs.intake import book_knowledge, collect_files
from jobs.proofs import prove_book
from simulator.files.declaration import Declaration, Reason, new_version
from stack import postgres
from stack.postgres import Cluster
from tests import made
from tests.bank_files import deposit, settlement
from tests.conftest import TODAY
from tests.crash import digest
from tests.profiles import examples
from tests.runs import settings_of
from tests.sending import arrive, send

Book = Callable[[], AbstractContextManager[Hub]]
Sent = tuple[bytes, dt.date, str | None]
IMPORTERS = ("282676279RM0001", "563448984RM0001")
"""Few accounts, so that files meet on them."""
DOORS = ("borealis", None)


@pytest.fixture(scope="module")
def book(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Open a book of its own, as often as asked."""

    @contextmanager
    def opened() -> Iterator[Hub]:
        name = f"test_{uuid.uuid4().hex[:12]}"
        folder = tmp_path_factory.mktemp("split")
        with postgres.admin_connection(cluster) as connection:
            postgres.create_database(connection, name, postgres.OWNER, template)
        with open_hub(settings_of(cluster, name, folder)) as hub:
            yield hub
        with postgres.admin_connection(cluster) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    return opened


class World:
    """Files that have to do with each other: what one says, another repeats or contradicts."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.makers = [made.maker(seed + broker, broker) for broker in (0, 2)]
        self.declared: list[tuple[int, Declaration]] = []
        self.sent: list[Sent] = []
        self.references = 0
        self.entries = 0
        self.nets: list[int] = []

    def files(self, count: int) -> list[Sent]:
        """Return so many files in their order."""
        kinds = (
            *(self.fresh,) * 4, self.both, self.again, self.other_content, self.later_version,
            self.same_bytes, self.same_interchange, self.broken, self.paid, self.paid,
            self.paid_again, self.settled, self.settled, self.banked, self.rates,
        )  # fmt: skip
        while len(self.sent) < count:
            content, partner = self.random.choice(kinds)()
            day = TODAY if self.random.random() < 0.9 else TODAY - dt.timedelta(days=1)
            self.sent.append((content, day, partner))
        return self.sent

    def fresh(self) -> tuple[bytes, str | None]:
        """New declarations; of a partner that numbers its interchanges, now and then with a gap."""
        broker = self.random.choice((0, 2))
        return self.interchange(broker, [self.declaration(broker) for _ in range(2)])

    def both(self) -> tuple[bytes, str | None]:
        """A new declaration beside one that came before, and one that is wrong."""
        broker, old = self.old()
        wrong = replace(self.declaration(broker), importer="999999998RM0001")
        return self.interchange(broker, [self.declaration(broker), old, wrong])

    def again(self) -> tuple[bytes, str | None]:
        """A declaration that came before, in another interchange."""
        broker, old = self.old()
        return self.interchange(broker, [old])

    def other_content(self) -> tuple[bytes, str | None]:
        """The number of a declaration that came before, over other content."""
        broker, old = self.old()
        other = replace(self.declaration(broker), transaction_number=old.transaction_number)
        return self.interchange(broker, [other])

    def later_version(self) -> tuple[bytes, str | None]:
        """A version of what came before, in time: right or not, by what stands then."""
        broker, old = self.old()
        return self.interchange(broker, [new_version(old, Reason("R5-00-COT", "recount"))])

    def same_bytes(self) -> tuple[bytes, str | None]:
        """The bytes of a file that came before, through a door of some kind."""
        if not self.sent:
            return self.fresh()
        content, _, partner = self.random.choice(self.sent)
        return content, self.random.choice((partner, *DOORS))

    def same_interchange(self) -> tuple[bytes, str | None]:
        """A new declaration under the newest reference of its partner."""
        broker = self.random.choice((0, 2))
        self.references -= 1
        return self.interchange(broker, [self.declaration(broker)])

    def broken(self) -> tuple[bytes, str | None]:
        """An interchange cut short, or of a sender nobody knows, or no file of any format."""
        content, partner = self.fresh()
        spoilt = (content[:-40], content.replace(b"UNB+UNOC:4+", b"UNB+UNOC:4+X"), b"Not a file.")
        return self.random.choice(spoilt), partner

    def paid(self) -> tuple[bytes, str | None]:
        """Money for the accounts that files meet on, and for one that nobody knows."""
        self.entries += 1
        accounts = self.random.sample([*IMPORTERS, "nobody"], 2)
        amounts = [f"{self.random.randint(1, 3000)}.{self.random.randint(10, 99)}" for _ in "12"]
        paid = list(zip(accounts, amounts, strict=True))
        return made.payments(paid, f"BANK{self.entries}", f"E{self.entries}-"), "northbank"

    def paid_again(self) -> tuple[bytes, str | None]:
        """Entries of a bank that came before, with the same amounts or others."""
        number = self.random.randint(1, max(1, self.entries))
        paid = [(IMPORTERS[0], self.random.choice(("10.00", "11.00")))]
        return made.payments(paid, f"AGAIN{len(self.sent)}", f"E{number}-"), "northbank"

    def settled(self) -> tuple[bytes, str | None]:
        """Payments by card, what is taken back of any of them, and now and then one again."""
        amounts = [self.random.randint(500, 3000) for _ in IMPORTERS]
        rows = [
            f"P{self.random.randint(1, 12)} {amount}.00 {account}"
            for amount, account in zip(amounts, IMPORTERS, strict=True)
        ]
        taken = self.random.randint(0, 2)
        rows += [f"-C{self.random.randint(1, 9)} 400.00 P{n + 1}" for n in range(taken)]
        self.nets.append(sum(amounts) - 400 * taken)
        return settlement(f"CS{len(self.nets)}", *rows), "northbank"

    def banked(self) -> tuple[bytes, str | None]:
        """The bank's line of a deposit, before its settlement or behind it."""
        number = self.random.randint(1, len(self.nets) + 1)
        net = (*self.nets, 1000)[number - 1]
        return deposit(f"S{len(self.sent)}", f"CS{number}", f"{net}.00"), "northbank"

    def rates(self) -> tuple[bytes, str | None]:
        """A rate of exchange from a day on, by which what comes later is priced."""
        rate = f"1.{self.random.randint(10, 80)}"
        head = (
            f"#carmhub-reference table=exchange_rate delivery=changes reference=R{len(self.sent)}"
        )
        row = f"set,USD,{TODAY - dt.timedelta(days=6)},,{rate}"
        heading = "change,currency,effective_from,effective_to,rate"
        return f"{head} rows=1\n{heading}\n{row}\n".encode(), "tariffdesk"

    def declaration(self, broker: int) -> Declaration:
        """Return a new declaration of one of few importers."""
        while True:
            declaration = self.maker(broker).declaration(lines=self.random.randint(1, 3))
            if declaration.importer in IMPORTERS or self.random.random() < 0.2:
                self.declared.append((broker, declaration))
                return declaration

    def maker(self, broker: int) -> DeclarationMaker:
        """Return the maker of a broker's declarations."""
        return self.makers[(0, 2).index(broker)]

    def old(self) -> tuple[int, Declaration]:
        """Return a declaration that came before, if any did, and its broker."""
        if not self.declared:
            self.fresh()
        return self.random.choice(self.declared)

    def interchange(self, broker: int, declarations: list[Declaration]) -> tuple[bytes, str | None]:
        """Return declarations under the next reference, in one of the formats."""
        self.references += self.random.choice((1, 1, 1, 2))
        write = self.random.choice((made.cusdec, made.cad_xml))
        door = self.random.choice((made.broker(broker).partner_id, None))
        return write(declarations, f"N{self.references:05d}", broker), door


def test_what_is_remembered_of_the_book_starts_anew_beyond_its_bound(
    book: Book, monkeypatch: pytest.MonkeyPatch
):
    """More tariff items than are remembered are priced as by a book that remembers them all."""
    maker = made.maker(13)
    first = [maker.declaration(lines=3) for _ in range(4)]
    numbers = [maker.declaration(lines=1).transaction_number for _ in first]
    again = [
        replace(each, transaction_number=number)
        for each, number in zip(first, numbers, strict=True)
    ]
    assert len({line.tariff_item for each in first for line in each.lines}) > 5
    priced = []
    for bound in (500, 2):
        monkeypatch.setattr(book_knowledge, "_KEYS_MAX", bound)
        with book() as hub:
            for number, declaration in enumerate((*first, *again)):
                content = made.cusdec([declaration], f"K{number}")
                assert send(hub, content, TODAY).outcome == "posted"
            with hub.book.transaction() as tx:
                lines = tx.rows(
                    "SELECT cad_id, line_number, tariff_item, duty_rate_ppm, duty_cents, gst_cents,"
                    " exchange_rate_ppm FROM cad_line ORDER BY 1, 2"
                )
            priced.append([dict(line) for line in lines])
    assert len(priced[0]) == 24 and priced[0] == priced[1]


@settings(max_examples=examples(3))
@given(seed=st.integers(0, 10_000), data=st.data())
def test_any_split_into_batches_gives_the_same_book(book: Book, seed: int, data):
    """One by one, all at once or cut anywhere, and whatever a batch may hold."""
    files = World(seed).files(14)
    cuts = data.draw(st.sets(st.integers(1, len(files) - 1), max_size=4))
    rows = data.draw(st.sampled_from([1, 12, 40_000]))
    one_by_one = what_comes_of(book, files, set(range(1, len(files))), rows)
    assert what_comes_of(book, files, cuts, rows) == one_by_one
    assert what_comes_of(book, files, set(), 40_000) == one_by_one


def what_comes_of(
    book: Book, files: list[Sent], cuts: set[int], rows_max: int
) -> dict[str, list[str]]:
    """Post files in calls cut at some places; return all that the book and its answers say."""
    with book() as opened:
        bounds = replace(opened.rules.batch_bounds, rows_max=rows_max)
        hub = replace(opened, rules=replace(opened.rules, batch_bounds=bounds))
        file_ids = [
            arrive(hub, content, day, partner, name=f"file{number}")
            for number, (content, day, partner) in enumerate(files)
        ]
        edges = [0, *sorted(cuts), len(files)]
        for first, last in pairwise(edges):
            collect_files.post(hub, file_ids[first:last])
        assert all(result.holds for result in prove_book.results(hub))
        return digest.of_book(hub) | {"answers": answers(hub)}


def answers(hub: Hub) -> list[str]:
    """Return every answer as it is queued, its name and its bytes, without clock times."""
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT name, sha256 FROM outbox ORDER BY name")
    found = []
    for row in rows:
        content = hub.kept.get(bytes(row["sha256"]))
        for clock in digest.CLOCK:
            content = clock.sub(b"<clock>", content)
        found.append(f"{row['name']} {content!r}")
    return found
