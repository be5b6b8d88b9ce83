"""Bank entries are known again: any order and any repetition of statements comes to the same."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
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
    whom: str | None = None,
    by_line: bool = True,
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
        whom=whom,
        by_line=by_line,
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
    first = entry(0, whom="A")
    assert verdicts(first, entry(1, 1, whom="B")) == ["new", "new"]
    assert verdicts(first, entry(1, 1)) == ["new", "same"]
    first = entry(0, named="B1", whom="A")
    assert verdicts(first, entry(1, 1, named="B1", whom="B")) == ["new", "other"]


def test_what_is_said_of_it_may_be_told_shorter():
    """The statement says less of an entry than the notification did: it is the bank's name."""
    assert verdicts(entry(0, named="B1"), entry(1, 1, named="B1", said="")) == ["new", "same"]


def test_a_payment_known_by_its_reference_alone():
    """One whose bytes are gone is known by the reference under which it was posted."""
    judged = judge_entries([entry(0, named="B1")], [Known(None, 1, "northbank|B1")])
    assert [each.verdict for each in judged] == [Verdict.SAME]


def test_the_line_of_the_bank_clears_what_was_told_in_detail_once():
    """Detail first, the line adds to it; line first, the detail adds nothing; again, nothing."""
    detail, line = entry(0, by_line=False), entry(1, 1)
    assert verdicts(detail, line, entry(2, 2), entry(3, 3, by_line=False)) == [
        "new", "adds", "same", "same",
    ]  # fmt: skip
    assert verdicts(line, detail) == ["new", "same"]
    added = judge_entries([detail, line], ())[1]
    assert (added.clears, added.identifies) == (True, False)


def test_a_detail_says_whom_held_money_is_for_once():
    """Money that names nobody is held until an entry of it names them; another name is another."""
    line, detail = entry(0), entry(1, 1, whom="A 3000+B 2000", by_line=False)
    added = judge_entries([line, detail], ())[1]
    assert (added.verdict, added.clears, added.identifies) == (Verdict.ADDS, False, True)
    assert verdicts(line, detail, entry(2, 2, whom="A 3000+B 2000")) == ["new", "adds", "same"]
    assert verdicts(line, detail, entry(2, 2, whom="A 3000")) == ["new", "adds", "same"]
    assert verdicts(line, detail, entry(2, 2, whom="A 5000")) == ["new", "adds", "new"]


def test_what_was_taken_back_is_not_said_to_be_for_anybody():
    """Only what is held is identified: of a payment that was reversed nothing is."""
    known = Known("northbank|0001|2026-11-20|5000|E1", 1, None, held=False)
    judged = judge_entries([entry(0, whom="A 5000")], [known])
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
    shown, statements = drawn(world, data)
    books = [
        posted(judge_entries(entries_of(world, statements, order, named=shown.__getitem__), ()))
        for order in orders(statements, data)
    ]
    assert books[0] == books[1] == books[2]
    assert books[0].total() == len(world)


@given(WORLD, st.data())
def test_any_order_and_any_repetition_of_both_doors_is_one_book(
    world: list[tuple[int, str, bool]], data
):
    """Lines and details of parts of the days come to the same payments, cleared and identified.

    A door gives the names of the bank in all that it brings or in none; payments alike are for the
    same importer, whom a file names or does not.
    """
    lines, statements = drawn(world, data)
    named = data.draw(st.tuples(st.booleans(), st.booleans()))
    telling = [data.draw(st.booleans()) for _ in statements]
    books = []
    for order in orders(statements, data):
        judged = judge_entries(
            entries_of(
                world,
                statements,
                order,
                named=lambda number: named[lines[number]],
                by_line=lambda number: lines[number],
                telling=lambda number: telling[number],
            ),
            (),
        )
        known = {id(each.known): each.known for each in judged}.values()
        books.append(
            [
                posted(judged),
                Counter(each.content for each in known if each.lined),
                Counter(each.content for each in known if not each.held),
            ]
        )
        brought = Counter(each.known.content for each in judged if each.clears)
        assert all(brought[content] <= count for content, count in books[-1][1].items())
    assert books[0] == books[1] == books[2]
    assert books[0][0].total() == len(world)


def drawn(world: list[tuple[int, str, bool]], data) -> tuple[list[bool], list[list[int]]]:
    """Return statements of some of a world's entries, the last of all, and a yes or no of each."""
    parts = st.lists(st.integers(0, len(world) - 1), unique=True, max_size=len(world))
    statements = [*data.draw(st.lists(parts, max_size=4)), list(range(len(world)))]
    return [data.draw(st.booleans()) for _ in statements], statements


def orders(statements: list[list[int]], data) -> list[list[int]]:
    numbers = list(range(len(statements)))
    return [numbers, *(data.draw(st.permutations([*numbers, *again])) for again in ([], [0]))]


def entries_of(
    world: list[tuple[int, str, bool]],
    statements: list[list[int]],
    order: list[int],
    *,
    named: Callable[[int], bool],
    by_line: Callable[[int], bool] = lambda _: True,
    telling: Callable[[int], bool] = lambda _: False,
) -> list[BankEntry]:
    message = count()
    return [
        entry(
            next(message),
            place,
            cents=world[which][0],
            said=world[which][1],
            named=f"B{which}" if world[which][2] and named(number) else None,
            whom=f"{world[which][1]} {world[which][0]}" if telling(number) else None,
            by_line=by_line(number),
        )
        for place, number in enumerate(order)
        for which in statements[number]
    ]


def posted(judged: list[Judged]) -> Counter[str]:
    """Return how many payments of each content were new."""
    return Counter(each.entry.content for each in judged if each.verdict is Verdict.NEW)
