import datetime as dt
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer import Exit
from typer.main import get_command
from typer.testing import CliRunner

from billing.acts import Lapse
from cli import caller
from cli.loading import Unloaded
from cli.main import app
from demo.day import statement_date
from jobs.acts import act_kinds
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.receivables import close_day
from simulator.files.declaration import Reason, new_version
from tests import made, people
from tests.conftest import TODAY
from tests.runs import let_it_be
from tests.sending import send

REJECTED = Path(__file__).parents[1] / "rejected"
EARLIER, STANDING, PAYMENTS, DOOR, TABLES, ACCOUNTS = (
    "an earlier file had the reference, the number, the entry or the bytes",
    "what stands of the declaration that a new version names",
    "what was paid by card before, in the file or in others",
    "whose door the file came through",
    "what the tables of reference data hold by then",
    "which accounts there are and were opened, which bank is meant, what waits for two people",
)
NEEDS_THE_BOOK = {
    "FILE-004": EARLIER, "EDI-006": EARLIER, "EDI-022": EARLIER, "CAD-007": EARLIER,
    "CAD-008": EARLIER, "PAY-003": EARLIER, "PAY-004": EARLIER, "FILE-006": DOOR,
    "CAD-038": STANDING, "CAD-040": STANDING, "CAD-049": STANDING, "CAD-050": STANDING,
    "CAD-051": STANDING, "CAD-052": STANDING, "CAD-053": STANDING, "CAD-054": STANDING,
    "CAD-055": STANDING, "CAD-059": STANDING, "CAD-096": STANDING, "CRD-006": PAYMENTS,
    "CRD-007": PAYMENTS, "CRD-008": PAYMENTS, "CRD-009": PAYMENTS, "PAY-022": PAYMENTS,
    "PAY-030": PAYMENTS, "OPN-008": ACCOUNTS, "OPN-010": ACCOUNTS, "OPN-011": ACCOUNTS,
    "RCP-003": ACCOUNTS, "RCP-004": ACCOUNTS, "RCP-005": ACCOUNTS, "RCP-006": ACCOUNTS,
    "REF-010": TABLES, "REF-011": TABLES, "REF-012": TABLES, "REF-013": TABLES, "REF-014": TABLES,
    "REF-016": TABLES,
}  # fmt: skip
"""Folders whose findings offline checking cannot have, and what it lacks."""
runner = CliRunner()


def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.edi"
    path.write_bytes(made.cusdec([made.maker().declaration()]))
    return path


def test_check_accepts_what_is_right(tmp_path: Path):
    """A right file is accepted, exit code 0, without a database."""
    done = runner.invoke(app, ["check", str(good(tmp_path))])
    assert done.exit_code == 0 and "accepted" in done.output


@pytest.mark.parametrize("language", ["en", "fr"])
def test_check_rejects_with_reason_and_remedy(language: str):
    """A wrong file is rejected, exit code 1, with code, place, sentence and remedy."""
    path = REJECTED / "CAD-003" / "input.edi"
    done = runner.invoke(app, ["check", str(path), "--language", language])
    assert done.exit_code == 1
    place = {
        "en": "commodity line 1, tariff item",
        "fr": "ligne de marchandise 1, numéro tarifaire",
    }
    assert "CAD-003" in done.output and place[language] in done.output
    assert {"en": "Classify the goods", "fr": "Classez les marchandises"}[language] in done.output


def test_check_speaks_json():
    """--json gives one object with every finding, its place, sentence and remedy."""
    done = runner.invoke(app, ["check", str(REJECTED / "VAL-002" / "input.edi"), "--json"])
    report = json.loads(done.output)
    (finding,) = report["findings"]
    assert done.exit_code == 1 and report["rejected"]
    assert finding["code"] == "VAL-002" and finding["line_number"] == 1
    content = (REJECTED / "VAL-002" / "input.edi").read_bytes()
    assert b"12O.00" in content[finding["byte_from"] : finding["byte_to"]]


