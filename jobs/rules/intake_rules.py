"""Bounds on what partners send and keep at our door: ``config/rules/intake.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from parsers.formats import Limits
from sftp.settings import Bounds

FILE: Final = "intake.toml"
IPV4_BITS: Final = 32
IPV6_BITS: Final = 128
"""How long an address is."""


@dataclass(frozen=True)
class BatchBounds:
    """What one batch of files may hold, beyond its first file.

    ``bytes_max`` of all files, ``rows_max`` of what they say, ``seconds_max`` of reading them.
    """

    bytes_max: int
    rows_max: int
    seconds_max: int


@dataclass(frozen=True)
class DoorRules:
    """What the embedded SFTP server bounds: accounts, the disk, and who has not signed in yet.

    ``max_lobby`` connections may wait to sign in, ``max_lobby_per_address`` of one address and
    ``max_lobby_per_network`` of one network of so many leading bits, each ``login_seconds_max``
    long.
    """

    account_bounds: Bounds
    min_free_bytes: int
    max_lobby: int
    max_lobby_per_address: int
    max_lobby_per_network: int
    lobby_ipv4_network_bits: int
    lobby_ipv6_network_bits: int
    login_seconds_max: int


@dataclass(frozen=True)
class UnnamedBytes:
    """When kept bytes that no row names may be cleared: how old, and how many of them at most."""

    days_min: int
    files_max: int


@dataclass(frozen=True)
class IntakeFile:
    """All that the file says."""

    recipient: str
    limits: Limits
    minimum_age_seconds: int
    received_days_back_max: int
    unfinished_names: tuple[str, ...]
    door: DoorRules
    batch_bounds: BatchBounds
    unnamed: UnnamedBytes


def read_intake_rules(folder: Path) -> IntakeFile:
    """Read what we are called, what is too large, and when a file may be taken."""
    with rule_file(folder / FILE) as file:
        return IntakeFile(
            recipient=file.text("recipient"),
            limits=Limits(
                max_file_bytes=file.whole("max_file_bytes"),
                max_segment_bytes=file.whole("max_segment_bytes"),
                max_interchanges=file.whole("max_interchanges"),
                max_messages=file.whole("max_messages"),
                max_findings=file.whole("max_findings"),
            ),
            minimum_age_seconds=file.whole("minimum_age_seconds"),
            received_days_back_max=file.whole("received_days_back_max"),
            unfinished_names=tuple(map(str.casefold, file.texts("unfinished_names"))),
            door=_door(file),
            batch_bounds=BatchBounds(
                bytes_max=file.whole("batch_bytes_max"),
                rows_max=file.whole("batch_rows_max"),
                seconds_max=file.whole("batch_seconds_max"),
            ),
            unnamed=_unnamed(file),
        )


def _door(file: Fields) -> DoorRules:
    return DoorRules(
        account_bounds=Bounds(
            max_waiting_bytes=file.whole("max_waiting_bytes"),
            max_waiting_files=file.whole("max_waiting_files"),
            max_day_bytes=file.whole("max_day_bytes"),
            max_open_files=file.whole("max_open_files"),
        ),
        min_free_bytes=file.whole("min_free_bytes"),
        max_lobby=file.positive("max_lobby"),
        max_lobby_per_address=file.positive("max_lobby_per_address"),
        max_lobby_per_network=file.positive("max_lobby_per_network"),
        lobby_ipv4_network_bits=_bits(file, "lobby_ipv4_network_bits", IPV4_BITS),
        lobby_ipv6_network_bits=_bits(file, "lobby_ipv6_network_bits", IPV6_BITS),
        login_seconds_max=file.positive("login_seconds_max"),
    )


def _bits(file: Fields, name: str, most: int) -> int:
    bits = file.positive(name)
    if bits > most:
        raise file.wrong(name, f"an address has {most} bits")
    return bits


def _unnamed(file: Fields) -> UnnamedBytes:
    return UnnamedBytes(
        days_min=file.positive("unnamed_days_min"),  # a run may have bytes in hand for hours
        files_max=file.whole("unnamed_files_max"),
    )
