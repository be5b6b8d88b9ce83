"""Commands by where they stand: the module of one is loaded when it is called, not to list it."""

from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


class Row(NamedTuple):
    """A command of the list: its name, where it stands, what is told of it.

    The place is ``ROOM.MODULE:NAME`` of a function, or of a ``typer.Typer`` with commands of its
    own; ``told`` is the first paragraph of its help.
    """

    name: str
    place: str
    told: str


class Unloaded(TyperCommand):
    """What is listed in the place of a command; called or completed, it is the command itself."""

    def __init__(self, row: Row, heading: str) -> None:
        super().__init__(
            row.name, help=row.told, rich_help_panel=heading, rich_markup_mode="markdown"
        )
        self._row = row

    def loaded(self) -> TyperCommand | TyperGroup:
        """Return the command itself."""
        module, _, name = self._row.place.partition(":")
        found = getattr(import_module(f"cli.{module}"), name)
        app = typer.Typer(add_completion=False, rich_markup_mode="markdown")
        app.callback()(_nothing)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=self._row.name)
        else:
            app.command(self._row.name)(found)
        group = cast("TyperGroup", get_command(app))
        return cast("TyperCommand | TyperGroup", group.commands[self._row.name])

    def make_context(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - Typer's own
        """Return a context of the command itself."""
        return self.loaded().make_context(*given, **named)


def _nothing() -> None:
    """Do nothing: with it, an app of one command is a group too."""
