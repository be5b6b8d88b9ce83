"""Where the hub finds things: the environment first, then ``$CARMHUB_HOME/hub.env``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
BUSINESS_ZONE = ZoneInfo("America/Toronto")
"""The zone of business dates and closing times."""


class SettingMissing(RuntimeError):
    """A setting is missing; the text names it and says how to get it."""


@dataclass(frozen=True, kw_only=True)
class SftpSettings:
    """An account of the hub's on an SFTP server; ``folder`` is where it works, from its root."""

    host: str
    port: int
    username: str
    private_key: Path
    host_key: str
    folder: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One hub's addresses and folders."""

    database_url: str
    kept_folder: Path
    config_folder: Path
    sftp: SftpSettings | None
    seals_folder: Path
    archive_folder: Path
    owner_url: str | None = None
    """The owner's URL, for migrations, seeding, backup and restore; no job of the day has it."""
    seal_key: Path | None = None
    """The private key that daily seals are signed with; it lies outside the database."""
    seals_sftp: SftpSettings | None = None
    """Where daily seals are sent, out of reach of whoever has this machine."""


def home() -> Path:
    """Return the folder for everything the embedded default writes."""
    return Path(os.environ.get("CARMHUB_HOME", ROOT / "var"))


def read_settings() -> Settings:
    """Read the settings; SettingMissing when there is no database."""
    values = {**_file_values(home() / "hub.env"), **os.environ}
    if "CARMHUB_DATABASE_URL" not in values:
        raise SettingMissing(
            "CARMHUB_DATABASE_URL is not set and no embedded stack was started here: "
            "run `carmhub up`, or set the variable"
        )
    return Settings(
        database_url=values["CARMHUB_DATABASE_URL"],
        kept_folder=Path(values.get("CARMHUB_KEPT", str(home() / "kept"))),
        config_folder=Path(values.get("CARMHUB_CONFIG", str(ROOT / "config"))),
        sftp=_sftp(values, "CARMHUB_SFTP"),
        seals_folder=Path(values.get("CARMHUB_SEALS", str(home() / "seals"))),
        archive_folder=Path(values.get("CARMHUB_ARCHIVE", str(home() / "archive"))),
        owner_url=values.get("CARMHUB_OWNER_URL"),
        seal_key=Path(values["CARMHUB_SEAL_KEY"]) if "CARMHUB_SEAL_KEY" in values else None,
        seals_sftp=_sftp(values, "CARMHUB_SEALS_SFTP"),
    )


def _sftp(values: Mapping[str, str], prefix: str) -> SftpSettings | None:
    if f"{prefix}_HOST" not in values:
        return None
    return SftpSettings(
        host=values[f"{prefix}_HOST"],
        port=int(values[f"{prefix}_PORT"]),
        username=values[f"{prefix}_USERNAME"],
        private_key=Path(values[f"{prefix}_PRIVATE_KEY"]),
        host_key=values[f"{prefix}_HOST_KEY"],
        folder=values.get(f"{prefix}_FOLDER", ""),
    )


def _file_values(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {pair[0]: pair[1] for pair in pairs}
