"""Files decided together, each by its own day, come out as they do one by one."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.intake.snapshot import reference_data
from jobs.rules import read_rules
from mappers.intake.decision import Decision, decide
from mappers.intake.many_files import FileTables, in_their_files, received, together
from mappers.payments.matching import NOBODY
from mappers.payments.payment_dates import PaymentDays
from mappers.payments.receipts import decide_payments
from mappers.reference.dated_table import DatedTable
from mappers.reference.prior_versions import Standing
from mappers.reference.reference_data import ReferenceData
from mappers.rules.declaration_rules import RateDay, VersionRule
from parsers.findings import Finding, findings_frame
from parsers.formats import read_file
from parsers.message_tables import MessageTables
from tests import made

CONFIG = read_rules(ROOT / "config")
BEFORE, TURN = dt.date(2026, 11, 19), dt.date(2026, 11, 20)
DAYS = [dt.date(2026, 11, 12), BEFORE, TURN, dt.date(2026, 12, 30), dt.date(2031, 1, 1)]
RULES = replace(
    CONFIG.declarations,
    versions=(
        VersionRule(dt.date(2020, 1, 1), True, 4, 90),
        VersionRule(TURN, False, 1, 30),
    ),
    rate_days=(*CONFIG.declarations.rate_days, RateDay(dt.date(1998, 1, 1), "gst", "accounted_on")),
)
"""On TURN the rules of versions change, and the GST that is taken on the day of accounting."""
VALUES = {
    "function": ["original", "version", "withdrawal"],
    "version": [1, 2, 3],
    "filer": ["11234", "99999"],
    "cad_type": ["AB", "C"],
    "release_on": [pd.Timestamp(day) for day in ("2026-11-13", "2026-11-20")],
    "line_count": [1],
    "invoice_on": [pd.Timestamp(day) for day in ("2026-11-12", "2026-11-20")],
    "reason_code": ["R2-74-1-C11", "none of these"],
    "tariff_item": ["7318150000", "0000000000"],
    "currency": ["CAD", "USD", "QQQ"],
}
TABLE = {"invoice_on": "invoices", "reason_code": "reasons", "tariff_item": "lines",
         "currency": "lines"}  # fmt: skip
change = st.one_of(
    *(
        st.tuples(st.integers(0, 5), st.just(name), st.sampled_from(values))
        for name, values in VALUES.items()
    )
)
one_file = st.tuples(st.sampled_from(DAYS), st.integers(0, 4), st.lists(change, max_size=6))


@dataclass(frozen=True, repr=False)
class Known:
    """Files as read, and what is known of them."""

    files: tuple[MessageTables, ...]
    reference: ReferenceData


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Four files of declarations, in both formats, and one of payments; two versions stand."""
    contents = [
        made.cusdec([made.maker(1).declaration(lines=2) for _ in range(3)], "R1"),
        made.cad_xml([made.maker(2).declaration(lines=2) for _ in range(2)], "R2"),
        made.cusdec([made.maker(3).declaration(lines=3)], "R3") * 2,
        made.cad_xml([made.maker(4).declaration(lines=1)], "R4"),
        made.payments([("123456789RM0001", "12.00"), ("563448984RM0001", "7.00")]),
    ]
    folder = tmp_path_factory.mktemp("files")
    files = []
    for number, content in enumerate(contents):
        path = folder / str(number)
        path.write_bytes(content)
        (tables,) = read_file(path, recipient="CARMHUB", limits=CONFIG.limits)
        files.append(with_reasons(tables))
    return Known(tuple(files), with_standing(files))


@given(chosen=st.lists(one_file, min_size=2, max_size=5))
def test_many_files_are_decided_as_one_by_one(known: Known, chosen):
    """Whatever files come together, each has the findings, cads, lines and sides it has alone."""
    files = [
        FileTables(number, day, changed(known.files[which], changes))
        for number, (day, which, changes) in enumerate(chosen)
    ]
    at_once = of_files(decided(together(files), known))
    for each in files:
        alone = decided(received(each.tables, each.received_on), known)
        assert at_once.get(each.file, {}) == {name: rows for name, rows in told(alone) if rows}


def test_a_day_on_each_side_of_a_change_of_rules(known: Known):
    """Of two equal versions, one received before the rules changed and one after, each has its own.

    The first needs release prior to payment and is decided on in 90 days, the second in 30.
    """
    version = [(0, "function", "version"), (0, "version", 2)]
    tables = changed(known.files[0], version)
    batch = together([FileTables(0, BEFORE, tables), FileTables(1, TURN, tables)])
    cads = decide(batch, known.reference, RULES).cads
    cads = in_their_files(cads[cads["function"] != "original"])
    days = {row.file: (row.filed_on.date(), row.decide_by_on.date()) for row in cads.itertuples()}
    assert days == {
        0: (BEFORE, BEFORE + dt.timedelta(days=90)),
        1: (TURN, TURN + dt.timedelta(days=30)),
    }


