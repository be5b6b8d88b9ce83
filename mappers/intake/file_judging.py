"""What a whole file shows without a book: who sends it, and what it says twice.

The plain twin of what ``ledger_sync.intake.judging`` asks of a staged file, in the same order:
what was rejected never counts as seen. Earlier files, and the door that a file came through, are
the book's to know. An interchange that names no sender is held to no agreement.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from ledger.posted_before import Verdict, entry_of, judge_entries
from mappers.checks.fault_rows import is_error
from mappers.intake.file_facts import FileFacts
from mappers.intake.senders import judge_sender, sender_of
from parsers.catalogue import CATALOGUE
from parsers.findings import FINDING_COLUMNS

Partners = Mapping[str, Mapping[str, Any]]
"""Partners by the sender that they name: ``partner_id, kind, account_security_number, messages,
numbered``; the agreed messages are parted by blanks."""

ACCEPTED, DUPLICATE, REJECTED = "accepted", "duplicate", "rejected"
_KNOWN: Final = frozenset({Verdict.SAME, Verdict.OTHER})
_COLUMNS: Final = [*FINDING_COLUMNS, "severity"]
_NUMBER_AT_END: Final = re.compile(r"[0-9]{1,14}\Z")


@dataclass(frozen=True)
class Judged:
    """What the end of a file brings.

    ``findings`` are those that no batch showed. ``messages`` has ``message, interchange,
    reference, transaction_number, byte_from, byte_to, status`` of every message.
    """

    findings: pd.DataFrame
    messages: pd.DataFrame


def judge(facts: FileFacts, partners: Partners) -> Judged:
    """Give every message of a file its status, with a finding for each new reason."""
    interchanges, found = _sent(facts.interchanges(), partners)
    refused = facts.refused_interchanges | {row["interchange"] for row in found}
    messages = facts.messages()
    fallen = messages["refused"].astype(bool) | messages["interchange"].isin(refused)
    messages = messages.assign(status=fallen.map({True: REJECTED, False: ACCEPTED}))
    sent_by = messages["interchange"].map(lambda number: interchanges.get(number, {}))
    messages["partner"] = sent_by.map(lambda row: row.get("partner"))
    told = [pd.DataFrame(found)]
    for rule in (_unagreed, _foreign_filers):
        wrong = rule(messages[messages["status"] == ACCEPTED])
        messages = _with_status(messages, wrong["message"], REJECTED)
        told.append(wrong)
    received = [row for number, row in interchanges.items() if number not in refused]
    accepting = set(messages["interchange"][messages["status"] == ACCEPTED])
    again = _repeated_interchanges(received, accepting)
    twice = {int(str(row["interchange"])) for row in again}
    told += [pd.DataFrame(again), pd.DataFrame(_gaps(received, twice))]
    within = messages["message"][messages["interchange"].isin(twice)]
    messages = _with_status(messages, within, REJECTED)
    for recognise in (_repeated_declarations, _payments_repeated(facts, interchanges)):
        seen = recognise(messages[messages["status"] == ACCEPTED])
        conflicting = seen["code"].map(is_error).astype(bool)
        messages = _with_status(messages, seen["message"][conflicting], REJECTED)
        messages = _with_status(messages, seen["message"][~conflicting], DUPLICATE)
        told.append(seen)
    return Judged(_as_findings(told), messages.drop(columns=["partner"]))


def _sent(
    interchanges: pd.DataFrame, partners: Partners
) -> tuple[dict[int, dict[str, Any]], list[dict[str, object]]]:
    """Return the interchanges by number, each with its partner, and why some are refused."""
    rows: dict[int, dict[str, Any]] = {}
    found = []
    for row in interchanges.to_dict("records"):
        partner = partners.get(sender_of(row))
        rows[int(row["interchange"])] = {str(name): value for name, value in row.items()} | {
            "partner": partner
        }
        _, refusal = judge_sender(row, partner) if sender_of(row) else (None, None)
        if refusal is not None:
            found.append(refusal)
    return rows, found


def _unagreed(messages: pd.DataFrame) -> pd.DataFrame:
    """EDI-021. A message is of a type, version and release that was agreed with its partner."""
    wrong = [
        partner is not None and name not in partner["messages"].split(" ")
        for name, partner in zip(messages["name"], messages["partner"], strict=True)
    ]
    rows = messages[pd.Series(wrong, index=messages.index, dtype=bool)]
    return _faults(rows, "EDI-021", rows["name"], rows["partner"].map(lambda p: p["messages"]))


def _foreign_filers(messages: pd.DataFrame) -> pd.DataFrame:
    """CAD-019. The filer of a declaration is the partner who sends it."""
    wrong = [
        partner is not None and isinstance(filer, str) and filer != _number_of(partner)
        for filer, partner in zip(messages["filer"], messages["partner"], strict=True)
    ]
    rows = messages[pd.Series(wrong, index=messages.index, dtype=bool)]
    expected = rows["partner"].map(_number_of)
    return _faults(rows, "CAD-019", rows["filer"], expected).assign(element="filer")


def _repeated_interchanges(
    received: list[dict[str, Any]], accepting: set[int]
) -> list[dict[str, object]]:
    """EDI-006. No interchange bears the reference of an accepted one before it."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for row in received:
        if not isinstance(row["reference"], str):
            continue
        key = (_partner_id(row), row["format"], row["reference"])
        if key in seen:
            found.append(_of_interchange("EDI-006", row))
        if row["interchange"] in accepting:
            seen.add(key)
    return found


