"""One kept file into the book: read, decide, post and answer in one transaction."""

import logging
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from billing.clearing import policy_on
from jobs import answer_file, reference_deliveries
from jobs.cycles import cycle_rules
from jobs.hub import Hub
from ledger_sync import clearing, inbox, judging, outbox, posting, reference, registry, versions
from ledger_sync.answers import record_file_finding
from ledger_sync.book import BookUnavailable, Row, Transaction
from ledger_sync.inbox import WaitingFile
from ledger_sync.posting import Posted
from mappers.declarations import Decision, decide
from mappers.filing_authority import filing_delegations
from mappers.payments import decide_payments
from mappers.reference_data import ReferenceData
from mappers.senders import judge_sender, sender_of
from mappers.standing import Standing
from mappers.transaction_numbers import reserved_until
from parsers.formats import read_file
from parsers.message_tables import MessageTables

_log = logging.getLogger(__name__)


def post_file(hub: Hub, file_id: int) -> str:
    """Post one waiting file and return its outcome; a file never stops its neighbours.

    Raises BookUnavailable, which a retry can cure. Any other failure quarantines the file.
    """
    try:
        with hub.book.transaction() as tx:
            file = inbox.take(tx, file_id)
            return "taken" if file is None else _post(hub, tx, file)
    except BookUnavailable:
        raise
    except Exception as fault:  # noqa: BLE001 - one bad file must not stop the others
        _log.exception("file %s is quarantined", file_id)
        with hub.book.transaction() as tx:
            _quarantine(hub, tx, file_id, fault)
        return "quarantined"


def settle_file(hub: Hub, tx: Transaction, file: WaitingFile) -> Posted:
    """Read, decide and post one file that was not posted before; neither answered nor sealed."""
    posting.begin(tx)
    with hub.kept.readable(file.sha256) as path:
        for tables in read_file(path, recipient=hub.rules.recipient, limits=hub.rules.limits):
            _stage(hub, tx, file, tables)
            reference_deliveries.stage(hub, tx, file, path, tables)
    posted = posting.settle(
        tx, file, partial(reserved_until, rules=hub.rules.declarations.reservations)
    )
    reference_deliveries.apply_unasked(hub, tx, file)
    for gap in judging.gaps(tx):
        _log.warning(gap)
    if posted.outcome == "posted":
        policy = policy_on(hub.rules.clearing, posted.book_on)
        clearing.apply_credits(
            tx, policy, applied_on=posted.book_on, batch_id=posted.batch_id, all_accounts=False
        )
    return posted


def _post(hub: Hub, tx: Transaction, file: WaitingFile) -> str:
    tx.lock(f"bytes:{file.sha256.hex()}")  # the same bytes under two names wait for each other
    earlier = inbox.posted_before(tx, file)
    if earlier is not None:
        return _answer_again(tx, file, earlier)
    posted = settle_file(hub, tx, file)
    outbox.queue(tx, answer_file.documents(tx, hub.kept, file, recipient=hub.rules.recipient))
    posting.seal(tx, posted.batch_id)
    inbox.finish(tx, file.file_id, posted.outcome)
    return posted.outcome


def _quarantine(hub: Hub, tx: Transaction, file_id: int, fault: Exception) -> None:
    """Put a file aside that this program failed on; its sender is told, its bytes are kept."""
    file = inbox.take(tx, file_id)
    if file is None:
        return
    record_file_finding(tx, file_id, "FILE-008", "error", type(fault).__name__)
    outbox.queue(tx, answer_file.documents(tx, hub.kept, file, recipient=hub.rules.recipient))
    inbox.finish(tx, file_id, "quarantined", f"{type(fault).__name__}: {fault}"[:500])


def _answer_again(tx: Transaction, file: WaitingFile, earlier: int) -> str:
    """The same bytes again: nothing is posted, the sender gets the first answers once more."""
    record_file_finding(tx, file.file_id, "FILE-004", "warning", str(earlier))
    outbox.queue(tx, answer_file.documents_again(tx, file, earlier))
    inbox.finish(tx, file.file_id, "duplicate", f"same bytes as file {earlier}")
    return "duplicate"


