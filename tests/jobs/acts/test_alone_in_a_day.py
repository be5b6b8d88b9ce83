"""What one person does alone on a business day is summed up: a large act is not done as many."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from billing.acts import act_rule_on
from jobs.acts import act_kinds, asking_people, reverse_postings
from jobs.acts.act_kinds import AIRFLOW
from jobs.acts.asking_people import Answer, Run
from jobs.hub import Hub
from jobs.hub.book_terms import Request
from jobs.hub.question import takes_two
from jobs.proofs import prove_book
from ledger_sync.book import acts, clock
from ledger_sync.book.connection import owners_book
from tests import made, people
from tests.jobs.acts.test_two_people import FILED_ON, STATEMENT_ON, worth
from tests.sending import send


@pytest.fixture
def numbers(hub: Hub) -> list[str]:
    """Four declarations, each of an amount that one person may reverse alone, three not."""
    maker = made.maker(14)
    first = worth(maker.declaration(lines=1), "130000.00")
    others = [maker.declaration(lines=1).transaction_number for _ in range(3)]
    declarations = [first, *(replace(first, transaction_number=number) for number in others)]
    assert send(hub, made.cusdec(declarations, "R1"), FILED_ON).outcome == "posted"
    for each in declarations:
        question = act_kinds.draft(hub, "reverse", about(each.transaction_number), STATEMENT_ON)
        assert 25_000_00 / 3 < question.cents < 10_000_00
        assert act_rule_on(hub.rules.acts, "reverse", question.cents, STATEMENT_ON).people == 1
    return [each.transaction_number for each in declarations]


def about(number: str) -> dict[str, str]:
    return {"handle": number}


def reverse(hub: Hub, number: str, by: str = "ann", login: str = AIRFLOW) -> str:
    """Reverse a declaration alone, whatever the program says of it."""
    request = Request(f"{by} {number}", by, "entered twice", None, login)
    return str(reverse_postings.reverse(hub, number, request, STATEMENT_ON))


def needs_another(hub: Hub, number: str, by: str, login: str = AIRFLOW) -> bool:
    question = act_kinds.draft(hub, "reverse", about(number), STATEMENT_ON)
    return takes_two(hub, "reverse", question, STATEMENT_ON, by, login)


def test_many_small_acts_are_one_large_one(hub: Hub, numbers: list[str]):
    """The third reaches what one person may move in a day; another person's do not count to it."""
    first, second, third, fourth = numbers
    reverse(hub, first)
    reverse(hub, second, " Ann ")
    assert needs_another(hub, third, "ann") and not needs_another(hub, third, "ben")
    with pytest.raises(Exception, match=r"with this act ann moves \d+ cents alone"):
        reverse(hub, third)
    question = act_kinds.draft(hub, "reverse", about(third), STATEMENT_ON)
    by_two = replace(people.request_by_two(question.digest), requested_by="ann")
    people.ask(hub, "reverse", about(third), by_two)
    reverse_postings.reverse(hub, third, by_two, STATEMENT_ON)
    reverse(hub, fourth, "ben")
    assert all(result.holds for result in prove_book.results(hub))


def test_a_user_of_the_system_is_one_person_by_any_name(hub: Hub, numbers: list[str]):
    """Under a name for each act, what a shell's user moves is summed up all the same."""
    for number, name in zip(numbers[:2], ("ann", "ben"), strict=True):
        reverse(hub, number, name, "shell:root")
    assert needs_another(hub, numbers[2], "carl", "shell:root")
    assert not needs_another(hub, numbers[2], "carl", "shell:other")
    with pytest.raises(Exception, match="takes two people"):
        reverse(hub, numbers[2], "carl", "shell:root")


def test_the_next_day_begins_at_nothing(hub: Hub, numbers: list[str]):
    """A business day has its own sum, in a made-up book by its own clock."""
    reverse(hub, numbers[0])
    reverse(hub, numbers[1])
    assert needs_another(hub, numbers[2], "ann")
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        clock.set_ahead(tx, clock.days_ahead(tx) + 1)
    with hub.book.transaction() as tx:
        assert acts.moved_alone(tx, "ann", AIRFLOW) == 0
    reverse(hub, numbers[2])
    assert all(result.holds for result in prove_book.results(hub))


def test_who_has_done_enough_today_is_not_asked(
    hub: Hub, numbers: list[str], monkeypatch: pytest.MonkeyPatch
):
    """Of those who may answer, those are asked who may do it alone; where none may, two are."""
    monkeypatch.setattr(asking_people, "open_hub", lambda: nullcontext(hub))
    reverse(hub, numbers[0], "operator")
    reverse(hub, numbers[1], "operator")
    asked = "reverse", about(numbers[2]), Run("run 1", None), "entered twice"
    assert asking_people.ask_to_check(*asked) is None
    approving = asking_people.ask_to_approve(*asked)
    assert approving.people == ("approver",)
    with pytest.raises(Exception, match="nobody asked for"):
        asking_people.approved(*asked, Answer(approving.options[0], "operator"))
    asking_people.approved(*asked, Answer(approving.options[0], "approver"))
    monkeypatch.setattr(act_kinds.acts, "moved_alone", lambda *_: 25_000_00)
    another = "reverse", about(numbers[3]), Run("run 2", None), "entered twice"
    assert asking_people.ask_to_check(*another).people == ("approver", "operator")


def test_a_sum_of_the_day_that_was_too_much_is_found(hub: Hub, numbers: list[str]):
    """The proof finds an act that its trigger, gone for a while, let through."""
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        for table, trigger in (("act", "act_by"), ("batch", "batch_by")):
            tx.run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}_enough_people")
    for number in numbers[:3]:
        reverse(hub, number)
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        for table, trigger in (("act", "act_by"), ("batch", "batch_by")):
            tx.run(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}_enough_people")
    (broken,) = [result for result in prove_book.results(hub) if not result.holds]
    assert broken.name == "acts-by-enough" and len(broken.breaches) == 1
