"""The demonstration: a day of real files through the whole stack, and what has to come of it.

Partners drop files with the OpenSSH client; the scheduled DAGs do the rest; a person's approval
is given through Airflow's API. Every claim in the summary is checked against the made-up day.
"""

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from demo import day as demo_day
from demo.bank_day import BankDay, bank_day
from demo.day import Day, PartnerFile
from demo.sample import Sample, read_sample
from demo.sftp_client import PartnerClient
from jobs.hub import Hub, open_hub
from jobs.payments.waiting_payments import waiting
from jobs.proofs import prove_book
from jobs.questions import overview
from jobs.questions.overview import Overview
from stack import embedded
from stack.airflow import dag_ids
from stack.airflow_api import AirflowApi, ApiRefused
from stack.layout import APPROVER, OPERATOR, Layout

SEED = 20241021
BANK, BANK_BIC = "northbank", "NORTCATT"
WAIT_WITHIN_S = 1800.0
"""Longer than any step takes on a machine busy twenty times over; a failed run ends it at once."""
READS_FOR_S = 2.0
"""A person reads a question first: answered sooner than Airflow hears that it was asked, it is
asked again (``plugins.questions``)."""
SATURDAY = 5

KEPT = "stays"
"""The note, in the home of a demonstration, that a person wants it to stay."""

Say = Callable[[str], None]


class JourneyFailed(RuntimeError):
    """A step of the demonstration did not come about in time."""


@dataclass(frozen=True)
class Check:
    """One thing that must hold at the end."""

    sentence: str
    holds: bool
    found: str


@dataclass(frozen=True)
class Outcome:
    """What the demonstration came to."""

    overview: Overview
    checks: tuple[Check, ...]
    samples: tuple[Path, ...]
    statement_on: dt.date

    @property
    def holds(self) -> bool:
        """Whether everything that must hold does."""
        return all(check.holds for check in self.checks)


def run(layout: Layout, say: Say) -> Outcome:
    """Run the demonstration on a fresh stack; the stack is left up."""
    settings = embedded.up(layout, say, made_up=True)
    with open_hub(settings) as hub:
        today = hub.today()
    sample = read_sample(settings.config_folder)
    made = demo_day.make_day(sample, seed=SEED, today=today)
    demo_day.write(made.files, layout.home / "dropped")
    with open_hub(settings) as hub:
        say(f"{len(made.files)} files from {len(sample.brokers)} brokers, over SFTP")
        _drop(layout, made.files)
        _wait_for_files(hub, len(made.files), say)
        say("the corrected declaration, and the bank's files")
        corrected = demo_day.corrected_file(made, today)
        banked = bank_day(made, BANK, BANK_BIC, today)
        _drop(layout, (corrected, *banked.files))
        _wait_for_files(hub, len(made.files) + 1 + len(banked.files), say)
        api = AirflowApi(layout)
        _close_and_notify(layout, hub, api, say)
        statement_on = demo_day.statement_date(today)
        _bill(layout, api, statement_on, say)
        say("proving the book")
        _prove(api, today)
        failed = [
            f"{dag_id} {run}" for dag_id in sorted(dag_ids()) for run in api.failed_runs(dag_id)
        ]
        no_failure = Check("no run of a DAG failed, whatever was sent", not failed, str(failed))
        outcome = _judge(layout, hub, made, banked, statement_on=statement_on, sample=sample)
        return replace(outcome, checks=(*outcome.checks, no_failure))


def keep(layout: Layout) -> None:
    """Note that a demonstration is to stay as it is, up or stopped, until a person lets it go."""
    now = dt.datetime.now(dt.UTC)
    (layout.home / KEPT).write_text(now.isoformat(timespec="seconds"), encoding="utf-8")


def kept_since(layout: Layout) -> dt.datetime | None:
    """Return since when a demonstration is kept or at work; None for remains that may go."""
    note = layout.home / KEPT
    if note.exists():
        return dt.datetime.fromisoformat(note.read_text(encoding="utf-8"))
    return embedded.up_since(layout)


