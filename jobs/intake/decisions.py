"""The decisions on a file, batch by batch: where deciding is wired, for all who read files.

A file that arrives, one that is replayed, a version that a person decides on and a file that is
only checked are read and judged in the same way, by the book's knowledge or a snapshot's.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from jobs.intake.knowledge import Knowledge
from jobs.rules import Rules
from ledger.dated_rules import in_force_on
from mappers.intake.decision import Decision, decide
from mappers.intake.many_files import received
from mappers.intake.prepared_dates import prepared_ahead
from mappers.payments.match_rules import MatchRule
from mappers.payments.payment_dates import PaymentDays
from mappers.payments.receipts import decide_payments
from mappers.payments.returned_items import explained
from parsers.formats import read_file
from parsers.message_tables import MessageTables


@dataclass(frozen=True)
class BatchDecision:
    """What a batch comes to: its tables with every finding, its declarations and its payments.

    None where it holds no declarations, or no payments.
    """

    tables: MessageTables
    declared: Decision | None
    payments: pd.DataFrame | None


def decisions(path: Path, knowledge: Knowledge, received_on: dt.date) -> Iterator[BatchDecision]:
    """Yield the decision on every batch of a file, judged by the day on which it was received."""
    for tables in read(path, knowledge.rules):
        yield decision_on(received(tables, received_on), knowledge)


def decision_with(
    path: Path, knowledge: Knowledge, received_on: dt.date, *, message: int
) -> Decision:
    """Return the decision on the batch of a file that holds a declaration; LookupError if none."""
    for tables in read(path, knowledge.rules):
        if (tables.declarations["message"] == message).any():
            return _on_declarations(received(tables, received_on), knowledge)
    raise LookupError(f"{path.name} has no declaration {message}")


def decision_on(tables: MessageTables, knowledge: Knowledge) -> BatchDecision:
    """Decide on a batch of one or many files, whose rows say when they were received."""
    declared, payments = None, None
    ahead = prepared_ahead(tables.interchanges, knowledge.rules.declarations.plausibility)
    if not ahead.empty:
        findings = pd.concat([tables.findings, ahead], ignore_index=True)
        tables = replace(tables, findings=findings)
    codes = knowledge.rules.codes.dated["aft_return_codes"]
    tables = replace(tables, findings=explained(tables.findings, codes))
    if not tables.declarations.empty:
        declared = _on_declarations(tables, knowledge)
        tables = replace(tables, findings=declared.findings)
    if not tables.payments.empty:
        decided = decide_payments(
            tables,
            knowledge.payees(tables),
            _days(knowledge),
            history_least=_match_rule(tables, knowledge).history_payments,
        )
        tables, payments = replace(tables, findings=decided.findings), decided.payments
    return BatchDecision(tables, declared, payments)


def _days(knowledge: Knowledge) -> PaymentDays:
    return PaymentDays(knowledge.rules.payments.days, knowledge.holidays().within())


def _match_rule(tables: MessageTables, knowledge: Knowledge) -> MatchRule:
    day = tables.interchanges["received_on"].iloc[0].date()
    return in_force_on(knowledge.rules.matching, day, "rule of matching")


def _on_declarations(tables: MessageTables, knowledge: Knowledge) -> Decision:
    return decide(tables, knowledge.reference(tables), knowledge.rules.declarations)


def read(path: Path, rules: Rules) -> Iterator[MessageTables]:
    """Yield the tables of a file in bounded batches, read by the rules' limits."""
    return read_file(path, recipient=rules.recipient, limits=rules.limits)