def test_check_agrees_with_the_hub():
    """Offline, every folder of rejected input gives what the hub finds without its book.

    By the day on which the hub received it, whatever today is.
    """
    for path in sorted(REJECTED.glob("*/input.*")):
        folder = path.parent
        if folder.name in NEEDS_THE_BOOK or (folder / "rules.json").exists():
            continue
        day = folder / "received_on"
        on = day.read_text(encoding="utf-8").strip() if day.exists() else TODAY.isoformat()
        done = runner.invoke(app, ["check", str(path), "--json", "--on", on])
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        found = sorted(finding["code"] for finding in json.loads(done.output)["findings"])
        assert found == sorted(finding["code"] for finding in expected["findings"]), folder.name


def test_the_jobs_run_from_a_shell(configured: Hub, tmp_path: Path):
    """ingest, run, files, verify and trace do in a shell what the DAGs do."""
    issued_on = statement_date(configured.today())
    statement_on = issued_on.isoformat()
    declaration = made.maker().declaration(lines=2)
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([declaration]))
    assert runner.invoke(app, ["ingest", str(path)]).exit_code == 0
    let_it_be(configured, issued_on)
    for job, date in (
        ("seeding", "2026-11-20"),
        ("close_day", (issued_on - dt.timedelta(days=1)).isoformat()),
        ("prove_book", "2026-11-20"),
    ):
        done = runner.invoke(app, ["run", job, "--date", date])
        assert done.exit_code == 0, done.output
    people.bill(configured, issued_on)
    listed = runner.invoke(app, ["files"])
    assert "posted" in listed.output
    verified = runner.invoke(app, ["verify"])
    assert verified.exit_code == 0 and "FAILS" not in verified.output
    traced = runner.invoke(app, ["trace", declaration.transaction_number])
    assert traced.exit_code == 0
    assert f"BGM+929+{declaration.transaction_number}" in traced.output
    line = runner.invoke(app, ["trace", f"{declaration.importer}/{statement_on}/1"])
    assert declaration.transaction_number in line.output
    onward = runner.invoke(app, ["trace", "file:1"]).output
    for caused in ("answered: CUSRES", "entry 1", "item 1", f"{statement_on}/1 (version 1)"):
        assert caused in onward
    machine = json.loads(runner.invoke(app, ["trace", "file:1", "--json"]).output)
    assert machine["transactions"][0]["statement_lines"][0]["line_number"] == 1
    shown = runner.invoke(app, ["statement", declaration.importer, statement_on])
    assert "as issued" in shown.output and declaration.transaction_number in shown.output
    known = ("--known-on", statement_on, "--as", "pdf", "--to", str(tmp_path / "soa.pdf"))
    restated = runner.invoke(app, ["statement", declaration.importer, statement_on, *known])
    assert restated.exit_code == 0 and (tmp_path / "soa.pdf").read_bytes().startswith(b"%PDF")


def test_acts_are_asked_for_and_listed(configured: Hub, tmp_path: Path):
    """Replay shows and asks; reverse and unapply say what they did; acts lists who and why."""
    declaration = made.maker().declaration(lines=2)
    unknown = made.with_importer(declaration, "123456782RM0001")
    for name, content in (
        ("cad.edi", made.cusdec([declaration], "R1")),
        ("bad.edi", made.cusdec([unknown], "R2")),
        ("pay.xml", made.payments([(declaration.importer, "1.00")])),
    ):
        (tmp_path / name).write_bytes(content)
        assert runner.invoke(app, ["ingest", str(tmp_path / name)]).exit_code == 0
    shown = runner.invoke(app, ["replay", "--dry-run"])
    assert shown.exit_code == 0
    assert re.search(r"bad\.edi +rejected +rejected", shown.output)
    assert runner.invoke(app, ["replay", "--reason", "test"], input="n\n").exit_code == 1
    done = runner.invoke(app, ["replay", "--reason", "asked by the broker", "--yes"])
    assert done.exit_code == 0 and "1 files run again" in done.output
    undone = runner.invoke(app, ["unapply", "1", "--reason", "wrong account", "--yes"])
    assert "1 applications undone" in undone.output
    twice = ("--key", "K1", "--reason", "entered twice", "--by", "an officer", "--yes")
    for transactions in (1, 0):
        taken = runner.invoke(app, ["reverse", declaration.transaction_number, *twice])
        assert f"{transactions} transactions reversed" in taken.output
    refused = runner.invoke(app, ["reverse", "file:2", "--reason", "x", "--yes"])
    assert refused.exit_code == 2 and "nothing in the book" in refused.output
    listed = runner.invoke(app, ["acts"], terminal_width=200).output
    assert "an officer" in listed and "entered twice" in listed and "rerun" in listed
    assert runner.invoke(app, ["verify"]).exit_code == 0