def fresh(layout: Layout, say: Say) -> None:
    """Stop an earlier demonstration under the same folder and remove what it left."""
    if layout.home.exists():
        embedded.down(layout, say)
        shutil.rmtree(layout.home)


def _drop(layout: Layout, files: tuple[PartnerFile, ...]) -> None:
    by_partner: dict[str, dict[str, bytes]] = {}
    for file in files:
        by_partner.setdefault(file.partner_id, {})[file.name] = file.content
    for partner_id, contents in by_partner.items():
        PartnerClient(layout, partner_id).put(contents)


def _wait_for_files(hub: Hub, count: int, say: Say) -> None:
    shown = -1
    for _ in _until(f"{count} files to be processed by collect_files"):
        now = overview.overview(hub)
        done = sum(now.outcomes.values())
        if done != shown:
            say(f"{done} of {count} files processed")
            shown = done
        if done >= count and not now.waiting and not now.undelivered:
            return


def _close_and_notify(layout: Layout, hub: Hub, api: AirflowApi, say: Say) -> None:
    """Close every date with postings; from a weekend on to Monday, whose close sends notices."""
    days = overview.posted_on(hub)
    while days[-1].weekday() >= SATURDAY:
        days.append(days[-1] + dt.timedelta(days=1))
    for day in days:
        _close(layout, api, day, say)
    say("sending notices")
    _wait_for_notices(api, days[-1])


def _close(layout: Layout, api: AirflowApi, day: dt.date, say: Say) -> None:
    """Let it be a day, and close it: of today, nobody is asked."""
    embedded.set_today(layout, day)
    say(f"closing {day}")
    run_id = f"demo-close-{day}"
    api.trigger("close_day", run_id, {"business_date": day.isoformat()})
    _wait_for_run(api, "close_day", run_id)


def _wait_for_notices(api: AirflowApi, day: dt.date) -> None:
    for _ in _until("send_notices to follow close_day"):
        runs = [r for r in api.runs("send_notices") if r.get("partition_key") == day.isoformat()]
        if any(r["state"] == "success" for r in runs):
            return
        if any(r["state"] == "failed" for r in runs):
            raise JourneyFailed("send_notices failed; see its log in the Airflow UI")


def _bill(layout: Layout, api: AirflowApi, statement_on: dt.date, say: Say) -> None:
    _close(layout, api, statement_on - dt.timedelta(days=1), say)
    embedded.set_today(layout, statement_on)
    approver = AirflowApi(layout, APPROVER)
    say(f"drafting the statements of {statement_on}")
    run_id = f"demo-billing-{statement_on}"
    api.trigger("run_billing_cycle", run_id, {"business_date": statement_on.isoformat()})
    for _ in _until("the approval of run_billing_cycle"):
        if api.state("run_billing_cycle", run_id) in {"success", "failed"}:
            break
        if api.awaits_input("run_billing_cycle", run_id, "approve"):
            time.sleep(READS_FOR_S)
            _approve(api, approver, run_id, say)
    _wait_for_run(api, "run_billing_cycle", run_id)


def _approve(api: AirflowApi, approver: AirflowApi, run_id: str, say: Say) -> None:
    """Show that who asked may not approve, then let another person do so."""
    try:
        api.approve("run_billing_cycle", run_id, "approve")
    except ApiRefused as refused:
        if not str(refused).startswith("403"):
            raise
        say(f"{OPERATOR} asked for the statements, and may not approve them")
    else:
        raise JourneyFailed(f"{OPERATOR} approved what {OPERATOR} asked for")
    approver.approve("run_billing_cycle", run_id, "approve")
    say(f"approved by {APPROVER}; issuing and sending")


