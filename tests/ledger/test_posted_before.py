"""Bank entries are known again: any order and any repetition of statements comes to the same."""

import datetime as dt
from collections import Counter
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from ledger.posted_before import (
    BankEntry,
    Judged,
    Known,
    Verdict,
    bank_entry,
    judge_entries,
)

DAY = dt.date(2026, 11, 20)


def entry(
    message: int,
    statement: int = 0,
    *,
    cents: int = 5000,
    booked_on: dt.date = DAY,
    said: str = "E1",
    named: str | None = None,
    credits_account: str | None = None,
) -> BankEntry:
    return bank_entry(
        message=message,
        statement=statement,
        bank="northbank",
        bank_account="0001",
        booked_on=booked_on,
        entry_cents=cents,
        plain_reference=said,
        bank_reference=named,
        credits_account=credits_account,
    )


def verdicts(*entries: BankEntry) -> list[str]:
    return [each.verdict.value for each in judge_entries(entries, ())]


def test_two_equal_payments_of_a_statement_are_two():
    """Nothing tells them apart, and both are there."""
    assert verdicts(entry(0), entry(1)) == ["new", "new"]


def test_a_part_of_the_day_and_the_whole_day():
    """What the first statement shows is known in the second, and one more is one more."""
    assert verdicts(entry(0), entry(1, 1), entry(2, 1)) == ["new", "same", "new"]
    assert verdicts(entry(0, 1), entry(1, 1), entry(2, 2)) == ["new", "new", "same"]


def test_a_name_of_the_bank_tells_equal_payments_apart():
    """Two statements with one entry each are two payments where the bank names them apart."""
    assert verdicts(entry(0, named="B1"), entry(1, 1, named="B2")) == ["new", "new"]
    assert verdicts(entry(0, named="B1"), entry(1, 1, named="B1")) == ["new", "same"]


def test_a_payment_gets_its_name_later():
    """What had no name is the one that is named now, and no other after that."""
    assert verdicts(entry(0), entry(1, 1, named="B1")) == ["new", "same"]
    assert verdicts(entry(0), entry(1, 1, named="B1"), entry(2, 2, named="B2")) == [
        "new", "same", "new",
    ]  # fmt: skip


def test_a_name_with_another_day_or_amount_is_another_content():
    """The bank's reference is the entry's for good: with other content it is refused."""
    first = entry(0, named="B1")
    assert verdicts(first, entry(1, 1, named="B1", cents=5001)) == ["new", "other"]
    tomorrow = DAY + dt.timedelta(days=1)
    assert verdicts(first, entry(1, 1, named="B1", booked_on=tomorrow)) == ["new", "other"]


def test_payments_for_two_accounts_are_two():
    """Alike in all but the account they credit, they are two; under one name they contradict."""
    first = entry(0, credits_account="A")
    assert verdicts(first, entry(1, 1, credits_account="B")) == ["new", "new"]
    assert verdicts(first, entry(1, 1)) == ["new", "same"]
    first = entry(0, named="B1", credits_account="A")
    assert verdicts(first, entry(1, 1, named="B1", credits_account="B")) == ["new", "other"]


def test_what_is_said_of_it_may_be_told_shorter():
    """The statement says less of an entry than the notification did: it is the bank's name."""
    assert verdicts(entry(0, named="B1"), entry(1, 1, named="B1", said="")) == ["new", "same"]


def test_a_payment_known_by_its_reference_alone():
    """One whose bytes are gone is known by the reference under which it was posted."""
    judged = judge_entries([entry(0, named="B1")], [Known(None, 1, "northbank|B1")])
    assert [each.verdict for each in judged] == [Verdict.SAME]


WORLD = st.lists(
    st.tuples(
        st.sampled_from([5000, 6000]), st.sampled_from(["E1", "E2", ""]), st.booleans()
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


@given(WORLD, st.data())
def test_any_order_and_any_repetition_is_one_book(world: list[tuple[int, str, bool]], data):
    """Statements of parts of the days, with names or without, in any order and again.

    In each statement an entry either bears the name that the bank has for it or none.
    """
    named = [name for _, _, name in world]
    parts = st.lists(st.integers(0, len(world) - 1), unique=True, max_size=len(world))
    statements = data.draw(st.lists(parts, max_size=4))
    statements.append(list(range(len(world))))
    shown = [data.draw(st.booleans()) for _ in statements]
    orders = [data.draw(st.permutations([*range(len(statements)), *again])) for again in ([], [0])]
    books = []
    for order in [list(range(len(statements))), *orders]:
        message, entries = count(), []
        for place, number in enumerate(order):
            entries += [
                entry(next(message), place, cents=world[which][0], said=world[which][1],
                      named=f"B{which}" if named[which] and shown[number] else None)
                for which in statements[number]
            ]  # fmt: skip
        books.append(posted(judge_entries(entries, ())))
    assert books[0] == books[1] == books[2]
    assert books[0].total() == len(world)


def posted(judged: list[Judged]) -> Counter[str]:
    """Return how many payments of each content were new."""
    return Counter(each.entry.content for each in judged if each.verdict is Verdict.NEW)
