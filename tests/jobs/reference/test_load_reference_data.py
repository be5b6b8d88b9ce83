"""Deliveries of reference data: through the door, compared with the book, whole or not at all."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from sqlalchemy.exc import SQLAlchemyError

from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from jobs.reference import load_reference_data, reference_shown, seeding
from ledger_sync.book.connection import owners_book
from ledger_sync.reference import reference_tables, reference_versions
from ledger_sync.reference.reference_deliveries import decided
from mappers.reference.dated_table import DatedTable
from tests import people, sending
from tests.conftest import TODAY

PARTNER = "tariffdesk"
ITEM = "0805100010"


def delivery(table: str, kind: str, reference: str, heading: str, *rows: str) -> bytes:
    """Return a delivery in CSV."""
    head = f"#carmhub-reference table={table} delivery={kind} reference={reference}"
    return "\n".join((f"{head} rows={len(rows)}", heading, *rows, "")).encode()


def tariff_change(reference: str = "TR-1", percent: str = "4.5", first: str = "2027-01-01"):
    """Return a change of one rate of duty from a day on."""
    heading = "change,tariff_item,treatment,effective_from,effective_to,rate_percent"
    return delivery(
        "tariff_rate", "changes", reference, heading, f"set,{ITEM},02,{first},,{percent}"
    )


def rates_of(hub: Hub, item: str = ITEM, treatment: str = "02") -> list[tuple[str, str, int]]:
    """Return an item's rates as the book has them: first day, last day, millionths."""
    with hub.book.transaction() as tx:
        rows = reference_versions.rows(tx, "tariff_rate")
    held = rows[(rows["tariff_item"] == item) & (rows["treatment"] == treatment)]
    columns = ["effective_from", "effective_to", "rate_ppm"]
    return list(held[columns].itertuples(index=False, name=None))


@pytest.fixture
def send(hub: Hub):
    """Deliver bytes as the partner; returns the outcome and the codes found."""

    def send(content: bytes, partner: str = PARTNER) -> tuple[str, list[str]]:
        file_id, outcome = sending.send(hub, content, TODAY, partner)
        with hub.book.transaction() as tx:
            found = tx.rows(
                "SELECT code FROM finding WHERE file_id = :id ORDER BY finding_id", id=file_id
            )
        return outcome, [row["code"] for row in found]

    return send


def test_a_change_waits_for_a_person_and_applies_once(hub: Hub, send):
    """What was in force ends the day before; the delivery applies once, and the book proves."""
    before = rates_of(hub)
    assert send(tariff_change()) == ("posted", [])
    assert rates_of(hub) == before
    (draft,) = load_reference_data.waiting(hub)
    assert draft.counts == {"added": 1, "changed": 0, "ended": 1, "removed": 0}
    assert people.apply(hub, draft.message_id) == "applied"
    after = [("2022-01-01", "2026-12-31", 0), ("2027-01-01", "9999-12-31", 45_000)]
    assert rates_of(hub) == after
    assert people.apply(hub, draft.message_id) is None
    assert load_reference_data.waiting(hub) == []
    assert rates_of(hub) == after
    assert all(result.holds for result in prove_book.results(hub))


def test_the_same_bytes_again_are_a_duplicate(hub: Hub, send):
    """Delivered twice, a file is answered twice and waits once."""
    assert send(tariff_change())[0] == "posted"
    assert send(tariff_change()) == ("duplicate", ["FILE-004"])
    assert send(tariff_change(percent="5")) == ("rejected", ["EDI-006"])
    assert len(load_reference_data.waiting(hub)) == 1


def test_what_the_book_says_already_is_no_version(hub: Hub, send):
    """A whole table that is the book's changes nothing and leaves no version."""
    with hub.book.transaction() as tx:
        held = reference_versions.rows(tx, "prescribed_rate")
    rows = [
        f'{r.effective_from},{r.effective_to},{r.rate_ppm / 10_000},"{r.source}"'
        for r in held.itertuples()
    ]
    heading = "effective_from,effective_to,rate_percent,source"
    send(delivery("prescribed_rate", "whole", "PR-1", heading, *rows))
    (draft,) = load_reference_data.waiting(hub)
    assert draft.changes == ()
    assert people.apply(hub, draft.message_id) == "unchanged"
    with hub.book.transaction() as tx:
        assert len(reference_versions.versions(tx, "prescribed_rate")) == 1


