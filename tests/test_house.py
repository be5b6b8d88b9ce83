"""The house: packages, names, the lock, and pages that must agree with the code."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MIGRATIONS = ROOT / "ledger_sync" / "migrations" / "versions"
"""Grows by one a change of the schema; nobody looks it over."""
OURS = {
    "bench", "billing", "cli", "demo", "jobs", "ledger", "ledger_sync", "mappers", "notices",
    "parsers", "plugins", "sftp", "simulator", "stack", "words",
}  # fmt: skip


def test_no_other_distribution_has_our_names():
    """Every top-level package of ours comes from carm-hub alone."""
    installed = packages_distributions()
    others = {name: set(installed.get(name, ())) - {"carm-hub", "carm_hub"} for name in OURS}
    assert others == {name: set() for name in OURS}


@pytest.mark.parametrize("folder", ["dags", "config", "plugins"])
def test_folders_that_airflow_puts_on_the_path_shadow_nothing(folder: str):
    """No module in dags/, config/ or plugins/ hides a package of ours or the standard library."""
    names = {path.stem for path in (ROOT / folder).rglob("*.py")} - {"__init__"}
    assert not names & (OURS | set(sys.stdlib_module_names))


def test_config_is_data_only():
    """config/ holds no program."""
    assert not list((ROOT / "config").rglob("*.py"))


def test_the_lock_pins_by_hash_and_names_no_index():
    """Every requirement is pinned with hashes, and no address stands in the lock."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text and "index" not in text and "find-links" not in text
    pins = re.findall(
        r"^([a-z0-9][\w.\-]*(?:\[[\w,\-]+\])?)==[^\\]+\\\n(\s+--hash=sha256:)", text, re.MULTILINE
    )
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 100


def test_every_direct_dependency_is_in_the_lock():
    """What pyproject.toml asks for is what the lock holds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=;\s]", line)[0] for line in asked}
    locked = set(
        re.findall(r"^([a-z0-9][\w.\-]*)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    )
    assert names <= locked


def test_every_package_is_typed_and_documented():
    """Each package has py.typed and a sentence that says what it is."""
    for name in OURS:
        assert (ROOT / name / "py.typed").exists()
        assert (ROOT / name / "__init__.py").read_text(encoding="utf-8").startswith('"""')


@pytest.mark.parametrize("folder", ["cli", "demo", "plugins"])
def test_who_asks_opens_no_transaction(folder: str):
    """A command, the demonstration and a route ask a job; the job opens the book."""
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")}
    assert [path for path, text in texts.items() if re.search(r"hub\.(book|kept)\b", text)] == []


@pytest.mark.parametrize("floor", sorted(OURS))
def test_no_module_name_stands_twice_on_a_floor(floor: str):
    """A module is found by its name: no two on a floor share one, and no room bears a module's."""
    modules = [
        path for path in (ROOT / floor).rglob("*.py")
        if path.stem != "__init__" and "versions" not in path.parts
    ]  # fmt: skip
    names = [path.stem for path in modules]
    assert sorted(names) == sorted(set(names))
    assert not set(names) & {path.parent.name for path in modules} - {"versions"}


@pytest.mark.parametrize("floor", sorted(OURS))
def test_no_room_holds_more_than_one_can_look_over(floor: str):
    """A folder with more modules than about fifteen is cut into rooms."""
    folders = {path.parent for path in (ROOT / floor).rglob("*.py")} - {MIGRATIONS}
    crowded = {
        str(folder.relative_to(ROOT)): len(list(folder.glob("*.py"))) - 1 for folder in folders
    }
    assert max(crowded.values(), default=0) <= 17, crowded


def test_the_page_of_the_house_names_what_there_is():
    """Every path that ARCHITECTURE.md names exists."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|toml|sql))?)`", page))
    assert len(named) > 40
    missing = [path for path in sorted(named - {"in/"}) if not (ROOT / path).exists()]
    assert missing == []  # in/ is a partner's


def test_links_in_the_documents_lead_somewhere():
    """Every relative link in a Markdown page names a file that exists."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "README.md" in listed
    broken = [
        (page, target)
        for page in listed
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / page).read_text("utf-8"))
        if not (ROOT / page).parent.joinpath(target).exists()
    ]
    assert broken == []
