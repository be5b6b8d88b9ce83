"""Link a user to a program account: by answers that only its owner knows, a few times a day.

A refusal never says why: an account that does not exist and a wrong answer are told alike, after
the same look-ups and the same rows written. Source: affinity questions of the client portal (CSCB).
"""

from enum import StrEnum
from typing import Final

from jobs.hub import Hub
from jobs.rules.registry_rules import LinkRule
from ledger.dated_rules import in_force_on
from ledger_sync.book import clock
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.registry import linking
from ledger_sync.registry.linking import QUESTIONS, Answers

USER_LENGTH_MAX: Final = 200
_BN15_LENGTH: Final = 15


class Outcome(StrEnum):
    """What a user is told."""

    LINKED = "linked"
    REFUSED = "refused"
    TOO_MANY = "too_many"


class UserUnknown(ValueError):
    """No user is named, or the name is longer than an identity provider gives."""


def run(hub: Hub, user_id: str, bn15: str, answers: Answers) -> Outcome:
    """Link a user whose answers are right; every attempt is written down, in one transaction."""
    if not (0 < len(user_id) <= USER_LENGTH_MAX and user_id.isprintable()):
        raise UserUnknown("a user is named by 1 to 200 printable characters")
    asked = "".join(c for c in bn15 if c.isprintable())[:_BN15_LENGTH]
    with hub.book.transaction() as tx:
        tx.lock(f"link:user:{user_id}")  # users first, then accounts: nobody waits in a circle
        tx.lock(f"link:account:{asked}")
        return _attempt(tx, _rule(hub, tx), user_id, asked, answers)


def links(hub: Hub, *, user_id: str | None = None, bn15: str | None = None) -> list[Row]:
    """Return who is linked to what, since when, and what was revoked by whom and why."""
    with hub.book.reading() as tx:
        return linking.links(tx, user_id=user_id, bn15=bn15)


def revoke(hub: Hub, user_id: str, bn15: str, revoked_by: str, reason: str) -> bool:
    """Take a link back; returns whether there was one. The user may ask again."""
    with hub.book.transaction() as tx:
        tx.lock(f"link:user:{user_id}")
        return linking.revoke(tx, user_id, bn15, revoked_by, reason) == 1


def _attempt(tx: Transaction, rule: LinkRule, user_id: str, bn15: str, answers: Answers) -> Outcome:
    exhausted = [
        linking.attempts_since(tx, column, value, rule.hours) >= rule.attempts
        for column, value in (("user_id", user_id), ("bn15", bn15))
    ]
    right = linking.right_answers(tx, bn15, answers)
    outcome = _outcome(rule, answers.answered, right, exhausted=any(exhausted))
    told = {name: name in right if name in answers.answered else None for name in QUESTIONS}
    if outcome is Outcome.TOO_MANY:
        told = dict.fromkeys(QUESTIONS)  # not judged: nothing is learnt of it, not even by us
    attempt_id = linking.record_attempt(tx, user_id, bn15, outcome, told)
    if outcome is Outcome.LINKED:
        linking.link(tx, user_id, bn15, attempt_id)
    return outcome


def _outcome(
    rule: LinkRule, answered: frozenset[str], right: frozenset[str], *, exhausted: bool
) -> Outcome:
    """Decide: enough questions answered, and none of them wrong."""
    if exhausted:
        return Outcome.TOO_MANY
    enough = len(right) >= rule.answers and right == answered
    return Outcome.LINKED if enough else Outcome.REFUSED


def _rule(hub: Hub, tx: Transaction) -> LinkRule:
    return in_force_on(hub.rules.links, clock.today(tx), "rule on linking users")
