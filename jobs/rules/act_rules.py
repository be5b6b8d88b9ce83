"""How many people an act takes, and who works here: ``rules/acts.toml`` and ``people.toml``."""

from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Final

from billing.acts import DAY, ActRule, Lapse, Person, airflow_ids_on, people_on
from jobs.rules.rule_file import Fields, RuleFileWrong, rule_file

FILE: Final = "acts.toml"
PEOPLE: Final = "people.toml"
ONE_PERSON: Final = ("close",)
"""Kinds that move nothing: whoever closes a date is shown it first."""
KINDS: Final = (
    *("billing", "reverse", "unapply", "rerun", "repost", "review", "reference", "implausible"),
    *("assign", "move", "split", "hold", "return"),
    *("allocate", "opening", "receipt", "decline", "close", DAY),
)


def read_act_rules(folder: Path) -> tuple[tuple[ActRule, ...], tuple[Lapse, ...]]:
    """Read how many people an act takes, and after how long what waits for another lapses.

    Every kind has a rule for any amount, from the same day as its others.
    """
    with rule_file(folder / FILE) as file:
        rules = file.rules("act", _rule, _amount)
        lapses = file.rules("lapse", _lapse)
    for kind in KINDS:
        if kind in ONE_PERSON and any(rule.people > 1 for rule in rules if rule.kind == kind):
            raise RuleFileWrong(f"{folder / FILE}: acts of kind {kind} take one person so far")
        days = {rule.effective_from for rule in rules if rule.kind == kind}
        whole = {rule.effective_from for rule in rules if rule.kind == kind and not rule.from_cents}
        if not days or days != whole:
            raise RuleFileWrong(f"{folder / FILE}: acts of kind {kind} need a row from 0 cents")
    return rules, lapses


def read_people(config_folder: Path) -> tuple[Person, ...]:
    """Read who signs in, and since when with which role.

    A user of the system is one person, and so is a user of Airflow's sign-in.
    """
    with rule_file(config_folder / PEOPLE) as file:
        people = file.rules("person", _person, _name)
    for day in {person.effective_from for person in people}:
        shell_users = [each.shell_user for each in people_on(people, day) if each.shell_user]
        for users in (shell_users, list(airflow_ids_on(people, day).values())):
            if twice := {user for user in users if users.count(user) > 1}:
                raise RuleFileWrong(
                    f"{config_folder / PEOPLE}: {', '.join(sorted(twice))} is two people on {day}"
                )
    return people


def _rule(row: Fields) -> ActRule:
    return ActRule(
        effective_from=row.day("effective_from"),
        kind=row.one_of("kind", KINDS),
        from_cents=row.whole("from_cents"),
        people=_one_or_two(row),
        roles=row.texts("roles"),
    )


def _lapse(row: Fields) -> Lapse:
    hours = row.whole("hours")
    if hours < 1:
        raise row.wrong("hours", f"{hours} leaves nobody the time to approve")
    return Lapse(effective_from=row.day("effective_from"), hours=hours)


def _one_or_two(row: Fields) -> int:
    people = row.whole("people")
    if people not in {1, 2}:
        raise row.wrong("people", f"{people} is neither 1 nor 2")
    return people


def _amount(rule: ActRule) -> Iterable[Hashable]:
    return ((rule.kind, rule.from_cents),)


def _person(row: Fields) -> Person:
    return Person(
        effective_from=row.day("effective_from"),
        name=row.text("name"),
        role=row.text("role"),
        shell_user=row.optional("shell_user", row.text, ""),
        airflow_id=row.optional("airflow_id", row.text, ""),
    )


def _name(person: Person) -> Iterable[Hashable]:
    return (person.name.casefold(),)
