"""``carmhub rules diff``, as a person and as a program uses it."""

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from tests import made
from tests.conftest import TODAY
from tests.sending import send

CONFIG = ROOT / "config"
GST = Path("reference") / "gst_rates.csv"
runner = CliRunner(env={"COLUMNS": "200"})


def test_a_day_under_two_folders(configured: Hub, tmp_path: Path):
    """By declaration and in sum, in either language and as JSON; the same folder twice is alike."""
    declarations = [made.maker(70).declaration(lines=3)]
    assert send(configured, made.cusdec(declarations), TODAY).outcome == "posted"
    folder = tmp_path / "other"
    shutil.copytree(CONFIG, folder)
    path = folder / GST
    text = path.read_text(encoding="utf-8")
    assert ",2008-01-01,,5," in text
    path.write_text(text.replace(",2008-01-01,,5,", ",2008-01-01,,6,"), encoding="utf-8")
    command = ["rules", "diff", str(CONFIG), str(folder), "--on", TODAY.isoformat()]
    said = runner.invoke(app, command)
    assert said.exit_code == 0, said.output
    assert declarations[0].transaction_number in said.output and "in sum" in said.output
    assert "en tout" in runner.invoke(app, [*command, "--lang", "fr"]).output
    data = json.loads(runner.invoke(app, [*command, "--json"]).stdout)
    (found,) = data["differences"]
    gst = data["charges"]["gst"]
    assert data["difference"] == found["difference"] == gst["difference"] > 0
    alike = ["rules", "diff", str(CONFIG), str(CONFIG), "--on", TODAY.isoformat(), "--json"]
    assert json.loads(runner.invoke(app, alike).stdout)["differences"] == []


def test_a_folder_that_is_not_there(configured: Hub):
    """What cannot be compared is said, and ends with another exit code than 0."""
    done = runner.invoke(app, ["rules", "diff", "nowhere", str(CONFIG), "--on", "2026-11-20"])
    assert done.exit_code != 0
    assert "nowhere" in done.output
