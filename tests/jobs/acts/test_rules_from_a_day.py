"""Rules of acts hold from a day on: the program and the book answer alike, before and after."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from billing.acts import ActRule, Person, act_rule_on, at_shell_on, people_with, roles_on
from jobs.acts import reverse_postings
from jobs.acts.asking_people import asked_in
from jobs.hub import Hub
from jobs.hub.book_terms import Request
from jobs.hub.question import Question, load_act_rules
from jobs.rules.act_rules import read_people
from jobs.rules.rule_file import RuleFileWrong
from ledger_sync.book import clock
from ledger_sync.book.connection import owners_book
from tests import made
from tests.conftest import TODAY
from tests.sending import send

FIRST, CHANGED = dt.date(2026, 1, 1), dt.date(2026, 11, 20)
BEFORE = CHANGED - dt.timedelta(days=1)
RULE = ActRule(effective_from=FIRST, kind="reverse", from_cents=0, people=1, roles=("op", "admin"))
RULES = (
    RULE,
    replace(RULE, from_cents=1_000_00, people=2),
    replace(RULE, effective_from=CHANGED, roles=("admin",)),
    replace(RULE, effective_from=CHANGED, from_cents=5_000_00, people=2, roles=("admin",)),
)
ANN = Person(effective_from=FIRST, name="ann", role="op", shell_user="ann_l")
PEOPLE = (
    ANN,
    replace(ANN, effective_from=CHANGED, name="Ann", role=""),
    replace(ANN, name="ben", role="viewer", shell_user="ben_k"),
    replace(ANN, effective_from=CHANGED, name="ben", role="admin", shell_user="ben_k"),
)
CASES = [
    (BEFORE, 999_99, 1, "ann"),
    (BEFORE, 1_000_00, 2, "ann"),
    (BEFORE, 9_000_00, 2, "ann"),
    (CHANGED, 999_99, 1, "ben"),
    (CHANGED, 1_000_00, 1, "ben"),
    (CHANGED, 5_000_00, 2, "ben"),
]


@pytest.mark.parametrize(("day", "cents", "people", "who"), CASES)
def test_the_newest_rule_in_force_says_how_many_and_who(
    day: dt.date, cents: int, people: int, who: str
):
    """A later row replaces all earlier amounts of its kind; a person has the role of the day."""
    rule = act_rule_on(reversed(RULES), "reverse", cents, day)
    assert rule.people == people
    assert [each.casefold() for each in people_with(PEOPLE, rule.roles, day)] == [who]


def test_whose_role_ended_is_nobody():
    """By a row without a role, under the name written otherwise, from its day on."""
    assert roles_on(PEOPLE, BEFORE) == {"ann": "op", "ben": "viewer"}
    assert roles_on(PEOPLE, CHANGED) == {"ben": "admin"}
    assert at_shell_on(PEOPLE, CHANGED)["ann_l"].role == ""


def test_a_sign_in_that_numbers_its_users_is_asked_by_number(hub: Hub):
    """The FAB sign-in knows Ann by 3 and records her name; the simple one knows Ben by his."""
    people = (replace(ANN, airflow_id="3"), replace(ANN, name="ben", shell_user=""))
    by_number = replace(hub, rules=replace(hub.rules, people=people))
    question = Question("subject", "body", "ab" * 32, 0)
    asked = asked_in(by_number, question, "body", ("yes", "no"), ("ann", "ben"))
    assert (asked.people, asked.ids) == (("ann", "ben"), ("3", "ben"))


def test_one_number_is_one_person(tmp_path: Path):
    """Two people of one number of the sign-in are refused, and so is a number that is a name."""
    row = '[[person]]\neffective_from = 2026-01-01\nname = "{}"\nrole = "op"\n'
    for number in ("3", "ben"):
        ann, ben = row.format("ann") + f'airflow_id = "{number}"\n', row.format("ben")
        (tmp_path / "people.toml").write_text(ann + ben + ('airflow_id = "3"\n' * (number == "3")))
        with pytest.raises(RuleFileWrong, match=f"{number} is two people"):
            read_people(tmp_path)


def test_before_its_first_day_no_rule_is_in_force():
    """What nothing is said of takes nobody's word."""
    with pytest.raises(LookupError):
        act_rule_on(RULES, "reverse", 1, FIRST - dt.timedelta(days=1))


