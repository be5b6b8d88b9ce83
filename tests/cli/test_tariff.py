"""``carmhub tariff`` and ``carmhub duty``, as a person and as a program uses them."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from jobs.hub.settings import ROOT

NBSP = "\N{NO-BREAK SPACE}"
HORSES = "0101477730"
"""A sample item whose rate under treatment 33 changed on 2025-01-01."""
BOLTS = (
    *("duty", "--item", "7318.15.00.00", "--origin", "TW", "--treatment", "02"),
    *("--value", "1000", "--currency", "USD", "--on", "2026-11-10"),
)
SUBJECT = ("--quantity", "12.5", "--sima-code", "S")
OFFLINE = ("--reference", str(ROOT / "config"))
runner = CliRunner(env={"COLUMNS": "240"})


@pytest.fixture
def nowhere(monkeypatch, tmp_path: Path) -> None:
    """A shell without a hub."""
    monkeypatch.setenv("CARMHUB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CARMHUB_DATABASE_URL", raising=False)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Most-Favoured-Nation", "Surtax orders", "ends the list", "32.1%"]),
        ("fr", ["Nation la plus favorisée", "Décrets de surtaxe", f"32,1{NBSP}%", "toute"]),
    ],
)
def test_an_item_is_shown_with_all_its_rates(configured: Hub, language: str, said: list[str]):
    """Treatments with origins, measures, orders and excise codes, in either language."""
    done = runner.invoke(app, ["tariff", "7318.15.00.00", "--lang", language])
    assert done.exit_code == 0, done.output
    assert [text for text in said if text not in done.output] == []


@pytest.mark.parametrize(("on", "rate"), [("2024-12-31", "2.5%"), ("2025-01-01", "free")])
def test_an_item_is_that_of_the_day(configured: Hub, on: str, rate: str):
    """The day before a change of the tariff has the old rate, the day of the change the new one."""
    done = runner.invoke(app, ["tariff", HORSES, "--on", on])
    (line,) = [line for line in done.output.splitlines() if line.startswith("33 ")]
    assert rate in line
    data = json.loads(runner.invoke(app, ["tariff", HORSES, "--on", on, "--json"]).output)
    assert [r["words"] for r in data["treatments"] if r["code"] == "33"] == [rate]


def test_the_tariff_is_searched(configured: Hub):
    """Found by words in either language, page after page; exit 1 where there is nothing."""
    done = runner.invoke(app, ["tariff", "--search", "oranges fraiches", "-l", "fr"])
    assert done.exit_code == 0 and "Oranges fraîches" in done.output
    page = runner.invoke(app, ["tariff", "--search", "01", "--limit", "3"])
    assert page.exit_code == 0 and "--after 0101" in page.output
    nothing = runner.invoke(app, ["tariff", "--search", "no such [bold]thing"])
    assert nothing.exit_code == 1 and "“no such [bold]thing”" in nothing.output
    gone = runner.invoke(app, ["tariff", "9999999999", "--lang", "fr"])
    assert gone.exit_code == 1 and "Il n'y a pas de numéro tarifaire" in gone.output


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_the_tariff_is_written_to_a_file(configured: Hub, tmp_path: Path, kind: str):
    """The kind of file is that of its name; it is there whole, and nothing else is left."""
    file = tmp_path / "out" / f"tariff.{kind}"
    file.parent.mkdir()
    done = runner.invoke(app, ["tariff", "--export", str(file), "--on", "2024-12-31"])
    assert done.exit_code == 0, done.output
    read = {"csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet}[kind]
    frame = read(file)
    assert f"{len(frame)} rows" in done.output and len(frame) > 15_000
    assert list(file.parent.iterdir()) == [file]


def test_a_wrong_option_is_told(configured: Hub, tmp_path: Path):
    """No item, or two questions at once, a kind of file that is none, a folder that is none."""
    for arguments in (
        [], [HORSES, "--search", "x"], ["--export", "tariff.xlsx"],
        ["--export", str(tmp_path / "none" / "t.csv")], [HORSES, "--on", "yesterday"],
    ):  # fmt: skip
        done = runner.invoke(app, ["tariff", *arguments])
        assert done.exit_code == 2, arguments


@pytest.mark.parametrize("where", [(), OFFLINE])
def test_a_line_is_priced_step_by_step(configured: Hub, where):
    """Every step, its rate and its source, and the total, by the book and offline alike."""
    done = runner.invoke(app, [*BOLTS, *SUBJECT, *where])
    assert done.exit_code == 0, done.output
    for said in ("32.1% of $1,382.50", f"12.5{NBSP}KGM × $1.25/KGM", "$551.51", "tariff_rate 7318"):
        assert said in done.output
    french = runner.invoke(app, [*BOLTS, *SUBJECT, *where, "--lang", "fr"])
    assert f"551,51{NBSP}$" in french.output and "droits compensateurs" in french.output


def test_a_calculation_speaks_json(nowhere):
    """--json gives amounts as decimal texts, with every step and its words."""
    done = runner.invoke(app, [*BOLTS, *SUBJECT, *OFFLINE, "--json"])
    data = json.loads(done.output)
    assert done.exit_code == 0 and data["priced"] and data["payable"] == "551.51"
    assert data["amounts"]["sima"] == "459.41" and data["steps"][2]["kind"] == "anti_dumping"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "CAD-035 SIMA code: An anti-dumping or countervailing measure exists"),
        ("fr", "CAD-035 code de LMSI: Une mesure antidumping ou compensatoire vise"),
    ],
)
def test_what_cannot_be_priced_says_why(nowhere, language: str, said: str):
    """The code, the element, the sentence and what to do; exit code 1."""
    done = runner.invoke(app, [*BOLTS, *OFFLINE, "--lang", language])
    assert done.exit_code == 1 and said in done.output
    data = runner.invoke(app, [*BOLTS, *OFFLINE, "--json"])
    assert data.exit_code == 1 and not json.loads(data.output)["priced"]


def test_without_a_book_the_way_out_is_told(nowhere, tmp_path: Path):
    """Exit code 2 says what to do where there is neither a book nor usable reference data."""
    assert runner.invoke(app, list(BOLTS)).exit_code == 2
    assert runner.invoke(app, ["tariff", HORSES]).exit_code == 2
    unusable = runner.invoke(app, [*BOLTS, "--reference", str(tmp_path)])
    assert unusable.exit_code == 2


def test_goods_in_bond_owe_nothing_yet(nowhere):
    """Under a type that is not charged, the calculator says that the charges wait."""
    done = runner.invoke(app, [*BOLTS, *SUBJECT, *OFFLINE, "--type", "10"])
    assert done.exit_code == 0 and "until a later declaration" in done.output
