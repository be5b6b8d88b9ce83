"""Four workers that clear at once apply nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from billing.clearing import policy_on
from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.proofs import prove_book
from ledger_sync.book import batches
from ledger_sync.book.acts import Request
from ledger_sync.receivables import clearing
from tests import made
from tests.bank_files import settlement
from tests.conftest import TODAY
from tests.sending import send

WORKERS = 4
IMPORTER = made.broker().importers[0]
OWED = [made.with_importer(made.maker(seed).declaration(lines=2), IMPORTER) for seed in (3, 4)]


def test_workers_at_once_apply_each_cent_once(hub: Hub):
    """One of them applies what is open; the others, who wait for it, find nothing left."""
    assert send(hub, made.cusdec(OWED), partner_id=made.broker().partner_id).outcome == "posted"
    send(hub, settlement("CS-1", *(f"P{n} {n}5.00 {IMPORTER}" for n in range(1, 6))))
    with hub.book.transaction() as tx:
        made_before = [row["application_id"] for row in tx.rows("SELECT * FROM application")]
    for application_id in made_before:
        request = Request(f"undo {application_id}", "officer", "a test")
        reverse_postings.unapply(hub, application_id, request, TODAY)
    together = Barrier(WORKERS)

    def clear(_: int) -> int:
        together.wait()
        with hub.book.transaction() as tx:
            batch_id = batches.open_for_run(tx, "clearing", TODAY)
            policy = policy_on(hub.rules.clearing, TODAY)
            count = clearing.apply_credits(tx, policy, applied_on=TODAY, batch_id=batch_id)
            batches.seal(tx, batch_id)
        return count

    with ThreadPoolExecutor(WORKERS) as pool:
        counts = sorted(pool.map(clear, range(WORKERS)))
    assert counts == [0, 0, 0, len(made_before)] and made_before
    assert [result.name for result in prove_book.results(hub) if not result.holds] == []