def test_what_takes_two_people_waits_for_the_other_one(
    configured: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Statements that one user asks for are listed as waiting; another user's yes issues them."""
    issued_on = statement_date(configured.today())
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker().declaration(lines=2)]))
    assert runner.invoke(app, ["ingest", str(path)]).exit_code == 0
    let_it_be(configured, issued_on)
    close_day.run(configured, issued_on - dt.timedelta(days=1))
    asked = ("bill", "--date", issued_on.isoformat(), "--key", "K2", "--yes")
    shown = runner.invoke(app, [*asked, "--reason", "the cycle is over"], terminal_width=200)
    assert shown.exit_code == 0 and "carmhub approve K2" in shown.output
    assert "K2 billing" in runner.invoke(app, ["acts"], terminal_width=200).output
    alone = runner.invoke(app, ["approve", "K2", "--by", "another name", "--yes"])
    assert alone.exit_code == 2 and "another user of the system" in alone.output
    monkeypatch.setattr(caller, "login", lambda: "shell:another")
    same = runner.invoke(app, ["approve", "K2", "--yes"])
    assert same.exit_code == 2 and "another person approves it" in same.output
    done = runner.invoke(app, ["approve", "K2", "--by", "another name", "--yes"])
    assert "1 statements dated" in done.output
    listed = runner.invoke(app, ["acts"], terminal_width=200).output
    assert "another name" in listed and "waits:" not in listed