def _gaps(received: list[dict[str, Any]], twice: set[int]) -> list[dict[str, object]]:
    """EDI-022. The interchanges of a partner who numbers them follow each other without a gap."""
    before: dict[tuple[str, ...], int | None] = {}
    found = []
    for row in received:
        if row["interchange"] in twice or not (row["partner"] or {}).get("numbered"):
            continue
        at_end = _NUMBER_AT_END.search(str(row["reference"]))
        number = int(at_end[0]) if at_end else None
        last = before.get((_partner_id(row), row["format"]))
        if number is not None and last is not None and number > last + 1:
            found.append(_of_interchange("EDI-022", row) | {"expected": str(last + 1)})
        before[_partner_id(row), row["format"]] = number
    return found


def _repeated_declarations(messages: pd.DataFrame) -> pd.DataFrame:
    """CAD-007, CAD-008. The number and version of an earlier declaration, the same or not."""
    keys = ["transaction_number", "version"]
    rows = messages.dropna(subset=keys).sort_values("message")
    first = rows.groupby(keys)["content"].transform("first")
    rows = rows.assign(same=rows["content"] == first)[rows.duplicated(keys)]
    return _seen(rows, "CAD-007", "CAD-008", rows["transaction_number"])


def _payments_repeated(
    facts: FileFacts, interchanges: Mapping[int, Mapping[str, Any]]
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """PAY-003, PAY-004. A bank entry that an earlier message has, the same or not."""

    def repeated(messages: pd.DataFrame) -> pd.DataFrame:
        sent_in = messages.set_index("message")["interchange"]
        payments = facts.payments()
        payments = payments[payments["message"].isin(sent_in.index)].sort_values("message")
        entries = []
        for row in payments.to_dict("records"):
            statement = int(sent_in[row["message"]])
            bank = _partner_id(interchanges[statement])
            entries.append(entry_of(row, statement=statement, bank=bank))
        judged = {each.entry.message: each.verdict for each in judge_entries(entries, ())}
        again = [judged[int(m)] in _KNOWN for m in payments["message"]]
        known = payments[np.array(again, dtype=bool)]
        rows = messages[messages["message"].isin(known["message"])]
        verdicts = [judged[int(message)] for message in rows["message"]]
        references = known.set_index("message")["entry_reference"].reindex(rows["message"])
        rows = rows.assign(same=[verdict is Verdict.SAME for verdict in verdicts])
        return _seen(rows, "PAY-003", "PAY-004", references.set_axis(rows.index))

    return repeated


def _seen(rows: pd.DataFrame, same: str, other: str, value: "pd.Series[Any]") -> pd.DataFrame:
    codes = rows["same"].astype(bool).map({True: same, False: other})
    return _faults(rows, codes, value)


def _faults(
    rows: pd.DataFrame,
    code: "str | pd.Series[Any]",
    value: "pd.Series[Any]",
    expected: "pd.Series[Any] | None" = None,
) -> pd.DataFrame:
    found = rows[["interchange", "message", "byte_from", "byte_to"]]
    return found.assign(code=code, value=value, expected=expected)


def _of_interchange(code: str, row: Mapping[str, Any]) -> dict[str, object]:
    place = {name: row[name] for name in ("interchange", "byte_from", "byte_to")}
    return {"code": code, "value": row["reference"], **place}


def _with_status(messages: pd.DataFrame, fallen: "pd.Series[Any]", status: str) -> pd.DataFrame:
    named = messages["message"].isin(fallen)
    return messages.assign(status=messages["status"].mask(named, status))


def _as_findings(told: list[pd.DataFrame]) -> pd.DataFrame:
    some = [frame.astype(object) for frame in told if not frame.empty]
    if not some:
        return pd.DataFrame(columns=_COLUMNS, dtype=object)
    found = pd.concat(some, ignore_index=True).reindex(columns=_COLUMNS)
    found["severity"] = found["code"].map(lambda code: CATALOGUE[code].severity)
    return found.sort_values(["interchange", "byte_from", "code"], ignore_index=True)


def _partner_id(interchange: Mapping[str, Any]) -> str:
    """Return who an interchange is from; those that name nobody come through one door."""
    partner = interchange["partner"]
    return "" if partner is None else str(partner["partner_id"])


def _number_of(partner: Mapping[str, Any]) -> str | None:
    number = partner["account_security_number"]
    return number if isinstance(number, str) else None