@pytest.mark.parametrize(("day", "cents", "people", "who"), CASES)
def test_the_book_answers_as_the_program_does(
    hub: Hub, day: dt.date, cents: int, people: int, who: str
):
    """How many an act takes, and who may at a shell, on the day before a change and from it on."""
    load_act_rules(hub.settings.owner_url, RULES, PEOPLE)
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        rules = "(SELECT rules FROM act_rules ORDER BY act_rules_id DESC LIMIT 1)"
        asked = {"cents": cents, "day": day}
        needed = tx.value(f"SELECT people_needed({rules}, 'reverse', :cents, :day)", **asked)
        may = {
            name
            for name, user in (("ann", "ann_l"), ("ben", "ben_k"))
            if tx.value(
                f"SELECT may_at_shell({rules}, 'reverse', :cents, :day, :name, :login)",
                **asked,
                name=name,
                login=f"shell:{user}",
            )
        }
        none = tx.value(f"SELECT people_needed({rules}, 'reverse', 1, :day)", day=dt.date.min)
    assert (needed, may, none) == (people, {who}, None)


@pytest.fixture
def numbers(hub: Hub) -> list[str]:
    """Two declarations that one person may reverse today, by rules that change tomorrow."""
    both = [made.maker(14).declaration(lines=1), made.maker(15).declaration(lines=1)]
    assert send(hub, made.cusdec(both, "R1"), TODAY).outcome == "posted"
    return [each.transaction_number for each in both]


def from_tomorrow(hub: Hub, *more: ActRule, people: tuple[Person, ...] = ()) -> Hub:
    """Return the hub with rules that its book has too."""
    rules = replace(hub.rules, acts=(*hub.rules.acts, *more), people=people)
    load_act_rules(hub.settings.owner_url, rules.acts, rules.people)
    return replace(hub, rules=rules)


def a_day_later(hub: Hub) -> None:
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        clock.set_ahead(tx, clock.days_ahead(tx) + 1)


def reverse(hub: Hub, number: str, by: str, login: str) -> str:
    request = Request(number, by, "entered twice", None, login)
    return str(reverse_postings.reverse(hub, number, request, TODAY))


def test_a_rule_of_tomorrow_binds_tomorrow(hub: Hub, numbers: list[str]):
    """The book counts by its own business day: one person today, two from tomorrow on."""
    tomorrow = hub.today() + dt.timedelta(days=1)
    hub = from_tomorrow(hub, replace(RULE, effective_from=tomorrow, people=2))
    reverse(hub, numbers[0], "ann", "airflow")
    a_day_later(hub)
    with pytest.raises(Exception, match=r"an act of kind reverse .* takes two people"):
        reverse(hub, numbers[1], "ann", "airflow")


def test_whose_role_ends_tomorrow_acts_today(hub: Hub, numbers: list[str]):
    """At a shell the book asks for the role of its business day."""
    tomorrow = hub.today() + dt.timedelta(days=1)
    people = (ANN, replace(ANN, effective_from=tomorrow, role=""))
    hub = from_tomorrow(hub, people=people)
    reverse(hub, numbers[0], "ann", "shell:ann_l")
    a_day_later(hub)
    with pytest.raises(Exception, match="may do no act of kind reverse at a shell"):
        reverse(hub, numbers[1], "ann", "shell:ann_l")


def test_a_kind_without_a_rule_is_nobodys(hub: Hub, numbers: list[str]):
    """The book refuses an act of which no rule says how many people it takes."""
    others = tuple(rule for rule in hub.rules.acts if rule.kind != "reverse")
    load_act_rules(hub.settings.owner_url, others, hub.rules.people)
    hub = replace(hub, rules=replace(hub.rules, acts=others))
    with pytest.raises(Exception, match="no rule says how many people an act of kind reverse"):
        reverse(hub, numbers[0], "ann", "airflow")