def test_what_nobody_approved_in_time_is_listed_as_lapsed(
    configured: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It waits no more, says so, and a yes comes too late."""
    issued_on = statement_date(configured.today())
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker().declaration(lines=2)]))
    assert runner.invoke(app, ["ingest", str(path)]).exit_code == 0
    let_it_be(configured, issued_on)
    close_day.run(configured, issued_on - dt.timedelta(days=1))
    asked = ("bill", "--date", issued_on.isoformat(), "--key", "K5", "--yes")
    assert runner.invoke(app, [*asked, "--reason", "the cycle is over"]).exit_code == 0
    assert "waits: K5" in runner.invoke(app, ["acts"], terminal_width=200).output
    over = Lapse(effective_from=dt.date(2024, 10, 21), hours=0)
    monkeypatch.setattr(act_kinds, "newest_on", lambda _rules, _day: over)
    listed = runner.invoke(app, ["acts"], terminal_width=200).output
    assert "lapsed: K5 billing" in listed and "waits:" not in listed
    late = runner.invoke(app, ["approve", "K5", "--by", "another name", "--yes"])
    assert late.exit_code == 2 and "it lapsed" in late.output


def test_what_was_asked_for_is_rejected_for_good(configured: Hub, tmp_path: Path):
    """It waits no more, and a yes comes too late; nobody rejects what nobody asked for."""
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker().declaration(lines=2)]))
    assert runner.invoke(app, ["ingest", str(path)]).exit_code == 0
    issued_on = statement_date(configured.today())
    let_it_be(configured, issued_on)
    close_day.run(configured, issued_on - dt.timedelta(days=1))
    asked = ("bill", "--date", issued_on.isoformat(), "--key", "K3", "--yes")
    assert runner.invoke(app, [*asked, "--reason", "the cycle is over"]).exit_code == 0
    rejected = runner.invoke(app, ["reject", "K3", "--reason", "a rate was wrong"])
    assert rejected.exit_code == 0 and "K3 is rejected" in rejected.output
    assert "waits:" not in runner.invoke(app, ["acts"]).output
    late = runner.invoke(app, ["approve", "K3", "--by", "another name", "--yes"])
    assert late.exit_code == 2 and "rejected K3: a rate was wrong" in late.output
    unknown = runner.invoke(app, ["reject", "K4", "--reason", "x"])
    assert unknown.exit_code == 2 and "nobody asked for K4" in unknown.output


def test_nobody_is_known_in_a_user_namespace(configured: Hub, monkeypatch: pytest.MonkeyPatch):
    """Where users are mapped, one person could be two: an act is neither asked for nor approved."""
    monkeypatch.setattr(caller, "WHOLE_SYSTEM", ["1", "1000", "1"])
    asked = ["bill", "--date", "2026-11-25", "--reason", "x", "--yes"]
    for command in (asked, ["reject", "K9", "--reason", "x"]):
        done = runner.invoke(app, command)
        assert done.exit_code != 0
    with pytest.raises(Exit):
        caller.login()


def test_closing_another_date_is_shown_first(configured: Hub, tmp_path: Path):
    """Today closes unasked; an earlier date once the person saw what it closes; none to come."""
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker().declaration(lines=2)]))
    assert runner.invoke(app, ["ingest", str(path)]).exit_code == 0
    posted_on = configured.today()
    let_it_be(configured, posted_on + dt.timedelta(days=5))
    dated = ("run", "close_day", "--date", str(posted_on))
    shown = runner.invoke(app, [*dated], input="n\n")
    assert shown.exit_code == 1 and f"Close {posted_on}?" in shown.output
    assert str(posted_on) in shown.output and "Nothing is posted to" in shown.output
    assert "closed: " in runner.invoke(app, [*dated], input="y\n").output
    assert "was closed already" in runner.invoke(app, [*dated]).output
    assert "closed: " in runner.invoke(app, ["run", "close_day"]).output
    ahead = str(configured.today() + dt.timedelta(days=1))
    slip = runner.invoke(app, ["run", "close_day", "--date", ahead, "--yes"])
    assert slip.exit_code == 2 and "is still to come" in slip.output


def test_reference_data_is_shown_before_it_applies(configured: Hub, tmp_path: Path):
    """Load shows and leaves nothing; with --yes it applies, and the version can be asked for."""
    path = tmp_path / "rates[bold].csv"
    path.write_text(
        "#carmhub-reference table=prescribed_rate delivery=changes reference=Q1 rows=1\n"
        "effective_from,rate_percent,source\n2027-01-01,3,Sample\n"
    )
    shown = runner.invoke(app, ["reference", "load", str(path)], terminal_width=200)
    assert shown.exit_code == 0 and "1 added" in shown.output
    assert "nothing was applied" in shown.output
    assert "no delivery waits" in runner.invoke(app, ["reference", "waiting"]).output
    done = runner.invoke(app, ["reference", "load", str(path), "--yes"], terminal_width=200)
    assert done.exit_code == 0 and "applied" in done.output
    again = runner.invoke(app, ["reference", "load", str(path), "--yes"], terminal_width=200)
    assert again.exit_code == 1 and "duplicate" in again.output
    listed = runner.invoke(app, ["reference", "tables"], terminal_width=200)
    assert "prescribed_rate" in listed.output and "rates[bold].csv" in listed.output
    versions = runner.invoke(app, ["reference", "versions", "prescribed_rate"])
    assert versions.exit_code == 0 and "rates[bold].csv" in versions.output
    differs = runner.invoke(app, ["reference", "diff", "prescribed_rate", "2"], terminal_width=200)
    assert "added" in differs.output and "2027-01-01" in differs.output
    known = runner.invoke(app, ["reference", "known", "prescribed_rate", "1"])
    assert known.exit_code == 0 and "2027-01-01" not in known.output
    path.write_text("#carmhub-reference table=nothing\n")
    wrong = runner.invoke(app, ["reference", "load", str(path)], terminal_width=200)
    assert wrong.exit_code == 1 and "REF-002" in wrong.output


def test_rules_of_the_book_are_listed(configured: Hub, tmp_path: Path, monkeypatch):
    """With who loaded them; where the configuration has others, it says which, and fails."""
    listed = runner.invoke(app, ["rules", "loaded"], terminal_width=200)
    assert listed.exit_code == 0, listed.output
    assert {line.split()[0] for line in listed.output.splitlines()} == {"rules", "acts", "days"}
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    cycles = config / "rules" / "cycles.toml"
    told = cycles.read_text(encoding="utf-8")
    cycles.write_text(told.replace("due_weekdays = 10", "due_weekdays = 11"), encoding="utf-8")
    monkeypatch.setenv("CARMHUB_CONFIG", str(config))
    listed = runner.invoke(app, ["rules", "loaded"], terminal_width=200)
    assert listed.exit_code == 1 and "has other rules of days" in listed.output


def test_verify_fails_loudly(configured: Hub, tmp_path: Path):
    """Verify exits 1 and names the proof when a kept byte is gone."""
    path = good(tmp_path)
    runner.invoke(app, ["ingest", str(path)])
    for kept in configured.settings.kept_folder.rglob("*"):
        if kept.is_file():
            kept.unlink()
    done = runner.invoke(app, ["verify"])
    assert done.exit_code == 1 and "FAILS  kept-bytes" in done.output
    machine = json.loads(runner.invoke(app, ["verify", "--json"]).output)
    assert [proof["name"] for proof in machine if not proof["holds"]] == [
        "kept-bytes",
        "kept-is-posted",
    ]


def test_verify_refuses_a_reversed_range(configured: Hub):
    """A range that ends before it begins is refused in a sentence, exit code 2."""
    done = runner.invoke(app, ["verify", "--from", "2026-12-01", "--to", "2026-11-01"])
    assert done.exit_code == 2 and "before it begins" in done.output


def test_a_missing_setting_says_what_to_do(monkeypatch, tmp_path: Path):
    """Without a stack or a database the command says so in one sentence, exit code 2."""
    monkeypatch.setenv("CARMHUB_HOME", str(tmp_path))
    monkeypatch.delenv("CARMHUB_DATABASE_URL", raising=False)
    done = runner.invoke(app, ["verify"])
    assert done.exit_code == 2 and "carmhub up" in done.output


def test_a_wrong_date_or_handle_is_told():
    """A date that is none is refused with the form it must have."""
    done = runner.invoke(app, ["run", "close_day", "--date", "25/11/2026"])
    assert done.exit_code == 2 and "YYYY-MM-DD" in done.output


def test_help_is_complete():
    """Every command and subcommand stands in the help of what it is under, with help of its own."""
    groups = [((), get_command(app))]
    for path, group in groups:
        listed = runner.invoke(app, [*path, "--help"]).output
        for name, command in group.commands.items():
            assert command.help and f" {name} " in listed, (*path, name)
            assert runner.invoke(app, [*path, name, "--help"]).exit_code == 0
            itself = command.loaded() if isinstance(command, Unloaded) else command
            if hasattr(itself, "commands"):
                groups.append(((*path, name), itself))
    assert {path for path, _ in groups} >= {("review",), ("registry",), ("link",), ("reference",)}


def test_a_large_review_waits_for_another_user(
    configured: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It is shown with its digest and asked about; the other user's yes posts it."""
    declaration = made.maker(5).declaration(lines=2)
    filed_on, after_due_on = dt.date(2026, 11, 20), dt.date(2026, 12, 2)
    sender = made.broker().partner_id
    send(configured, made.cusdec([declaration], "A1"), filed_on, sender)
    first = replace(declaration.lines[0], value="9000000.00")
    dearer = replace(declaration, lines=(first, *declaration.lines[1:]))
    version = new_version(dearer, Reason("R3-32-2-VFD"))
    send(configured, made.cusdec([version], "A2"), after_due_on, sender)
    asked = ["review", "approve", "1", "--reason", "the documents show it", "--key", "V1"]
    assert runner.invoke(app, asked, input="n\n").exit_code == 1
    waits = runner.invoke(app, [*asked, "--yes"], terminal_width=200)
    assert "it would do" in waits.output and "carmhub approve V1" in waits.output
    assert "V1 review" in runner.invoke(app, ["acts"], terminal_width=200).output
    alone = runner.invoke(app, ["approve", "V1", "--by", "another name", "--yes"])
    assert alone.exit_code == 2
    monkeypatch.setattr(caller, "login", lambda: "shell:another")
    done = runner.invoke(app, ["approve", "V1", "--by", "another name", "--yes"])
    assert done.exit_code == 0 and "review 1 approved" in done.output
    late = runner.invoke(app, ["review", "refuse", "1", "--reason", "x", "--yes"])
    assert late.exit_code == 2 and "decided before" in late.output
