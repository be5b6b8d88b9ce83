"""What a person is asked about an act: what it would do, in words and as a digest."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final

from billing.acts import DAY, ActRule, Person, act_rule_on
from jobs.hub import Hub, JobRefused, due_rules
from ledger_sync.book import acts
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction, owners_book

SHORT: Final = 12
"""How much of a digest a person reads, and names with the answer."""


@dataclass(frozen=True)
class Question:
    """What an act would do: ``body`` in Markdown, ``digest`` in hexadecimal, ``cents`` moved."""

    subject: str
    body: str
    digest: str
    cents: int

    @property
    def short(self) -> str:
        """The digest as it is read."""
        return self.digest[:SHORT]


def digest_of(shown: object) -> str:
    """Return the SHA-256 of what would be done: of its canonical JSON, in hexadecimal."""
    plain = asdict(shown) if is_dataclass(shown) and not isinstance(shown, type) else shown
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def rule_of(hub: Hub, kind: str, cents: int, today: dt.date) -> ActRule:
    """Return how many people an act takes today, and of which roles."""
    try:
        return act_rule_on(hub.rules.acts, kind, cents, today)
    except LookupError as none:
        raise JobRefused(str(none)) from none


def takes_two(  # noqa: PLR0917 - the act, and who asks
    hub: Hub, kind: str, question: Question, today: dt.date, by: str, login: str
) -> bool:
    """Tell whether an act takes another person's approval: for itself, or for all of the day's.

    What somebody did alone today counts with what this would move.
    """
    if rule_of(hub, kind, question.cents, today).people > 1:
        return True
    if question.cents == 0:
        return False
    with hub.book.reading() as tx:
        alone = acts.moved_alone(tx, by, login)
    return rule_of(hub, DAY, alone + question.cents, today).people > 1


def refuse_one_person(
    hub: Hub, kind: str, request: Request, question: Question, today: dt.date
) -> None:
    """Raise JobRefused where an act takes two people and one alone asks for it.

    For what is posted after its act: there the book refuses the postings, this the act.
    """
    login = request.approval.login if request.approval else request.login or ""
    with hub.book.reading() as tx:
        checked = acts.asked_for(tx, request.key) is not None
    if (request.approval is None or not checked) and takes_two(
        hub, kind, question, today, request.decided_by, login
    ):
        raise JobRefused(f"an act of kind {kind} that moves so much takes two people")


def record(
    hub: Hub, tx: Transaction, kind: str, request: Request, selection: Mapping[str, object]
) -> tuple[int, bool]:
    """Record an act under the rules in force; return its id, and whether it is new.

    The book refuses it at the end of the transaction where the people are too few. Raises
    JobRefused where it counts them, or dates what is due, by other rules than those of the
    configuration.
    """
    _refuse_other_rules(hub, tx)
    due_rules.refuse_others(hub, tx)
    return acts.record(tx, kind, request, selection)


def refuse_other_people(hub: Hub) -> None:
    """Raise JobRefused where the book knows other people, or rules, than the configuration.

    A configuration is a folder that anybody may name.
    """
    with hub.book.reading() as tx:
        _refuse_other_rules(hub, tx)


def _refuse_other_rules(hub: Hub, tx: Transaction) -> None:
    if not acts.has_rules(tx, _as_told(hub.rules.acts, hub.rules.people)):
        raise JobRefused(
            "the book has other rules of acts than acts.toml and people.toml: its owner loads them"
            " (carmhub up)"
        )


def load_act_rules(owner_url: str, rules: tuple[ActRule, ...], people: tuple[Person, ...]) -> None:
    """Let the book behind its owner's URL count the people of acts by these rules."""
    with owners_book(owner_url) as book, book.transaction() as tx:
        acts.load_rules(tx, _as_told(rules, people))


def refuse_unless_shown(request: Request, digest: str) -> None:
    """Raise JobRefused where an act would come to something else than what was shown."""
    if request.digest is not None and request.digest != digest:
        raise JobRefused(
            f"it would no longer do what was approved ({request.digest[:SHORT]}), but"
            f" {digest[:SHORT]}: look at it again"
        )


def _as_told(rules: tuple[ActRule, ...], people: tuple[Person, ...]) -> list[dict[str, Any]]:
    """Return the rules as the book has them, and who is who at a shell behind them."""
    told = [asdict(rule) | {"effective_from": rule.effective_from.isoformat()} for rule in rules]
    known = [
        {
            "person": person.name,
            "role": person.role,
            "shell_user": person.shell_user,
            "effective_from": person.effective_from.isoformat(),
        }
        for person in people
    ]
    return [
        *sorted(told, key=lambda rule: (rule["kind"], rule["effective_from"], rule["from_cents"])),
        *sorted(known, key=lambda person: (person["person"], person["effective_from"])),
    ]
