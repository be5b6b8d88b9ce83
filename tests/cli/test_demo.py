"""``carmhub demo``: what was kept is left alone until a person lets it go."""

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.running import demo as command
from demo import journey
from stack import embedded
from stack.layout import Layout, read_layout

runner = CliRunner()


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The home of a demonstration that left a file behind."""
    monkeypatch.setenv("CARMHUB_HOME", str(tmp_path))
    layout = read_layout(tmp_path / "demo")
    (layout.home / "left").touch()
    return layout


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The homes in which a demonstration was begun; each fails at once."""
    homes: list[Path] = []

    def run(layout: Layout, _say: journey.Say) -> journey.Outcome:
        homes.append(layout.home)
        raise journey.JourneyFailed("made to fail")

    monkeypatch.setattr(journey, "run", run)
    return homes


def words(text: str) -> str:
    return " ".join(text.split())


def test_remains_that_nobody_kept_go(layout: Layout, ran: list[Path]):
    """What an earlier demonstration left, stopped and not kept, makes room."""
    assert runner.invoke(app, ["demo"]).exit_code == 1
    assert ran == [layout.home] and not (layout.home / "left").exists()


def test_what_a_stack_has_in_its_home_keeps_nothing(
    tmp_path: Path,
    stack_home: Callable[[Path], Layout],
    ran: list[Path],
    monkeypatch: pytest.MonkeyPatch,
):
    """The home of a stack that ran and was stopped makes room, folder of kept bytes and all."""
    monkeypatch.setenv("CARMHUB_HOME", str(tmp_path))
    home = stack_home(tmp_path / "demo").home
    for folder in ("kept", "seals", "archive"):
        (home / folder).mkdir(exist_ok=True)
    assert journey.kept_since(read_layout(home)) is None
    assert runner.invoke(app, ["demo"]).exit_code == 1
    assert ran == [home] and not (home / "kept").exists()


def test_what_was_kept_is_not_removed_unasked(layout: Layout, ran: list[Path]):
    """A kept demonstration stays as it is; where, since when and what to do are said."""
    (layout.home / journey.KEPT).write_text("2026-11-28T21:40:00+00:00", encoding="utf-8")
    before = sorted(layout.home.iterdir())
    done = runner.invoke(app, ["demo"])
    assert (done.exit_code, ran) == (2, [])
    assert sorted(layout.home.iterdir()) == before and read_layout(layout.home) == layout
    said = words(done.output)
    assert "since 2026-11-28 21:40 UTC" in said and layout.ui_address in said
    assert "Nothing was done" in said and "make demo FRESH=1" in said


def test_what_runs_is_not_removed_unasked(layout: Layout, ran: list[Path]):
    """A demonstration that is at work, or whose command was killed, counts as kept."""
    started = psutil.Process(os.getpid()).create_time()
    (layout.home / "run").mkdir()
    (layout.home / "run" / "scheduler.json").write_text(
        json.dumps({"pid": os.getpid(), "started": started}), encoding="utf-8"
    )
    assert embedded.up_since(layout) == dt.datetime.fromtimestamp(started, dt.UTC)
    assert runner.invoke(app, ["demo"]).exit_code == 2
    assert ran == [] and (layout.home / "left").exists()


def test_what_was_kept_is_removed_when_asked(layout: Layout, ran: list[Path]):
    """With --fresh it goes, and the command says that it does."""
    journey.keep(layout)
    done = runner.invoke(app, ["demo", "--fresh"])
    assert "it is removed, as asked for" in words(done.output)
    assert ran == [layout.home] and not (layout.home / "left").exists()


@pytest.mark.parametrize(("answer", "begun"), [("n", False), ("", False), ("y", True)])
def test_at_a_terminal_a_person_is_asked(
    layout: Layout, ran: list[Path], monkeypatch, answer: str, *, begun: bool
):
    """At a terminal the removal is asked about, and only a yes is one."""
    monkeypatch.setattr(command, "_at_a_terminal", lambda: True)
    journey.keep(layout)
    done = runner.invoke(app, ["demo"], input=f"{answer}\n")
    assert done.exit_code == (1 if begun else 2)
    assert bool(ran) == begun and (layout.home / "left").exists() != begun


def test_a_kept_demonstration_is_noted(layout: Layout, ran: list[Path]):
    """With --keep the home says that it is kept, failed or not, also once it is stopped."""
    runner.invoke(app, ["demo", "--keep"])
    since = journey.kept_since(layout)
    assert since is not None and dt.datetime.now(dt.UTC) - since < dt.timedelta(minutes=1)
    assert runner.invoke(app, ["demo", "--keep"]).exit_code == 2
    assert len(ran) == 1
