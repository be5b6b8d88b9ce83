"""Due dates and cycles, worked out again from the rules that the book keeps."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from billing.cycle import COMMERCIAL
from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.hub.due_rules import OtherDueRules
from jobs.intake import collect_files
from jobs.proofs import due_dates
from jobs.receivables import close_day
from jobs.reference import seeding
from jobs.registry import load_registry
from ledger_sync.book import due_rules
from ledger_sync.book.acts import Request
from ledger_sync.proofs.proving import Result, Scope
from tests import made, people
from tests.changing import change
from tests.conftest import TODAY
from tests.jobs.proofs import test_tampering
from tests.jobs.proofs.test_tampering import alter, broken
from tests.resealing import RESEAL
from tests.sending import arrive, send

IMPORTER = made.broker().importers[0]

ALTERATIONS_OF_DAYS = {
    "the due date of an item, sealed anew": (
        "UPDATE item SET due_on = due_on + 7 WHERE item_id ="
        " (SELECT min(item_id) FROM item WHERE kind = 'CAD')",
        {"attested", "due-as-declared"},
    ),
    "the due date of a declaration with its item, sealed anew": (
        "UPDATE cad SET due_on = due_on + 7 WHERE cad_id = 3;"
        " UPDATE item i SET due_on = c.due_on FROM cad c JOIN txn t USING (message_id)"
        " WHERE c.cad_id = 3 AND i.txn_id = t.txn_id AND t.kind = 'CAD'",
        {"attested", "due-by-rules"},
    ),
    "the cycle of a declaration with its item's, sealed anew": (
        "UPDATE cad SET cycle_last_on = cycle_last_on + 30 WHERE cad_id = 3;"
        " UPDATE item i SET cycle_last_on = c.cycle_last_on FROM cad c JOIN txn t"
        " USING (message_id) WHERE c.cad_id = 3 AND i.txn_id = t.txn_id AND t.kind = 'CAD'",
        {"attested", "due-by-rules"},
    ),
    "the last day to account, sealed anew": (
        "UPDATE cad SET accounting_due_on = accounting_due_on - 1 WHERE cad_id = 3",
        {"attested", "due-by-rules"},
    ),
    "the day a declaration was filed, sealed anew": (
        "UPDATE cad SET filed_on = filed_on - 1 WHERE cad_id = 3",
        {"attested", "due-as-declared"},
    ),
    "the due date of a correction with its item, sealed anew": (
        "UPDATE cad SET due_on = due_on + 7 WHERE function = 'correction';"
        " UPDATE item i SET due_on = c.due_on FROM cad c JOIN txn t USING (message_id)"
        " WHERE c.function = 'correction' AND i.txn_id = t.txn_id AND t.kind = 'CAD'",
        {"attested", "due-as-declared"},
    ),
    "the due date of an adjustment with its item, sealed anew": (
        "UPDATE cad SET due_on = due_on + 7 WHERE function = 'adjustment';"
        " UPDATE item i SET due_on = c.due_on FROM cad c JOIN txn t USING (message_id)"
        " WHERE c.function = 'adjustment' AND i.txn_id = t.txn_id AND t.kind = 'CAD'",
        {"attested", "due-as-declared"},
    ),
    "the due date of a penalty, sealed anew": (
        "UPDATE item SET due_on = due_on + 7 WHERE item_id ="
        " (SELECT min(item_id) FROM item WHERE kind = 'LAP')",
        {"attested", "due-by-rules"},
    ),
    "the due date of what takes a declaration back, sealed anew": (
        "UPDATE item SET due_on = due_on + 7 WHERE kind = 'REV'",
        {"attested", "due-as-declared"},
    ),
    "a due date given to a payment, sealed anew": (
        "UPDATE item SET due_on = book_on WHERE kind = 'PMT'",
        {"attested", "due-as-declared"},
    ),
    "the due date of every statement of a cycle, sealed anew": (
        "UPDATE statement SET due_on = due_on + 7",
        {"attested", "due-by-rules"},
    ),
    "the rules by which all was posted, sealed anew": (
        """UPDATE due_rules SET rules = jsonb_set(rules, '{cycles}', (SELECT jsonb_agg(each ||"""
        """ '{"due_weekdays": 11}') FROM jsonb_array_elements(rules -> 'cycles') each))""",
        {"attested", "due-by-rules"},
    ),
    "a batch put under rules that were loaded after those of the next, sealed anew": (
        "INSERT INTO due_rules (rules, loaded_by) SELECT rules, 'owner' FROM due_rules;"
        " UPDATE batch SET due_rules_id = (SELECT max(due_rules_id) FROM due_rules)"
        " WHERE batch_id = (SELECT min(batch_id) FROM batch)",
        {"attested", "due-rules-only-rise"},
    ),
    "the first batch put back before there were rules, sealed anew": (
        "UPDATE batch SET due_rules_id = NULL, seal_version = 9"
        " WHERE batch_id = (SELECT min(batch_id) FROM batch)",
        {"attested", "due-rules-only-rise"},
    ),
    "a batch put back before there were rules, sealed anew": (
        "UPDATE batch SET due_rules_id = NULL, seal_version = 9"
        " WHERE batch_id = (SELECT max(batch_id) FROM batch)",
        {"attested", "due-rules-only-rise"},
    ),
}
"""What of the days is altered, behind the book's back, and the proofs that find it."""


