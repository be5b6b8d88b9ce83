"""How the command speaks: one console, amounts and errors written one way."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console

from jobs.hub import JobRefused
from jobs.hub.book_terms import ActConflict, BookUnavailable, ReferenceRefused, UnknownHandle
from jobs.hub.settings import SettingMissing
from jobs.proofs.prove_book import ProofFailed
from jobs.rules.rule_file import RuleFileWrong
from sftp.faults import DoorFault
from stack.embedded import NotReady
from stack.postgres import PostgresUnavailable
from words.language import Language
from words.money import money

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

_SAID_PLAINLY = (
    JobRefused,
    ProofFailed,
    SettingMissing,
    RuleFileWrong,
    BookUnavailable,
    UnknownHandle,
    ReferenceRefused,
    ActConflict,
    DoorFault,
    PostgresUnavailable,
    NotReady,
)


def dollars(cents: int) -> str:
    """Return an amount for a screen that is in English alone."""
    return money(cents, Language.EN)


def fail(text: str, code: int = 2) -> NoReturn:
    """Say what is wrong and stop."""
    errors.print(f"[bold red]carmhub:[/] {text}")
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
    except _SAID_PLAINLY as fault:
        fail(str(fault))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step at hand with its time; each step stays on the screen when the next starts."""
    steps: list[str] = []
    with console.status("starting") as status:

        def say(step: str) -> None:
            if steps:
                console.print(f"  [green]·[/] {steps[-1]}")
            steps.append(step)
            status.update(step)

        yield say
        if steps:
            console.print(f"  [green]·[/] {steps[-1]}")