def _prove(api: AirflowApi, today: dt.date) -> None:
    """Prove the book as the night does; a run that failed is for the checks to say."""
    run_id = f"demo-prove-{today}"
    api.trigger("prove_book", run_id, {})
    for _ in _until(f"prove_book {run_id}"):
        if api.state("prove_book", run_id) in {"success", "failed"}:
            return


def _wait_for_run(api: AirflowApi, dag_id: str, run_id: str) -> None:
    for _ in _until(f"{dag_id} {run_id}"):
        state = api.state(dag_id, run_id)
        if state == "success":
            return
        if state == "failed":
            raise JourneyFailed(f"{dag_id} {run_id} failed; see its log in the Airflow UI")


def _judge(
    layout: Layout,
    hub: Hub,
    made: Day,
    banked: BankDay,
    *,
    statement_on: dt.date,
    sample: Sample,
) -> Outcome:
    proofs = prove_book.results(hub)
    now = overview.overview(hub)
    payable_cents = int(made.payable * 100)
    credited_cents = int(banked.credited * 100)
    under_way = [each.reference for each in waiting(hub, statement_on).in_transit]
    listed = {
        partner_id: set(PartnerClient(layout, partner_id).names())
        for partner_id in (BANK, *(broker.partner_id for broker in sample.brokers))
    }
    queued = overview.documents(hub)
    missing = [row["name"] for row in queued if row["name"] not in listed[row["partner_id"]]]
    accepted = now.declarations.get("accepted", 0)
    broken = [proof.name for proof in proofs if not proof.holds]
    posted = len(made.files) - 2 + len(banked.files)
    expected_outcomes = {"duplicate": 1, "posted": posted, "rejected": 2}
    checks = (
        Check("every file has the outcome it should have", now.outcomes == expected_outcomes,
              str(now.outcomes)),
        Check("every right declaration was accepted", accepted == len(made.accepted),
              f"{accepted} of {len(made.accepted)}"),
        Check("every wrong one was rejected for its own reason", now.rejections == made.rejected,
              str(now.rejections)),
        Check("the truncated interchange was refused whole",
              now.interchange_rejections == {"EDI-001": 1}, str(now.interchange_rejections)),
        Check("declared = posted = billed, to the cent",
              payable_cents == now.declared_cents == now.posted_cents == now.billed_cents,
              f"{payable_cents} {now.declared_cents} {now.posted_cents} {now.billed_cents}"),
        Check("every late declaration got one penalty", now.penalties == made.late,
              f"{now.penalties} of {made.late}"),
        Check("payments that name an account are credited once, to the cent",
              now.credited_cents == credited_cents, f"{now.credited_cents} of {credited_cents}"),
        Check("money that was told in detail has come to the bank", not under_way,
              f"under way {under_way}"),
        Check("every document stands in its partner's out/", not missing and not now.undelivered,
              f"{len(queued)} documents, missing {missing[:3]}"),
        Check("the book proves itself", not broken, f"{len(proofs)} proofs, broken {broken}"),
    )  # fmt: skip
    return Outcome(now, checks, _samples(layout, hub, statement_on), statement_on)


def _samples(layout: Layout, hub: Hub, statement_on: dt.date) -> tuple[Path, ...]:
    """Fetch one English and one French statement the way a broker would."""
    fetched = []
    for row in overview.sample_statements(hub, statement_on):
        to = layout.home / "statements" / f"{row['language']}_{row['name']}"
        PartnerClient(layout, row["partner_id"]).get(row["name"], to)
        fetched.append(to)
    return tuple(fetched)


def _until(what: str) -> Iterator[None]:
    """Yield every half second until the caller stops; JourneyFailed when it takes too long."""
    deadline = time.monotonic() + WAIT_WITHIN_S
    while time.monotonic() < deadline:
        yield
        time.sleep(0.5)
    raise JourneyFailed(f"gave up after {WAIT_WITHIN_S:.0f} s waiting for {what}")