def test_exchange_rates_apply_on_receipt_in_the_agencys_shape(hub: Hub, send):
    """The agency's JSON is dated changes, and rates of exchange wait for nobody."""
    rate = {
        "ExchangeRateId": "1",
        "Rate": "1.4001",
        "ExchangeRateEffectiveTimestamp": "2026-11-21T00:00:00Z",
        "ExchangeRateExpiryTimestamp": "2026-11-21T23:59:59Z",
        "ExchangeRateSource": "BOC",
        "FromCurrency": {"Value": "USD"},
        "FromCurrencyCSN": "840",
        "ToCurrency": {"Value": "CAD"},
        "ToCurrencyCSN": "124",
    }
    assert send(json.dumps({"ForeignExchangeRates": [rate]}).encode()) == ("posted", [])
    with hub.book.transaction() as tx:
        held = reference_versions.rows(tx, "exchange_rate")
        (decision,) = decided(tx, 5)
    usd = held[held["currency"] == "USD"].iloc[:, :4].to_numpy().tolist()
    assert usd == [
        ["USD", "2024-10-21", "2026-11-20", 1_382_500],
        ["USD", "2026-11-21", "2026-11-21", 1_400_100],
        ["USD", "2026-11-22", "9999-12-31", 1_382_500],
    ]
    assert (decision["decision"], decision["decided_by"]) == ("applied", "automatic")


def rates_of_exchange(hub: Hub, currency: str = "USD") -> list[tuple[str, str, int]]:
    """Return a currency's rates as the book has them: first day, last day, millionths."""
    with hub.book.transaction() as tx:
        rows = reference_versions.rows(tx, "exchange_rate")
    columns = ["effective_from", "effective_to", "rate_ppm"]
    return list(rows[rows["currency"] == currency][columns].itertuples(index=False, name=None))


RATE_HEADING = "change,currency,effective_from,effective_to,rate"


def rate_changes(reference: str, *rows: str) -> bytes:
    """Return a delivery that changes rates of exchange."""
    return delivery("exchange_rate", "changes", reference, RATE_HEADING, *rows)


def test_a_daily_publication_needs_nobody(hub: Hub, send):
    """Day after day, closed or open, late by a weekend: in force on receipt."""
    daily = [
        "set,USD,2026-11-13,2026-11-13,1.39",
        "set,USD,2026-11-20,2026-11-20,1.40",
        "set,USD,2026-11-21,2026-11-21,1.41",
        "set,USD,2026-11-21,2026-11-21,1.41",
        "set,USD,2026-11-22,,1.42",
        "set,USD,2026-11-23,,1.43",
    ]
    for number, row in enumerate(daily):
        assert send(rate_changes(f"XR-{number}", row)) == ("posted", [])
    assert load_reference_data.waiting(hub) == []
    assert rates_of_exchange(hub)[-4:] == [
        ("2026-11-20", "2026-11-20", 1_400_000),
        ("2026-11-21", "2026-11-21", 1_410_000),
        ("2026-11-22", "2026-11-22", 1_420_000),
        ("2026-11-23", "9999-12-31", 1_430_000),
    ]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (["set,GBP,2026-11-20,,1.85"], ["REF-016"]),
        (["set,EUR,2020-01-01,2020-01-31,1.5"], ["REF-013", "REF-016"]),
        (["set,CAD,2026-11-20,,1.01"], ["REF-016"]),
        (["set,USD,2026-11-20,,0.01"], ["REF-016"]),
        (["set,USD,2026-12-20,,1.2"], ["REF-016"]),
        ([f"set,USD,2026-11-20,,{1.39 * 0.95**n:.4f}" for n in range(1, 5)], ["REF-016"]),
        (
            [f"set,USD,2026-11-{20 + n},,{1.39 * 0.95**n:.4f}" for n in range(1, 5)],
            ["REF-016"],
        ),
    ],
    ids=["new", "long ago", "our own", "far", "ahead", "again and again", "day by day"],
)
def test_a_rate_that_is_not_plausible_waits(hub: Hub, send, rows: list[str], codes: list[str]):
    """However it is delivered: measured by what was in force before the day of receipt."""
    told = [send(rate_changes(f"XR-{number}", row)) for number, row in enumerate(rows)]
    assert next(each for each in told if each[1]) == ("posted", codes)
    (draft, *_) = load_reference_data.waiting(hub)
    shown = reference_shown.as_markdown([draft])
    assert "REF-016" in shown
    lowest = min(rate for *_, rate in rates_of_exchange(hub))
    assert lowest >= 1_240_000 and rates_of_exchange(hub, "GBP") == []


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("end,USD,2024-10-21,,", "USD 2024-10-21"),
        ("end,USD,2026-11-25,,", "USD 2024-10-21"),
        ("set,USD,2024-10-21,,1.5", "USD 2024-10-21"),
        ("set,USD,2025-03-01,2025-03-01,1.5", "USD 2024-10-21"),
        ("set,USD,2026-11-12,,1.5", "USD 2024-10-21"),
    ],
)
def test_what_takes_a_rate_back_waits_for_a_person(hub: Hub, send, row: str, named: str):
    """Ended, changed or set for long ago: its sender is told, a person sees it, a yes applies."""
    before = rates_of_exchange(hub)
    assert "REF-013" in send(rate_changes("XR-1", row))[1]
    assert rates_of_exchange(hub) == before
    with hub.book.transaction() as tx:
        assert tx.value("SELECT value FROM finding WHERE code = 'REF-013'") == named
    (draft,) = load_reference_data.waiting(hub)
    assert "USD" in reference_shown.as_markdown([draft])
    assert people.apply(hub, draft.message_id) == "applied"
    assert rates_of_exchange(hub) != before