def _stage(hub: Hub, tx: Transaction, file: WaitingFile, tables: MessageTables) -> None:
    findings = tables.findings
    if not tables.declarations.empty:
        decision = decide(
            tables,
            reference_data(hub, tx, tables),
            received_on=file.filed_on,
            cycle_rules=cycle_rules(hub, tx),
            rules=hub.rules.declarations,
        )
        findings = decision.findings
        stage_decision(tx, decision)
        posting.add(tx, "staged_reason", tables.reasons)
    elif not tables.payments.empty:
        payments = decide_payments(
            tables, reference.receivables(tx, tables.payments["bn15"].dropna().unique())
        )
        findings = payments.findings
        posting.add(tx, "staged_payment", payments.payments)
    numbers = tables.declarations[["message", "transaction_number", "version"]]
    posting.add(tx, "staged_message", tables.messages.merge(numbers, on="message", how="left"))
    senders = [_sender(tx, file, row) for row in tables.interchanges.to_dict("records")]
    posting.add(
        tx,
        "staged_interchange",
        tables.interchanges.assign(
            partner_id=pd.Series([partner_id for partner_id, _ in senders], dtype=object)
        ),
    )
    refusals = [finding for _, finding in senders if finding is not None]
    posting.add(tx, "staged_finding", pd.concat([findings, pd.DataFrame(refusals)]))


def stage_decision(tx: Transaction, decision: Decision) -> None:
    """Stage what a batch of declarations came to."""
    if decision.cads.empty:
        return
    posting.add(tx, "staged_cad", decision.cads)
    posting.add_lines(tx, decision.cad_lines, decision.bases)
    posting.add(tx, "staged_entry", decision.entries)


def _sender(
    tx: Transaction, file: WaitingFile, interchange: Mapping[Hashable, Any]
) -> tuple[str | None, dict[str, object] | None]:
    """Return the partner an interchange is from, and why it is refused, if it is."""
    partner = _partner(tx, file, sender_of(interchange))
    return judge_sender(interchange, partner, delivered_by=file.partner_id)


def _partner(tx: Transaction, file: WaitingFile, sender: str) -> Row | None:
    if sender:
        return registry.partner_of_sender(tx, sender)
    return registry.partner(tx, file.partner_id) if file.partner_id else None


def reference_data(
    hub: Hub, tx: Transaction, tables: MessageTables, *, deciding: int | None = None
) -> ReferenceData:
    """Return what the book knows of everything that a batch of declarations names.

    ``deciding`` is the review for which a file is read again.
    """
    importers = tables.declarations["importer"].dropna().unique()
    items = tables.lines["tariff_item"].dropna().unique()
    return ReferenceData(
        accounts=registry.accounts(tx, importers),
        delegations=filing_delegations(
            registry.delegations(tx, importers),
            registry.brokers(tx),
            hub.rules.codes.lists["delegation_roles"],
        ),
        enrolments=registry.enrolments(tx, importers),
        tariff_items=reference.tariff_items(tx, items),
        tariff_rates=reference.tariff_rates(tx, items),
        treatment_origins=reference.treatment_origins(tx),
        exchange_rates=reference.exchange_rates(tx, tables.lines["currency"].dropna().unique()),
        gst_rates=reference.gst_rates(tx),
        excise_rates=reference.excise_rates(tx, _named(tables.lines, "excise_code")),
        sima_measures=reference.sima_measures(tx, items),
        surtax_measures=reference.surtax_measures(tx, items),
        reliefs=reference.reliefs(tx),
        unit_factors=reference.unit_factors(tx),
        codes=hub.rules.codes,
        holidays=reference.holidays(tx),
        standing=_standing(tx, tables, deciding),
    )


def _standing(tx: Transaction, tables: MessageTables, deciding: int | None) -> Standing:
    """Return what stands of the declarations that new versions name, held until the posting."""
    later = tables.declarations["function"].isin(["version", "withdrawal"])
    numbers = tables.declarations[later]["transaction_number"].dropna().unique()
    if len(numbers):
        tx.lock("posting")
    return Standing(*versions.standing(tx, numbers, deciding=deciding))


def _named(lines: pd.DataFrame, column: str) -> list[str]:
    """Return the codes that lines name in a column."""
    return list(lines[column].dropna().unique())
