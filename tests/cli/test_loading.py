import subprocess
import sys
from pathlib import Path

import pytest
from typer.completion import completion_init
from typer.main import get_command
from typer.testing import CliRunner

from cli.main import COMMANDS, app

ROOT = Path(__file__).parents[2]
CAD = "docs/formats/examples/cad.edi"
HEAVY = {
    "airflow",
    "alembic",
    "asyncssh",
    "jinja2",
    "paramiko",
    "psycopg",
    "pydifact",
    "sqlalchemy",
}
"""What most of the hub is built on, and few commands need."""
FRAMES = {"lxml", "numpy", "pandas", "pyarrow"}
READERS = {"jobs.intake", "jobs.rules", "ledger_sync", "mappers", "notices", "parsers", "stack"}
"""What reads and judges files, and what stands behind it."""
SEEN = """
import sys
from cli.main import app
sys.argv = ["carmhub", *sys.argv[1:]]
try:
    app()
except SystemExit as ended:
    print("LOADED", ended.code, *sys.modules, file=sys.stderr)
"""


def loaded(*words: str) -> tuple[int, set[str]]:
    """Return how a command ended in an interpreter of its own, and every module it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SEEN, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    code, *modules = done.stderr.rpartition("LOADED")[2].split()
    return int(code), set(modules)


@pytest.mark.parametrize("words", [("--help",), (), ("--version-of-nothing",), ("chekc", "x")])
def test_listing_commands_loads_none(words: tuple[str, ...]):
    """The help of all commands, and what is said to a wrong word, load no module of a command."""
    _, modules = loaded(*words)
    assert not modules & (HEAVY | FRAMES | {"cli.book", "cli.intake", "jobs", "parsers", "stack"})


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (
            ("check", CAD),
            HEAVY | {"ledger_sync.book", "notices", "rich.progress", "sftp.door", "stack"},
        ),
        (("check", "--help"), HEAVY | FRAMES | READERS),
        (("kit", "--help"), HEAVY | FRAMES | {"ledger_sync", "notices", "parsers", "stack"}),
        (("keys",), HEAVY - {"asyncssh"} | FRAMES | {"ledger_sync", "parsers", "stack"}),
    ],
)
def test_what_needs_no_hub_loads_none(words: tuple[str, ...], needless: set[str]):
    """Commands that need no database, no door and no stack load nothing of them."""
    code, modules = loaded(*words)
    assert code == 0 and f"cli.{'registry' if words[0] == 'keys' else 'intake'}" in modules
    assert not modules & needless


def test_the_list_says_what_the_commands_say():
    """What the list tells of a command is the first paragraph of its help, each under its name."""
    group = get_command(app)
    rows = [row for rows in COMMANDS.values() for row in rows]
    assert [row.name for row in rows] == list(group.commands)
    for row in rows:
        command = group.commands[row.name].loaded()
        assert command.name == row.name
        assert " ".join(command.help.split("\n\n")[0].split()) == row.told


def test_every_command_that_a_module_offers_is_listed():
    """No Typer app and no module of commands is forgotten in the list."""
    places = {row.place.partition(":")[0] for rows in COMMANDS.values() for row in rows}
    offered = {
        ".".join(path.relative_to(ROOT / "cli").with_suffix("").parts)
        for path in (ROOT / "cli").glob("*/*.py")
        if '"""``' in path.read_text().splitlines()[0] or "typer.Typer(" in path.read_text()
    }
    assert offered == places


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("carmhub ch", ["check"]),
        ("carmhub check --sa", ["--sarif"]),
        ("carmhub review sh", ["show"]),
    ],
)
def test_completion_knows_the_options_of_a_command(typed: str, completed: list[str]):
    """A shell completes the names of commands, of those under them, and their options."""
    completion_init()
    place = str(len(typed.split()) - 1)
    asked = {"_CARMHUB_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": place}
    done = CliRunner().invoke(app, [], prog_name="carmhub", env=asked)
    assert done.output.split() == completed