def test_a_stated_day_is_corrected_by_a_person(hub: Hub, send):
    """A rate that was published for a day, or for days to come, is not replaced unasked."""
    assert send(rate_changes("XR-1", "set,USD,2026-11-21,2026-11-30,1.40"))[1] == []
    assert send(rate_changes("XR-2", "set,USD,2026-11-22,2026-11-22,1.50"))[1] == ["REF-013"]
    assert send(rate_changes("XR-3", "set,USD,2026-12-01,2026-12-01,1.50"))[1] == []


def test_a_whole_file_of_one_rate_wipes_nothing(hub: Hub, send):
    """A whole table of exchange rates that lacks most of them waits, and its sender is told why."""
    heading = "currency,effective_from,rate"
    content = delivery("exchange_rate", "whole", "XR-1", heading, "USD,2024-10-21,1.3825")
    assert send(content) == ("posted", ["REF-012", "REF-013", "REF-016"])
    (draft,) = load_reference_data.waiting(hub)
    assert draft.counts["removed"] == 5
    with hub.book.transaction() as tx:
        assert len(reference_versions.rows(tx, "exchange_rate")) == 6


def test_a_whole_table_that_only_adds_needs_nobody(hub: Hub, send):
    """The whole of the rates with a new day among them is in force on receipt."""
    with hub.book.transaction() as tx:
        held = reference_versions.rows(tx, "exchange_rate")
    rows = [f"{r.currency},{r.effective_from},{r.rate_ppm / 1_000_000}" for r in held.itertuples()]
    content = delivery(
        "exchange_rate", "whole", "XR-1", "currency,effective_from,rate", *rows,
        "USD,2026-11-21,1.4",
    )  # fmt: skip
    assert send(content) == ("posted", [])
    assert rates_of_exchange(hub)[-1] == ("2026-11-21", "9999-12-31", 1_400_000)


@pytest.mark.parametrize("rate", ["0", "0.0000001", "9.000001", "1382.5", "1000000"])
def test_a_rate_that_no_price_can_take_is_found(hub: Hub, send, rate: str):
    """Zero, too fine or beyond the bound of a price: refused at its place, never our own fault."""
    assert send(rate_changes("XR-1", f"set,USD,2026-11-21,,{rate}")) == ("rejected", ["REF-004"])
    with hub.book.transaction() as tx:
        found = tx.row("SELECT segment, value FROM finding WHERE code = 'REF-004'")
    assert (found["segment"], found["value"]) == ("line 3/rate", rate)


def test_what_no_longer_fits_the_book_is_not_applied(hub: Hub, send):
    """A rate whose item was ended while it waited is refused with the reason, and waits on."""
    send(tariff_change())
    send(
        delivery(
            "tariff_item", "changes", "TI-1", "change,tariff_item,effective_from",
            f"end,{ITEM},2026-12-01",
        )
    )  # fmt: skip
    rate, item = load_reference_data.waiting(hub)
    assert people.apply(hub, item.message_id) == "applied"
    before = rates_of(hub)
    with pytest.raises(JobRefused, match=r"line 3/tariff_item: REF-014 .*2027-01-01"):
        people.apply(hub, rate.message_id)
    assert rates_of(hub) == before
    assert load_reference_data.waiting(hub) == [rate]


