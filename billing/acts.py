"""How many people an act on the book takes, and who they may be: dated, by kind and amount.

The book holds the same rules and refuses an act of too few; here they say whom to ask.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

DAY: Final = "day"
"""What one person does alone on a business day, of whatever kind, taken together."""


@dataclass(frozen=True, kw_only=True)
class ActRule:
    """From a day on: acts of a kind that move ``from_cents`` or more take so many people.

    They are of one of the ``roles``. Of kind DAY it is about all that one person does alone.
    """

    effective_from: dt.date
    kind: str
    from_cents: int
    people: int
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """From a day on: what nobody approved so many ``hours`` after it was asked for lapses."""

    effective_from: dt.date
    hours: int


def act_rule_on(rules: Iterable[ActRule], kind: str, cents: int, day: dt.date) -> ActRule:
    """Return the rule for an act: of the newest of its kind in force, that of its amount.

    Raises LookupError where there is none.
    """
    in_force = [rule for rule in rules if rule.kind == kind and rule.effective_from <= day]
    reached = [rule for rule in in_force if rule.from_cents <= cents]
    if not reached:
        raise LookupError(f"no rule for acts of kind {kind} on {day}")
    return max(reached, key=lambda rule: (rule.effective_from, rule.from_cents))


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who signs in to Airflow, and from a day on with which role of it; empty for none.

    ``shell_user`` is who the person is at a shell; empty for nobody there. ``airflow_id`` is what
    the sign-in of Airflow numbers the person by; empty where that is the name.
    """

    effective_from: dt.date
    name: str
    role: str
    shell_user: str = ""
    airflow_id: str = ""


def people_on(people: Iterable[Person], day: dt.date) -> tuple[Person, ...]:
    """Return what holds of each on a day; whether a name is written small or large says nothing."""
    by_day = sorted(people, key=lambda each: each.effective_from)
    newest = {each.name.casefold(): each for each in by_day if each.effective_from <= day}
    return tuple(newest.values())


def roles_on(people: Iterable[Person], day: dt.date) -> dict[str, str]:
    """Return the role of each who has one on a day, by name."""
    return {person.name: person.role for person in people_on(people, day) if person.role}


def airflow_ids_on(people: Iterable[Person], day: dt.date) -> dict[str, str]:
    """Return what Airflow's sign-in knows each by on a day, by name."""
    return {each.name: each.airflow_id or each.name for each in people_on(people, day)}


def at_shell_on(people: Iterable[Person], day: dt.date) -> dict[str, Person]:
    """Return who each user of the system is on a day; empty where none is named."""
    return {each.shell_user: each for each in people_on(people, day) if each.shell_user}


def people_with(people: Iterable[Person], roles: Iterable[str], day: dt.date) -> tuple[str, ...]:
    """Return the names of those who have one of the roles on a day, in order."""
    wanted = set(roles)
    return tuple(sorted(name for name, role in roles_on(people, day).items() if role in wanted))
