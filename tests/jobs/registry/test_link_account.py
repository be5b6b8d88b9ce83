"""Linking a user to an account: by right answers only, a few times a day, without an oracle."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors

from jobs.acts import reverse_postings
from jobs.hub import Hub, open_hub
from jobs.receivables import close_day
from jobs.registry import link_account
from jobs.registry.link_account import Outcome, UserUnknown
from ledger_sync.book.acts import Request
from ledger_sync.registry import linking
from ledger_sync.registry.linking import Answers
from tests import made, people
from tests.conftest import TODAY
from tests.profiles import examples
from tests.sending import send

USER = "https://idp.example/users/41"
NOWHERE = "100000009RM0001"
BILLED_ON = dt.date(2026, 11, 25)


DECLARATION = replace(made.maker(5).declaration(lines=2), release_on=dt.date(2026, 11, 16))
"""In time, so that no penalty is on the statement."""


def bill(hub: Hub) -> None:
    """Post a declaration and a payment, and bill them."""
    send(hub, made.cusdec([DECLARATION]))
    send(hub, made.payments([(DECLARATION.importer, "12.34")]))
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, BILLED_ON)


@pytest.fixture
def known(filled) -> tuple[str, Answers]:
    """An account with a declaration, a payment and a statement, and the right answers for it."""
    filled(bill)
    cents = int(DECLARATION.payable * 100)
    return DECLARATION.importer, Answers(
        transaction_number=DECLARATION.transaction_number,
        duties_cents=cents,
        payment_cents=1234,
        paid_on=TODAY,
        balance_cents=cents - 1234,
        statement_on=BILLED_ON,
    )


def without(answers: Answers, *questions: str) -> Answers:
    parts = {
        "transaction": ("transaction_number", "duties_cents"),
        "payment": ("payment_cents", "paid_on"),
        "balance": ("balance_cents", "statement_on"),
    }
    return replace(answers, **{part: None for name in questions for part in parts[name]})


def wrong(answers: Answers, question: str) -> Answers:
    part = {"transaction": "duties", "payment": "payment", "balance": "balance"}[question]
    name = f"{part}_cents"
    return replace(answers, **{name: getattr(answers, name) + 1})


def attempts(hub: Hub) -> list[dict]:
    with hub.book.transaction() as tx:
        return tx.rows("SELECT * FROM link_attempt ORDER BY attempt_id")


def links(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        return tx.value("SELECT count(*) FROM standing_link")


def test_two_or_three_right_answers_link_and_no_fewer(hub: Hub, known):
    """Every way to answer: linked exactly when two or more are answered, and none is wrong."""
    bn15, answers = known
    for number, ways in enumerate(product(("right", "wrong", "none"), repeat=3)):
        said = answers
        for question, way in zip(linking.QUESTIONS, ways, strict=True):
            if way == "wrong":
                said = wrong(said, question)
            if way == "none":
                said = without(said, question)
        unbounded = replace(hub, rules=replace(hub.rules, links=(bound(hub, 100),)))
        outcome = link_account.run(unbounded, f"user {number}", bn15, said)
        right = "wrong" not in ways and ways.count("right") >= 2
        assert (outcome is Outcome.LINKED) == right, ways
        last = attempts(hub)[-1]
        written = [last[f"{question}_right"] for question in linking.QUESTIONS]
        assert written == [{"right": True, "wrong": False, "none": None}[way] for way in ways]
    assert links(hub) == 4


def bound(hub: Hub, attempts_most: int):
    return replace(hub.rules.links[0], attempts=attempts_most)


def test_no_account_is_told_like_a_wrong_answer(hub: Hub, known):
    """For an account that is not there the outcome, and what is written, are those of a guess."""
    bn15, answers = known
    guess = wrong(answers, "payment")
    guess = wrong(wrong(guess, "transaction"), "balance")
    asked = (bn15, NOWHERE, "' OR 1", "")
    outcomes = [link_account.run(hub, USER, account, guess) for account in asked]
    assert outcomes == [Outcome.REFUSED] * 4
    written = [
        [row["user_id"], row["outcome"], *(row[f"{name}_right"] for name in linking.QUESTIONS)]
        for row in attempts(hub)
    ]
    assert written == [[USER, "refused", False, False, False]] * 4


def test_the_same_look_ups_whatever_is_asked(hub: Hub, known, monkeypatch):
    """A refused guess runs the same statements for an account that exists and one that does not."""
    bn15, answers = known
    asked: list[list[str]] = []
    execute = linking.Transaction.value, linking.Transaction.row, linking.Transaction.run

    def noting(method):
        def call(self, sql, **values):
            asked[-1].append(sql)
            return method(self, sql, **values)

        return call

    for name, method in zip(("value", "row", "run"), execute, strict=True):
        monkeypatch.setattr(linking.Transaction, name, noting(method))
    for number, account in enumerate((bn15, NOWHERE)):
        asked.append([])
        link_account.run(hub, f"user {number}", account, wrong(answers, "balance"))
    assert asked[0] == asked[1] and len(asked[0]) > 5


USERS = st.sampled_from(["a", "b", "c"])
ACCOUNTS = st.sampled_from(["theirs", "100000009RM0001", "another"])
TRIES = st.lists(st.tuples(USERS, ACCOUNTS, st.booleans()), max_size=14)


@given(TRIES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
def test_any_tries_are_counted_as_the_twin_counts(hub: Hub, known, tries):
    """Any tries in any order: linked, refused or stopped as a plain count of refusals says."""
    bn15, answers = known
    rule = bound(hub, 3)
    refused: Counter[str] = Counter()
    with hub.book.transaction() as tx, tx.rehearsal():
        for user, account, right in tries:
            asked = bn15 if account == "theirs" else account
            said = answers if right else wrong(answers, "balance")
            if refused[user] >= 3 or refused[account] >= 3:
                expected = Outcome.TOO_MANY
            elif right and account == "theirs":
                expected = Outcome.LINKED
            else:
                expected = Outcome.REFUSED
                refused.update((user, account))
            assert link_account._attempt(tx, rule, user, asked, said) is expected


@pytest.mark.parametrize("by", ["user", "account"])
def test_attempts_are_bounded(hub: Hub, known, owner_url: str, by: str):
    """After five wrong attempts of one user, or for one account, right answers do not help.

    A day later they do; and neither another user nor another account was stopped.
    """
    bn15, answers = known
    for number in range(5):
        user = USER if by == "user" else f"user {number}"
        account = bn15 if by == "account" else f"{100000000 + number}RM0001"
        assert link_account.run(hub, user, account, wrong(answers, "payment")) is Outcome.REFUSED
    user = USER if by == "user" else "another"
    assert link_account.run(hub, user, bn15, answers) is Outcome.TOO_MANY
    assert link_account.run(hub, user, bn15, answers) is Outcome.TOO_MANY
    assert attempts(hub)[-1]["payment_right"] is None and links(hub) == 0
    free = ("another", bn15) if by == "user" else ("another", NOWHERE)
    outcome = Outcome.LINKED if by == "user" else Outcome.REFUSED
    assert link_account.run(hub, *free, answers) is outcome
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        owner.execute("ALTER TABLE link_attempt DISABLE TRIGGER USER")
        owner.execute("UPDATE link_attempt SET attempted_at = attempted_at - interval '24 hours'")
        owner.execute("ALTER TABLE link_attempt ENABLE TRIGGER USER")
    assert link_account.run(hub, user, bn15, answers) is Outcome.LINKED


def test_asking_at_once_is_no_way_around(hub: Hub, known):
    """Eight attempts of one user at the same moment: five are judged, three are not."""
    bn15, answers = known

    def attempt(_number: int) -> Outcome:
        with open_hub(hub.settings) as own:
            return link_account.run(own, USER, bn15, wrong(answers, "payment"))

    with ThreadPoolExecutor(8) as at_once:
        outcomes = Counter(at_once.map(attempt, range(8)))
    assert outcomes == {Outcome.REFUSED: 5, Outcome.TOO_MANY: 3}


def test_the_bound_is_that_of_its_day(hub: Hub, known):
    """The newest rule in force decides; one of a later day does not yet."""
    bn15, answers = known
    first = hub.rules.links[0]
    begun = replace(first, effective_from=dt.date(2025, 1, 1), answers=3)
    later = replace(first, effective_from=dt.date(2999, 1, 1), answers=1)
    other = replace(hub, rules=replace(hub.rules, links=(first, begun, later)))
    two = without(answers, "balance")
    assert link_account.run(other, USER, bn15, two) is Outcome.REFUSED
    assert link_account.run(other, USER, bn15, answers) is Outcome.LINKED


def test_zero_is_an_answer_for_a_declaration_only(hub: Hub, known):
    """No payment and no balance of zero counts, though a statement may well close at zero."""
    bn15, answers = known
    with hub.book.transaction() as tx:
        zero = replace(answers, payment_cents=0, balance_cents=0, duties_cents=0)
        assert linking.right_answers(tx, bn15, zero) == frozenset()
        negative = replace(answers, payment_cents=-1234)
        assert "payment" not in linking.right_answers(tx, bn15, negative)


def test_what_was_taken_back_is_no_answer(hub: Hub, known):
    """A declaration or payment that was reversed proves nothing any more."""
    bn15, answers = known
    with hub.book.transaction() as tx:
        handles = [f"{row['txn_id']}" for row in tx.rows("SELECT txn_id FROM txn ORDER BY 1")]
        assert linking.right_answers(tx, bn15, answers) == set(linking.QUESTIONS)
    for number, handle in enumerate(handles):
        request = Request(f"r{number}", "an officer", "wrong")
        reverse_postings.reverse(hub, f"txn:{handle}", request, BILLED_ON)
    with hub.book.transaction() as tx:
        assert linking.right_answers(tx, bn15, answers) == {"balance"}


def test_another_accounts_answers_do_not_count(hub: Hub, known):
    """Right answers for one account open no other."""
    bn15, answers = known
    with hub.book.transaction() as tx:
        other = tx.value("SELECT min(code) FROM account WHERE bn9 <> '' AND code <> :c", c=bn15)
    assert link_account.run(hub, USER, other, answers) is Outcome.REFUSED


def test_linked_twice_is_linked_once_and_revoked_is_not_linked(hub: Hub, known):
    """One standing link a user and account; a revoked one stays on record, and can be earned."""
    bn15, answers = known
    assert [link_account.run(hub, USER, bn15, answers) for _ in range(2)] == [Outcome.LINKED] * 2
    assert links(hub) == 1
    assert link_account.revoke(hub, USER, bn15, "an officer", "left the firm")
    assert not link_account.revoke(hub, USER, bn15, "an officer", "left the firm")
    assert links(hub) == 0
    assert link_account.run(hub, USER, bn15, answers) is Outcome.LINKED
    with hub.book.transaction() as tx:
        reasons = [row["reason"] for row in linking.links(tx, user_id=USER)]
        assert reasons == ["left the firm", None]
        assert len(linking.links(tx, bn15=bn15)) == 2 and linking.links(tx, bn15=NOWHERE) == []


@pytest.mark.parametrize("user", ["", "a" * 201, "a\nb", "a\x00b"])
def test_a_user_has_a_name(hub: Hub, user: str):
    """A user without a usable name is refused before anything is looked up."""
    with pytest.raises(UserUnknown):
        link_account.run(hub, user, NOWHERE, Answers())
    assert attempts(hub) == []


def test_no_answer_is_written_down(hub: Hub, known):
    """Nothing a user answered stands anywhere: not a number, not an amount."""
    bn15, answers = known
    link_account.run(hub, USER, bn15, replace(answers, transaction_number="99999999999999"))
    (row,) = attempts(hub)
    numbers = {type(value) for value in row.values()} - {str, bool}
    assert numbers == {int, dt.datetime} and "99999999999999" not in str(row)


def test_the_database_refuses_an_unearned_link(hub: Hub, known, owner_url: str):
    """No link without that user's right answers for that account; none is edited or deleted."""
    bn15, answers = known
    link_account.run(hub, USER, bn15, wrong(answers, "payment"))
    link_account.run(hub, USER, bn15, answers)
    refused, linked = (row["attempt_id"] for row in attempts(hub))
    insert = "INSERT INTO account_link (user_id, bn15, attempt_id) VALUES (%s, %s, %s)"
    link_account.revoke(hub, USER, bn15, "an officer", "test")
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        for user, attempt in ((USER, refused), ("another", linked)):
            with pytest.raises(errors.RestrictViolation), owner.transaction():
                owner.execute(insert, (user, bn15, attempt))
        with pytest.raises(errors.UniqueViolation), owner.transaction():
            owner.execute(insert, (USER, bn15, linked))
        for table in ("link_attempt", "account_link", "link_revocation"):
            for act in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with pytest.raises(errors.RestrictViolation), owner.transaction():
                    owner.execute(act)