def test_a_wrong_row_costs_the_whole_delivery(hub: Hub, send):
    """One wrong row of two: the delivery is refused, nothing waits, and the place is told."""
    heading = "change,tariff_item,treatment,effective_from,rate_percent"
    content = delivery(
        "tariff_rate", "changes", "TR-2", heading,
        f"set,{ITEM},02,2027-01-01,4.5", f"set,{ITEM},02,2028-01-01,many",
    )  # fmt: skip
    assert send(content) == ("rejected", ["REF-004"])
    assert load_reference_data.waiting(hub) == []
    with hub.book.transaction() as tx:
        found = tx.row("SELECT * FROM finding WHERE code = 'REF-004'")
    assert content[found["byte_from"] : found["byte_to"]].endswith(b"2028-01-01,many")
    assert (found["segment"], found["segment_position"]) == ("line 4/rate_percent", 4)


def test_a_broken_application_leaves_the_book_as_it_was(hub: Hub, send, monkeypatch):
    """If the last write fails, no row of the table changed and the delivery waits on."""
    send(tariff_change())
    (draft,) = load_reference_data.waiting(hub)
    before = rates_of(hub)

    def fail(*_args: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as broken:
        broken.setattr(reference_versions, "_keep_changes", fail)
        with pytest.raises(ConnectionResetError):
            people.apply(hub, draft.message_id)
    assert rates_of(hub) == before
    assert load_reference_data.waiting(hub) == [draft]
    assert people.apply(hub, draft.message_id) == "applied"


def test_what_was_not_approved_is_not_applied(hub: Hub, send):
    """If the book changed between the difference shown and the yes, nothing is applied."""
    send(tariff_change("TR-1", "4.5"))
    send(tariff_change("TR-2", "6"))
    first, second = load_reference_data.waiting(hub)
    shown = people.request_by_two(load_reference_data.digest_of_draft(second))
    people.apply(hub, first.message_id)
    with pytest.raises(JobRefused, match="no longer"):
        load_reference_data.apply(hub, second.message_id, shown)
    assert people.decline(hub, second.message_id) == "declined"
    assert people.decline(hub, second.message_id) is None
    assert rates_of(hub)[-1][2] == 45_000


def test_every_version_can_be_asked_for(hub: Hub, send):
    """What was in force as known at each version is what the table was then, to the row."""
    known = []
    for number, (percent, first) in enumerate(
        [("4.5", "2027-01-01"), ("5", "2027-07-01"), ("3", "2026-12-01")]
    ):
        with hub.book.transaction() as tx:
            known.append(reference_versions.rows(tx, "tariff_rate"))
        send(tariff_change(f"TR-{number}", percent, first))
        (draft,) = load_reference_data.waiting(hub)
        people.apply(hub, draft.message_id)
    assert rates_of(hub) == [("2022-01-01", "2026-11-30", 0), ("2026-12-01", "9999-12-31", 30_000)]
    with hub.book.transaction() as tx:
        for number, rows in enumerate(known, start=1):
            asked = reference_versions.as_known(tx, "tariff_rate", number)
            pd.testing.assert_frame_equal(asked, rows, check_dtype=False)
        assert reference_versions.as_known(tx, "tariff_rate", 0).empty
        at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        assert reference_versions.number_known_at(tx, "tariff_rate", at) == 0


def test_no_version_is_ever_lost(hub: Hub, send):
    """Versions, their rows and decisions are append-only, whoever asks."""
    send(tariff_change())
    (draft,) = load_reference_data.waiting(hub)
    people.apply(hub, draft.message_id)
    for table in ("version", "change", "delivery", "decision"):
        with pytest.raises(SQLAlchemyError), hub.book.transaction() as tx:
            tx.run(f"DELETE FROM reference_{table}")


def test_the_seed_does_not_undo_a_delivery(hub: Hub, send):
    """A table that a delivery changed is left alone by the seed; the others are seeded on."""
    send(tariff_change())
    (draft,) = load_reference_data.waiting(hub)
    people.apply(hub, draft.message_id)
    after = rates_of(hub)
    assert set(seeding.run(hub).values()) == {0}
    assert rates_of(hub) == after


def test_only_who_agreed_to_may_deliver(send):
    """A broker's reference data is refused, and so is a table that was not agreed."""
    assert send(tariff_change(), "maplegate") == ("rejected", ["FILE-007"])


def test_a_whole_table_that_lacks_most_of_it_is_told(hub: Hub, send):
    """The sender and the person who approves are told when most of a table would go."""
    heading = "tariff_item,treatment,effective_from,rate_percent"
    content = delivery("tariff_rate", "whole", "TR-3", heading, f"{ITEM},02,2022-01-01,0")
    assert send(content) == ("posted", ["REF-012", "REF-016", "REF-016"])
    (draft,) = load_reference_data.waiting(hub)
    assert draft.counts["removed"] > 50
    removed, of_it = draft.findings[1], draft.findings[0]
    assert removed.value.endswith(f"{draft.counts['removed']} removed") and "%" in of_it.expected


def test_a_failure_of_ours_quarantines_the_delivery(hub: Hub, send, monkeypatch):
    """A fault of this program puts the file aside; no row of it is in force."""
    monkeypatch.setattr(load_reference_data, "against_the_book", lambda *_: 1 / 0)
    assert send(tariff_change()) == ("quarantined", ["FILE-008"])
    assert load_reference_data.waiting(hub) == []


def test_the_partner_is_told_row_by_row(hub: Hub, send):
    """The report names the table, the row, the column, what is wrong and what to do."""
    heading = "change,tariff_item,treatment,effective_from,rate_percent"
    send(delivery("tariff_rate", "changes", "TR-9", heading, f"set,{ITEM},02,2027-01-01,many"))
    with hub.book.transaction() as tx:
        (document,) = tx.rows("SELECT sha256, kind, partner_id FROM outbox")
    assert (document["kind"], document["partner_id"]) == ("REPORT", PARTNER)
    with hub.kept.readable(bytes(document["sha256"])) as path:
        root = etree.parse(path).getroot()
    told = {etree.QName(each).localname: each.text for each in root.iter()}
    assert etree.QName(root).localname == "ReferenceDeliveryReport"
    assert told["ReferenceTable"] == "tariff_rate" and told["DeliveryReference"] == "TR-9"
    assert told["ValidationCode"] == "REF-004" and told["Path"] == "line 3/rate_percent"
    assert "many" in told["Description"] and told["Remedy"]


def test_a_table_changed_by_another_way_is_named(hub: Hub):
    """A version's digest is that of the whole table: one changed row shows."""
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        assert reference_versions.altered(tx) == []
        tx.run("ALTER TABLE prescribed_rate DISABLE TRIGGER USER")
        tx.run("UPDATE prescribed_rate SET rate_ppm = rate_ppm + 1")
        assert reference_versions.altered(tx) == ["prescribed_rate"]


def test_a_changed_rate_prices_from_its_day_on(hub: Hub, send, tmp_path: Path):
    """Once applied, a declaration released on the day before, on it and after pays by its day."""
    heading = "change,tariff_item,treatment,effective_from,rate_percent"
    send(delivery("tariff_rate", "changes", "TR-8", heading, f"set,{ITEM},02,2026-11-12,10"))
    (draft,) = load_reference_data.waiting(hub)
    people.apply(hub, draft.message_id)
    with hub.book.transaction() as tx:
        rates = reference_tables.tariff_rates(tx, [ITEM])
    days = ["2026-11-11", "2026-11-12", "2026-11-13"]
    lines = pd.DataFrame(
        {"tariff_item": ITEM, "treatment": "02", "release_on": pd.to_datetime(days)}
    )
    by_item = {"tariff_item": "tariff_item", "treatment": "treatment"}
    held = DatedTable(rates).value(lines, "rate_ppm", on=by_item, day="release_on")
    assert held.tolist() == [0, 100_000, 100_000]


def test_a_whole_table_of_no_rows_empties_it(hub: Hub, send):
    """Nothing can be delivered: it is told, shown as rows removed, and applied like the rest."""
    heading = "program,rule_on,due_on,source"
    assert send(delivery("due_override", "whole", "DO-1", heading)) == (
        "posted",
        ["REF-012", "REF-016"],
    )
    (draft,) = load_reference_data.waiting(hub)
    assert draft.counts["removed"] == len(draft.changes) > 0
    assert people.apply(hub, draft.message_id) == "applied"
    with hub.book.transaction() as tx:
        assert reference_versions.rows(tx, "due_override").empty
        assert len(reference_versions.as_known(tx, "due_override", 1)) == len(draft.changes)