def fill(hub: Hub) -> None:
    """Post a day of every kind: original, corrected, adjusted, late, paid, billed, taken back."""
    test_tampering.change(hub)
    maker = made.maker(21)
    declaration = maker.declaration(lines=2)
    day = dt.date(2026, 12, 4)
    send(hub, made.cusdec([declaration], "B1"), day)
    send(hub, made.payments([(declaration.importer, "20.00")]), day)
    close_day.run(hub, dt.date(2026, 12, 24))
    people.bill(hub, dt.date(2026, 12, 25))
    request = Request("taken back", "tester", "posted in error")
    number = declaration.transaction_number
    assert reverse_postings.reverse(hub, number, request, dt.date(2026, 12, 28)).transactions
    close_day.run(hub, dt.date(2026, 12, 28))
    assert broken(hub) == set()


@pytest.fixture
def filled_hub(filled) -> Hub:
    """A hub with a day of every kind."""
    return filled(fill)


@pytest.mark.parametrize("what", ALTERATIONS_OF_DAYS)
def test_a_day_that_was_moved_is_found_though_it_is_sealed_anew(
    filled_hub: Hub, owner_url: str, what: str
):
    """The owner moves it with every trigger off and seals all batches anew: a proof names it.

    The seals held outside differ too.
    """
    statements, proofs = ALTERATIONS_OF_DAYS[what]
    alter(owner_url, statements)
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("ALTER TABLE batch DISABLE TRIGGER USER")
        connection.execute(RESEAL)
        connection.execute("ALTER TABLE batch ENABLE TRIGGER USER")
    assert broken(filled_hub) == proofs


def test_what_was_posted_before_there_were_rules_is_told(filled_hub: Hub, owner_url: str):
    """It is held to the first rules there are; where it differs, it is counted and breaks none."""
    earlier = (
        "UPDATE batch SET due_rules_id = NULL, seal_version = 9;"
        """ UPDATE due_rules SET rules = jsonb_set(rules, '{cycles}', (SELECT jsonb_agg(each ||"""
        """ '{"due_weekdays": 11}') FROM jsonb_array_elements(rules -> 'cycles') each))"""
    )
    before, after = earlier.split(";")
    alter(owner_url, before)
    result = proved(filled_hub)
    assert result.holds and result.told == () and result.rows > 5
    alter(owner_url, after)
    result = proved(filled_hub)
    assert result.holds
    (told,) = result.told
    assert told["dated_otherwise_before_rules_were_kept"] == result.rows


def proved(hub: Hub) -> Result:
    return due_dates.proof(hub.book, Scope(), lambda *_: None)


