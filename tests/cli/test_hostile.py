"""Whatever anybody wrote: no command fails on it, and it does nothing on a screen."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text
from typer.testing import CliRunner

from cli.console import Screen, styled
from cli.main import app
from jobs.hub import Hub
from tests import made
from tests.conftest import TODAY
from tests.sending import send

HOSTILE = ["[/]", "[bold]", "[link=http://a.example]x[/link]", "\x1b[2J", "\x9b2J", "\u202egpj.exe",
           "a\u200bb", ":smile:", "{}", "{0}"]  # fmt: skip
runner = CliRunner()


def shown_on_a_screen(*things: object) -> str:
    """Return what a terminal would be sent."""
    screen = Screen()
    screen.file = io.StringIO()
    screen.width = 200
    for thing in things:
        screen.print(thing)
    return screen.file.getvalue()


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)))
def test_nothing_acts_on_a_screen(text: str):
    """However it is put on the screen: as it is, in a cell, in our own words, in a page."""
    table = Table(box=None)
    table.add_column(text)
    table.add_row(text)
    output = shown_on_a_screen(
        text, table, Text(text), styled("[bold]a[/] {}", text), Markdown(text)
    )
    assert not [
        each for each in output if unicodedata.category(each) in {"Zl", "Zp"}
        or (unicodedata.category(each).startswith("C") and each != "\n")
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_of_markup_is_shown_as_it_is(text: str):
    """What looks like our own markup, a picture or a place for a value is read as written."""
    shown = json.dumps(text)[1:-1] if not text.isprintable() else text
    for thing in (text, styled("[bold]a[/] {}", text)):
        assert shown.casefold() in shown_on_a_screen(thing).casefold()


@pytest.mark.parametrize("reference", ["[/]", "[red]", "{0}"])
def test_a_reference_breaks_no_command(configured: Hub, reference: str):
    """A broker's references, markup to the library that prints, stop nobody's question."""
    declaration = made.maker(3).declaration(lines=1)
    content = made.cusdec([declaration], "REF").replace(b"UNH+1+", f"UNH+{reference}+".encode())
    content = content.replace(b"+1'\nUNZ", f"+{reference}'\nUNZ".encode())
    name = f"cad {reference.replace('/', '-')}.edi"
    sent = send(configured, content, TODAY, made.broker().partner_id, name=name)
    assert sent.outcome == "posted"
    for command in (
        ["trace", f"file:{sent.file_id}"],
        ["trace", declaration.transaction_number],
        ["files"],
        ["history", declaration.transaction_number],
        ["explain", declaration.transaction_number],
    ):
        done = runner.invoke(app, command)
        assert done.exit_code == 0, (command, done.output, done.exception)
    assert name in runner.invoke(app, ["trace", f"file:{sent.file_id}"]).output
