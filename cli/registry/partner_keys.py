"""``keys``: which keys open which account of the SFTP server, and what is wrong in their files."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from cli.console import console, date_option, errors, styled
from cli.text_table import add_texts, table_of
from jobs.hub.dates import business_date
from jobs.hub.settings import ROOT
from sftp.account.profile import AccountKey, Profile, ProfileWrong, read_profile


def keys(
    folder: Annotated[
        Path, typer.Argument(help="The profiles of partners.", exists=True, file_okay=False)
    ] = ROOT / "config" / "partners",
    on: Annotated[str | None, typer.Option(help="As of this day; today by default.")] = None,
) -> None:
    """List the SFTP keys of partners as of a day; exit code 1 when a file has a wrong line."""
    day = date_option(on) or business_date(dt.datetime.now(dt.UTC))
    table = table_of(["partner", "key", "from", "to", "opens"])
    profiles = {path.stem: _profile(path) for path in sorted(folder.glob("*.toml"))}
    for partner, profile in profiles.items():
        for key in profile.keys or (None,):
            add_texts(table, partner, *_told(profile, key, day))
    console.print(table)
    wrong = [line for profile in profiles.values() for line in profile.wrong]
    for line in wrong:
        errors.print(styled("[bold red]wrong:[/] {}", line), soft_wrap=True)
    raise typer.Exit(1 if wrong else 0)


def _profile(path: Path) -> Profile:
    try:
        return read_profile(path)
    except (ProfileWrong, OSError) as fault:
        return Profile(wrong=(str(fault),))


def _told(profile: Profile, key: AccountKey | None, day: dt.date) -> tuple[str, ...]:
    if key is None:
        return "none", "", "", "no"
    days = (str(each or "") for each in (key.effective_from, key.effective_to))
    opens = "yes" if key.opens_on(day) else "no"
    return key.fingerprint, *days, opens if profile.enabled else "no, the account is shut"