def test_rules_of_today_date_what_is_posted_today(hub: Hub):
    """The owner loads others: what was posted before keeps its days, and all of it is proved."""
    send(hub, made.cusdec([made.maker(3).declaration()], "R1"))
    later = with_weekdays(hub, 11)
    assert seeding.run(later)["due_rules"] == 1 and seeding.run(later)["due_rules"] == 0
    send(later, made.cusdec([made.maker(4).declaration()], "R2"))
    with hub.book.reading() as tx:
        days = tx.rows(
            "SELECT due_rules_id, due_on FROM cad JOIN batch USING (batch_id) ORDER BY 1"
        )
        loaded = tx.rows("SELECT due_rules_id, loaded_by, loaded_at FROM due_rules ORDER BY 1")
    first, second = days
    assert second["due_on"] == first["due_on"] + dt.timedelta(days=1)
    assert [row["due_rules_id"] for row in loaded] == [row["due_rules_id"] for row in days]
    assert all(row["loaded_by"] and row["loaded_at"] for row in loaded)
    assert proved(hub).holds and proved(hub).rows == len(days)


def test_a_holiday_counts_from_when_it_was_known(hub: Hub):
    """What was posted before keeps its last day to account; each is proved by its own version."""
    first, second = (
        replace(declaration, cad_type="AB", release_on=TODAY)
        for declaration in (made.maker(3).declaration(), made.maker(4).declaration())
    )
    send(hub, made.cusdec([first], "R1"))
    days = accounted_by(hub)
    change(
        hub,
        "INSERT INTO holiday (holiday_on, province, name_en, name_fr, source)"
        " VALUES (:day, '', 'A holiday', 'Un jour férié', 'Sample')",
        day=days[0],
    )
    send(hub, made.cusdec([second], "R2"))
    before, after = accounted_by(hub)
    assert before == days[0] < after
    assert proved(hub).holds and proved(hub).rows == len((before, after))


def test_a_program_counts_from_when_it_was_known(hub: Hub, tmp_path: Path):
    """Of an account that is found to be of another program, what was posted keeps its cycle."""
    first, second = (
        replace(made.maker(seed).declaration(), cad_type="AB", importer=IMPORTER) for seed in (3, 4)
    )
    send(hub, made.cusdec([first], "R1"))
    path = tmp_path / "accounts.csv"
    path.write_text(
        "bn15,effective_from,program,language,documents_to,notice_formats,statement_formats,"
        "offset_preference\n"
        f"{IMPORTER},2024-10-21,csa_1,en,{made.broker().partner_id},xml,xml,standard\n"
    )
    assert load_registry.apply(hub, path, "ann").findings == ()
    send(hub, made.cusdec([second], "R2"))
    with hub.book.reading() as tx:
        rows = tx.rows("SELECT cycle_last_on AS day FROM cad ORDER BY cad_id")
    before, after = (row["day"] for row in rows)
    assert (before.day, after.day) == (17, 30)
    assert proved(hub).holds and proved(hub).rows == len(rows)


def accounted_by(hub: Hub) -> list[dt.date]:
    """Return the last days to account of what was posted, in its order."""
    with hub.book.reading() as tx:
        return [
            row["day"]
            for row in tx.rows("SELECT accounting_due_on AS day FROM cad ORDER BY cad_id")
        ]


def test_nothing_is_posted_by_rules_that_the_owner_did_not_load(hub: Hub):
    """A file waits, and is quarantined by none; no date is closed, no act recorded."""
    other = with_weekdays(hub, 11)
    declaration = made.maker(3).declaration()
    file_id = arrive(other, made.cusdec([declaration], "R1"))
    with pytest.raises(OtherDueRules):
        collect_files.post(other, [file_id])
    with pytest.raises(OtherDueRules):
        close_day.run(other, TODAY)
    assert collect_files.post(hub, [file_id]) == {"posted": 1}
    with pytest.raises(OtherDueRules):
        request = Request("taken back", "tester", "posted in error")
        reverse_postings.reverse(other, declaration.transaction_number, request, TODAY)


def test_the_jobs_of_the_day_load_no_rules(hub: Hub):
    """The role that posts may read them, and may neither add nor change any."""
    with pytest.raises(ProgrammingError, match="permission denied"), hub.book.transaction() as tx:
        due_rules.load(tx, with_weekdays(hub, 11).rules.due.told, "somebody")


def with_weekdays(hub: Hub, count: int) -> Hub:
    """Return a hub whose commercial cycle is due so many weekdays later."""
    cycles = tuple(
        replace(rule, due_weekdays=count) if rule.program == COMMERCIAL else rule
        for rule in hub.rules.cycles
    )
    return replace(hub, rules=replace(hub.rules, cycles=cycles), remembered={})
