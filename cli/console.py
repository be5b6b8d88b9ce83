"""How the command speaks: one console, amounts and errors written one way."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.text import Text

from words.language import Language
from words.numbers import money
from words.shown import plain


class Screen(Console):
    """A console on which nothing that others wrote acts: no markup, no control, no direction."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Yield what is shown of anything, harmless."""
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else plain(segment.text, keep="\n\t")
            yield segment if text == segment.text else Segment(text, segment.style)


console = Screen()
errors = Screen(stderr=True)


def styled(template: str, *values: object) -> Text:
    """Return words in our own markup with values in the places of ``{}``, which are no markup."""
    words = template.format(*(escape(str(value)) for value in values))
    return Text.from_markup(words, emoji=False)


def dollars(cents: int) -> str:
    """Return an amount for a screen that is in English alone."""
    return money(cents, Language.EN)


def fail(text: str, code: int = 2) -> NoReturn:
    """Say what is wrong and stop."""
    errors.print(styled("[bold red]carmhub:[/] {}", text))
    raise typer.Exit(code)


def plain_value(value: object) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, int | str) or value is None else str(value)


def date_option(text: str | None) -> dt.date | None:
    """Return the date that an option gives, or say what a date looks like."""
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        fail(f"{text!r} is not a date: write YYYY-MM-DD")


@contextmanager
def plainly() -> Iterator[None]:
    """Turn the faults that a person can act on into one sentence and exit code 2."""
    try:
        yield
    except Exception as fault:
        from cli.faults import SAID_PLAINLY  # noqa: PLC0415 - loads the whole hub, where one is

        if not isinstance(fault, SAID_PLAINLY):
            raise
        fail(str(fault))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step at hand with its time; each step stays on the screen when the next starts."""
    steps: list[str] = []
    with console.status("starting") as status:

        def say(step: str) -> None:
            if steps:
                console.print(styled("  [green]·[/] {}", steps[-1]))
            steps.append(step)
            status.update(step)

        yield say
        if steps:
            console.print(styled("  [green]·[/] {}", steps[-1]))
