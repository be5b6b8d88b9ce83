"""Pages that are made from the code are fresh, and examples are right."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.findings_page import PAGES, page
from cli.main import app
from parsers.edifact.cusdec import CUSDEC_D13B
from parsers.edifact.tables import Group, SegmentUse

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "formats" / "cad-cusdec.md"
START, END = "<!-- generated from parsers/edifact/cusdec.py -->\n", "<!-- end -->"


def test_the_guides_table_is_the_profile():
    """The table of the CUSDEC guide is what the profile says."""
    before, rest = GUIDE.read_text(encoding="utf-8").split(START)
    _, after = rest.split(END)
    fresh = before + START + table() + END + after
    if os.environ.get("CARMHUB_ACCEPT"):
        GUIDE.write_text(fresh, encoding="utf-8")
    assert GUIDE.read_text(encoding="utf-8") == fresh


@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_catalogue_pages_are_fresh(language: str):
    """The pages of all findings are what the catalogue and the rejected folders say."""
    path = ROOT / "docs" / PAGES[language]
    fresh = page(language, ROOT / "tests" / "rejected")
    if os.environ.get("CARMHUB_ACCEPT"):
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh


@pytest.mark.parametrize("name", ["cad.edi", "cad.xml"])
def test_the_examples_are_accepted(name: str):
    """The annotated examples are right declarations, computed amounts included."""
    done = CliRunner().invoke(app, ["check", str(ROOT / "docs" / "formats" / "examples" / name)])
    assert done.exit_code == 0 and "CAD-012" not in done.output


def test_the_guide_annotates_the_example():
    """Every segment that the guide explains stands in the example."""
    example = (ROOT / "docs" / "formats" / "examples" / "cad.edi").read_text(encoding="latin-1")
    guide = GUIDE.read_text(encoding="utf-8").split("## Every segment")[0]
    explained = [
        part
        for line in guide.splitlines()
        if line.startswith("| `")
        for part in line.split("|")[1].split("`")
        if "'" in part
    ]
    assert len(explained) > 25
    assert [segment for segment in explained if segment + "\n" not in example] == []


def table() -> str:
    """Return the profile as Markdown."""
    rows = [
        "| group | segment | name | | element | name | format |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += list(_rows(CUSDEC_D13B.root))
    return "\n".join(rows) + "\n"


def _rows(group: Group):
    for entry in group.body:
        if isinstance(entry, Group):
            yield from _rows(entry)
        else:
            yield from _segment(group, entry)


def _segment(group: Group, use: SegmentUse):
    trigger = use is group.trigger and group.number
    often = group.repeat if trigger else use.repeat
    mandatory = group.mandatory if trigger else use.mandatory
    head = f"| {group.number} | `{use.label}` | {use.name} | {'M' if mandatory else 'C'} {often} |"
    if not use.elements:
        yield f"{head} | | |"
    for number, element in enumerate(use.elements):
        start = head if number == 0 else "| | | | |"
        yield f"{start} {element.number} | {element.name} | {element.representation} |"
