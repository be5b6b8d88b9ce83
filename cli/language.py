"""The language that a command speaks, as an option."""

from typing import Annotated

import typer

from words.language import Language

Tongue = Annotated[Language, typer.Option("--language", "--lang", "-l", help="en or fr")]
