"""The whole stack on one machine: up, status, down. Each step is safe to repeat."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jobs import load_reference_data
from jobs.hub import JobRefused, open_hub
from jobs.settings import Settings, SftpSettings
from ledger_sync import registry
from ledger_sync.schema import migrate
from sftp.keys import ensure_key_pair
from sftp.settings import Account, ServerSettings
from sftp.settings import write_settings as write_server_settings
from stack import airflow, postgres
from stack.layout import Layout
from stack.processes import Processes, Program

HUB_ACCOUNT = "hub"
START_WITHIN_S = 180.0
RESTART_AFTER_S = 45.0
"""A program that is up but not healthy for so long is started anew, once."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Running:
    """One row of the status."""

    name: str
    pid: int | None
    where: str


def up(layout: Layout, say: Say, *, with_airflow: bool = True) -> Settings:
    """Start everything that does not run yet; return the settings of the hub.

    Raises JobRefused in a home whose restore did not end: half a book would look like one.
    """
    if layout.unfinished_restore.exists():
        raise JobRefused(f"a restore into {layout.home} did not end: run carmhub restore again")
    say("PostgreSQL")
    postgres.start(layout.cluster)
    postgres.prepare(layout.cluster)
    migrate(layout.cluster.url(postgres.OWNER, postgres.LEDGER_DATABASE))
    settings = write_settings(layout)
    say("registry, tariff and rates")
    with open_hub(settings) as hub:
        load_reference_data.run(hub)
        with hub.book.transaction() as tx:
            partners = registry.partner_ids(tx)
    say("SFTP server")
    processes = Processes(layout.home)
    processes.start(_sftp_program(layout, partners), _bare_environment())
    if with_airflow:
        _start_airflow(layout, processes, say)
    return settings


def status(layout: Layout) -> list[Running]:
    """Return what runs, and where it answers."""
    processes = Processes(layout.home)
    rows = [Running("postgres", layout.cluster.pid, str(layout.cluster.socket_folder))]
    rows += [
        Running(program.name, processes.pid(program.name), program.where)
        for program in (_sftp_program(layout, []), *airflow.programs(layout))
    ]
    return rows


def down(layout: Layout, say: Say) -> None:
    """Stop what was started here, and nothing else."""
    processes = Processes(layout.home)
    by_name = {program.name: program for program in airflow.programs(layout)}
    for name in ("scheduler", "triggerer", "dag-processor", "api-server"):
        say(name)
        processes.stop(by_name[name])
    say("SFTP server")
    processes.stop(_sftp_program(layout, []))
    say("PostgreSQL")
    postgres.stop(layout.cluster)


def _bare_environment() -> dict[str, str]:
    """Return what the SFTP server may know: nothing of ours."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def _start_airflow(layout: Layout, processes: Processes, say: Say) -> None:
    say("Airflow metadata")
    airflow.prepare(layout)
    for program in airflow.programs(layout):
        say(f"Airflow {program.name}")
        processes.start(program, airflow.environment(layout))
    deadline = time.monotonic() + START_WITHIN_S
    restart_at = time.monotonic() + RESTART_AFTER_S
    while waiting := airflow.unhealthy(layout):
        if time.monotonic() > deadline:
            raise RuntimeError(
                f"Airflow is not healthy after {START_WITHIN_S:.0f} s: {', '.join(waiting)}; "
                f"see {processes.log('scheduler').parent}"
            )
        if time.monotonic() > restart_at:
            _restart(layout, processes, waiting, say)
            restart_at = deadline
        time.sleep(0.5)


def _restart(layout: Layout, processes: Processes, unhealthy: list[str], say: Say) -> None:
    """Start programs anew that run but do no work, as a supervisor would.

    A scheduler that lost its database waits for its tasks before it ends, and they for it.
    """
    for program in airflow.programs(layout):
        if program.name.replace("-", "_") in {name.replace("-", "_") for name in unhealthy}:
            say(f"Airflow {program.name}, anew")
            processes.stop(program)
            processes.start(program, airflow.environment(layout))


def _sftp_program(layout: Layout, partners: list[str]) -> Program:
    """Return the SFTP server, its settings written for the partners named."""
    path = layout.home / "sftp.json"
    if partners:
        ensure_key_pair(layout.keys / "server")
        roots = {HUB_ACCOUNT: layout.sftp_tree, **{p: layout.sftp_tree / p for p in partners}}
        settings = ServerSettings(
            port=layout.ports.sftp,
            host_key=layout.keys / "server",
            accounts=tuple(
                Account(
                    username=username,
                    public_key=ensure_key_pair(layout.keys / username),
                    root=root,
                    is_hub=username == HUB_ACCOUNT,
                )
                for username, root in roots.items()
            ),
        )
        write_server_settings(settings, path)
    return Program(
        "sftp-server",
        (sys.executable, "-m", "sftp.server", "--settings", str(path)),
        f"sftp://127.0.0.1:{layout.ports.sftp}",
    )


def settings_of(layout: Layout) -> Settings:
    """Return the settings of the hub of a layout."""
    return Settings(
        database_url=layout.cluster.url(postgres.APPLICATION, postgres.LEDGER_DATABASE),
        kept_folder=layout.home / "kept",
        config_folder=airflow.ROOT / "config",
        sftp=SftpSettings(
            host="127.0.0.1",
            port=layout.ports.sftp,
            username=HUB_ACCOUNT,
            private_key=layout.keys / HUB_ACCOUNT,
            host_key=ensure_key_pair(layout.keys / "server"),
        ),
        seals_folder=layout.home / "seals",
        archive_folder=layout.home / "archive",
        owner_url=layout.cluster.url(postgres.OWNER, postgres.LEDGER_DATABASE),
    )


def write_settings(layout: Layout) -> Settings:
    """Write ``hub.env``, which every job reads, and return the settings.

    The owner's URL is not in it: no job needs it.
    """
    settings = settings_of(layout)
    sftp = settings.sftp
    if sftp is None:
        raise ValueError(settings)
    values: dict[str, str | int | Path] = {
        "CARMHUB_DATABASE_URL": settings.database_url,
        "CARMHUB_KEPT": settings.kept_folder,
        "CARMHUB_SEALS": settings.seals_folder,
        "CARMHUB_ARCHIVE": settings.archive_folder,
        "CARMHUB_CONFIG": settings.config_folder,
        "CARMHUB_SFTP_HOST": sftp.host,
        "CARMHUB_SFTP_PORT": sftp.port,
        "CARMHUB_SFTP_USERNAME": sftp.username,
        "CARMHUB_SFTP_PRIVATE_KEY": sftp.private_key,
        "CARMHUB_SFTP_HOST_KEY": sftp.host_key,
    }
    (layout.home / "hub.env").write_text(
        "".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8"
    )
    return settings
