"""Who may act at a shell: the users of the system that people.toml names, each as one person."""

import datetime as dt
import os
import pwd
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli import caller
from cli.main import app
from jobs.acts import act_kinds, reverse_postings
from jobs.hub import Hub, open_hub
from jobs.hub.book_terms import Approval, Request
from jobs.hub.question import load_act_rules
from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from jobs.rules.rule_file import RuleFileWrong
from ledger_sync.book import acts
from tests import made
from tests.conftest import TODAY
from tests.jobs.reference.test_load_reference_data import rate_changes
from tests.sending import send

runner = CliRunner()
PEOPLE = """
[[person]]
effective_from = 2024-10-21
name = "ann"
role = "op"
shell_user = "ann_l"

[[person]]
effective_from = 2024-10-21
name = "ben"
role = "op"
shell_user = "ben_k"

[[person]]
effective_from = 2024-10-21
name = "vera"
role = "viewer"
shell_user = "vera_m"

[[person]]
effective_from = 2024-10-21
name = "carl"
role = "op"
"""


@pytest.fixture
def named(configured: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub whose people.toml says who is who at a shell, and whose book knows it."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "people.toml").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.setenv("CARMHUB_CONFIG", str(config))
    rules = read_rules(config)
    load_act_rules(configured.settings.owner_url, rules.acts, rules.people)
    return configured


def at_shell(monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    monkeypatch.setattr(caller, "login", lambda: f"shell:{user}")


def reversed_by(number: str, *more: str) -> tuple[int, str]:
    done = runner.invoke(app, ["reverse", number, "--reason", "entered twice", "--yes", *more])
    return done.exit_code, done.output


@pytest.fixture
def number(named: Hub) -> str:
    declaration = made.maker().declaration(lines=1)
    send(named, made.cusdec([declaration], "R1"), TODAY)
    return declaration.transaction_number


@pytest.mark.parametrize(
    ("user", "more", "told"),
    [
        ("mallory", (), "shell:mallory is nobody who may act here"),
        ("mallory", ("--by", "ann"), "shell:mallory is nobody who may act here"),
        ("ann_l", ("--by", "ben"), "shell:ann_l is ann: --by may not say another"),
        ("vera_m", (), "vera may do no act of kind reverse"),
        ("carl", (), "shell:carl is nobody who may act here"),
    ],
)
def test_who_may_not_act_is_told_so(
    number: str, monkeypatch: pytest.MonkeyPatch, user: str, more: tuple[str, ...], told: str
):
    """A user that is not named, another's name, or no role for it: nothing is done."""
    at_shell(monkeypatch, user)
    code, output = reversed_by(number, *more)
    assert code == 2 and told in output and "reversed" not in output.splitlines()[-1]


def test_a_user_who_is_named_acts_as_that_person(
    named: Hub, number: str, monkeypatch: pytest.MonkeyPatch
):
    """The book says the person, and the login beside it."""
    at_shell(monkeypatch, "ann_l")
    assert reversed_by(number)[0] == 0
    with named.book.transaction() as tx:
        (act,) = acts.acts(tx, 1)
    assert (act["requested_by"], act["requested_login"]) == ("ann", "shell:ann_l")


@pytest.mark.parametrize(
    ("by", "login"), [("ben", "shell:ann_l"), ("ann", "shell:mallory"), ("vera", "shell:vera_m")]
)
def test_the_book_refuses_who_is_not_who_he_says(named: Hub, number: str, by: str, login: str):
    """Whatever the program lets through, the rules in the book say who is who at a shell."""
    request = Request("k", by, "entered twice", None, login)
    with open_hub() as hub, pytest.raises(Exception, match="may do no act of kind reverse"):
        reverse_postings.reverse(hub, number, request, TODAY)
    other = Request("k", "ann", "x", "0" * 64, "shell:ann_l", Approval(by, login))
    with open_hub() as hub, pytest.raises(Exception, match="may do no act of kind rerun"):
        with hub.book.transaction() as tx:
            acts.record(tx, "rerun", other, {})


def test_another_file_of_people_changes_nothing(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whoever names a configuration of his own is refused: the book has other rules."""
    mine = tmp_path / "mine"
    shutil.copytree(ROOT / "config", mine)
    monkeypatch.setenv("CARMHUB_CONFIG", str(mine))
    at_shell(monkeypatch, "mallory")
    code, output = reversed_by(number)
    assert code == 2 and "the book has other rules of acts" in output


def test_another_date_is_closed_by_who_may(
    named: Hub, number: str, monkeypatch: pytest.MonkeyPatch
):
    """`--yes` lets no viewer close a date of the past."""
    closing = ["run", "close_day", "--date", str(TODAY), "--yes"]
    at_shell(monkeypatch, "vera_m")
    viewer = runner.invoke(app, closing)
    assert viewer.exit_code == 2 and "vera may do no act of kind close" in viewer.output
    at_shell(monkeypatch, "ann_l")
    assert "closed: " in runner.invoke(app, closing).output


def commands(day: dt.date, folder: Path) -> dict[str, list[str]]:
    """What is no act of its own and changes something, by what it does."""
    payment, rate, registry = (folder / name for name in ("pay.xml", "fx.csv", "rpp.csv"))
    payment.write_bytes(made.payments([("123456782RM0001", "1000000.00")]))
    rate.write_bytes(rate_changes("M1", f"set,USD,{day},{day},1.40"))
    registry.write_text("bn15,program,effective_from\n545352437RM0001,RPP,2026-12-01\n")
    return {
        "ingest": ["ingest", str(payment)],
        "reference load": ["reference", "load", str(rate), "--yes"],
        "registry load": ["registry", "load", str(registry), "--yes"],
        "link ask": ["link", "ask", "me", "123456782RM0001", "--balance", "1.00"],
        "link revoke": ["link", "revoke", "me", "123456782RM0001", "--reason", "gone"],
        **{
            job: ["run", job]
            for job in ("close_day", "send_notices", "collect_files", "clear_kept_bytes")
        },
        "archive": ["archive", "2026-10"],
    }


def rows_of(hub: Hub) -> list[int]:
    with hub.book.transaction() as tx:
        tables = ("file", "batch", "txn", "registry_load", "reference_decision", "closed_date")
        return [tx.value(f"SELECT count(*) FROM {table}") for table in tables]


def test_who_is_nobody_changes_nothing(named: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nor who has no role for it: no file is taken in, nothing is loaded, no date is closed."""
    before = rows_of(named)
    for command in commands(named.today(), tmp_path).values():
        for user, told in (
            ("mallory", "shell:mallory is nobody who may act here"),
            ("carl", "shell:carl is nobody who may act here"),
            ("vera_m", "vera may do no act of kind day"),
        ):
            at_shell(monkeypatch, user)
            done = runner.invoke(app, command, terminal_width=200)
            assert (done.exit_code, told in done.output) == (2, True), (command, done.output)
    assert rows_of(named) == before


def test_nobody_names_people_by_a_folder_of_his_own(
    named: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The people are those that the book knows, whatever configuration a shell names."""
    at_shell(monkeypatch, "mallory")
    monkeypatch.setenv("CARMHUB_CONFIG", str(ROOT / "config"))
    done = runner.invoke(app, commands(named.today(), tmp_path)["ingest"], terminal_width=200)
    assert done.exit_code == 2 and "the book has other rules of acts" in done.output


def test_what_somebody_brought_bears_the_login(
    named: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Files by their claim, loads of the registry by who loaded; `--by` says no other name."""
    at_shell(monkeypatch, "ann_l")
    of = commands(named.today(), tmp_path)
    other = runner.invoke(app, [*of["registry load"], "--by", "ben"], terminal_width=200)
    assert other.exit_code == 2 and "--by may not say another" in other.output
    for name in ("ingest", "reference load", "registry load"):
        done = runner.invoke(app, of[name], terminal_width=200)
        assert done.exit_code == 0, done.output
    with named.book.transaction() as tx:
        claims = [row["claim_id"] for row in tx.rows("SELECT claim_id FROM file")]
        (loader,) = (
            row["loaded_by"]
            for row in tx.rows("SELECT loaded_by FROM registry_load ORDER BY load_id DESC LIMIT 1")
        )
    assert len(claims) == 2 and all(claim.endswith(" shell:ann_l") for claim in claims)
    assert loader == "ann (shell:ann_l)"


def test_who_is_mapped_brings_files_where_nobody_is_named(
    configured: Hub, monkeypatch: pytest.MonkeyPatch
):
    """In a container's user namespace, whose users nobody knows, no act is done, but files are."""
    monkeypatch.setattr(caller, "is_mapped", lambda: True)
    assert caller.somebody(configured)[1].endswith(", mapped")
    with pytest.raises(typer.Exit):
        caller.caller(configured, "", "reverse", 0)


def test_where_nobody_is_named_whoever_has_a_shell_acts(configured: Hub):
    """The embedded stack's own people.toml names no user of the system."""
    user = pwd.getpwuid(os.getuid()).pw_name
    assert caller.caller(configured, "", "reverse", 0)[0] == user
    assert caller.caller(configured, "another", "reverse", 0)[0] == "another"


def test_a_user_of_the_system_is_one_person(tmp_path: Path):
    """Two people of one user of the system would be one."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    twice = PEOPLE.replace("ben_k", "ann_l")
    (tmp_path / "config" / "people.toml").write_text(twice, encoding="utf-8")
    with pytest.raises(RuleFileWrong, match="ann_l is two people"):
        read_rules(tmp_path / "config")


def test_what_takes_two_waits_for_another_user(
    named: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What is not plausible is shown, asked about, and applied by the second user's call alone."""
    path = tmp_path / "rates.csv"
    path.write_text(
        "#carmhub-reference table=prescribed_rate delivery=changes reference=Q1 rows=1\n"
        "effective_from,rate_percent,source\n2027-01-01,60,Sample\n"
    )
    at_shell(monkeypatch, "ann_l")
    load = ["reference", "load", str(path), "--yes"]
    done = runner.invoke(app, load, terminal_width=200)
    assert done.exit_code == 0 and "it waits for another person" in done.output
    assert "REF-016" in done.output and "it would do" in done.output
    with open_hub() as hub:
        (waiting,) = act_kinds.waiting(hub)
    key = waiting["request_key"]
    again = runner.invoke(app, ["approve", key, "--yes"])
    assert again.exit_code == 2 and "another person approves it" in again.output
    at_shell(monkeypatch, "vera_m")
    viewer = runner.invoke(app, ["approve", key, "--yes"])
    assert viewer.exit_code == 2 and "vera may do no act of kind implausible" in viewer.output
    at_shell(monkeypatch, "ben_k")
    assert runner.invoke(app, ["approve", key], input="n\n").exit_code == 1
    approved = runner.invoke(app, ["approve", key, "--yes"], terminal_width=200)
    assert approved.exit_code == 0 and "applied" in approved.output
    with named.book.transaction() as tx:
        (act,) = acts.acts(tx, 1)
    assert (act["kind"], act["requested_by"], act["approved_by"]) == ("implausible", "ann", "ben")