def test_numbers_say_their_file_and_do_not_change(known: Known):
    """A file's messages have the same numbers in every batch, and its own findings say its file."""
    whole = findings_frame([Finding(code="FILE-001", byte_from=0, byte_to=0)])
    broken = replace(known.files[1], findings=whole)
    both = together([FileTables(4, TURN, known.files[0]), FileTables(7, TURN, broken)])
    alone = together([FileTables(7, TURN, broken)])
    assert set(alone.messages["message"]) < set(both.messages["message"])
    assert both.messages["message"].is_unique
    assert in_their_files(both.messages)[["file", "message"]].to_numpy().tolist() == [
        *([4, number] for number in known.files[0].messages["message"]),
        *([7, number] for number in broken.messages["message"]),
    ]
    assert in_their_files(both.findings)["file"].tolist() == [7]


def decided(tables: MessageTables, known: Known) -> dict[str, pd.DataFrame]:
    """Return what the two deciders make of a batch, by table."""
    declared = Decision(tables.findings, *(pd.DataFrame() for _ in range(5)))
    if not tables.declarations.empty:
        declared = decide(tables, known.reference, RULES)
    accounts = known.reference.accounts.rows["importer"]
    paid = decide_payments(
        replace(tables, findings=declared.findings),
        replace(NOBODY, accounts=pd.DataFrame({"code": accounts, "bn9": accounts.str[:9]})),
        PaymentDays(CONFIG.payments.days, known.reference.holidays.within()),
        history_least=2,
    )
    terms = dict(declared.bases.itertuples(index=False, name=None))
    lines = declared.cad_lines
    if not lines.empty:
        lines = lines.assign(
            terms=lines["basis_key"].map(terms), exchange=lines["exchange_basis_key"].map(terms)
        ).drop(columns=["basis", "question", "exchange_row"])
    return {
        "findings": paid.findings,
        "cads": declared.cads,
        "lines": lines,
        "sides": declared.sides.rename(columns={"source": "message"}),
        "payments": paid.payments,
    }


def of_files(frames: dict[str, pd.DataFrame]) -> dict[int, dict[str, list[Any]]]:
    """Return by file what ``told`` tells of it."""
    found: dict[int, dict[str, list[Any]]] = {}
    for name, frame in frames.items():
        if frame.empty:
            continue
        for file, rows in in_their_files(frame).groupby("file"):
            found.setdefault(file, {}).update(told({name: rows.drop(columns="file")}))
    return found


def told(frames: dict[str, pd.DataFrame]) -> list[tuple[str, list[Any]]]:
    """Return each frame as plain rows in an order of their own."""
    return [
        (
            name,
            sorted(
                (sorted((column, plain(cell)) for column, cell in row.items()))
                for row in frame.to_dict("records")
            ),
        )
        for name, frame in frames.items()
    ]


def plain(cell: object) -> str:
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def changed(tables: MessageTables, changes) -> MessageTables:
    frames = {name: getattr(tables, name).copy() for name in ("declarations", *TABLE.values())}
    for place, name, value in changes:
        frame = frames[TABLE.get(name, "declarations")]
        if len(frame):
            frame.loc[place % len(frame), name] = value
    return replace(tables, **frames)


def with_reasons(tables: MessageTables) -> MessageTables:
    reasons = tables.declarations[["message", "byte_from", "byte_to"]].assign(
        position=1, reason_code="R5-00-COT", remark=None
    )
    return replace(tables, reasons=reasons)


def with_standing(files: list[MessageTables]) -> ReferenceData:
    """Return the seed's data and, as standing first versions, the declarations of all files."""
    rows = pd.concat([tables.declarations for tables in files], ignore_index=True)
    rows = rows.drop_duplicates("transaction_number")
    standing = rows[["transaction_number", "cad_type", "importer", "filer", "release_on"]].assign(
        number_use=1,
        version=1,
        cycle_last_on=dt.date(2026, 11, 17),
        due_on=dt.date(2026, 11, 15),
        first_accepted_on=dt.date(2026, 11, 13),
        first_filed_on=dt.date(2026, 11, 13),
        first_accounting_due_on=dt.date(2026, 11, 13),
        payable_cents=5,
        sima_cents=0,
        withdrawn=False,
        under_review=False,
    )
    lines = pd.DataFrame({"transaction_number": rows["transaction_number"], "line_number": 1})
    seed = reference_data(ROOT / "config", CONFIG)
    later = seed.gst_rates.rows.assign(effective_from=TURN.isoformat(), rate_ppm=70_000)
    before = seed.gst_rates.rows.assign(effective_to=BEFORE.isoformat())
    rates = pd.concat([before, later], ignore_index=True).drop_duplicates(
        ["gst_code", "effective_from"]
    )
    return replace(seed, gst_rates=DatedTable(rates), standing=Standing(standing, lines))
