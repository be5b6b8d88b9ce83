"""The whole stack on one machine: up, status, down. Each step is safe to repeat."""

import contextlib
import datetime as dt
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from jobs.hub import Hub, JobRefused, open_hub
from jobs.hub.privacy import keep_private
from jobs.hub.question import load_act_rules
from jobs.hub.settings import BUSINESS_ZONE, Settings, SftpSettings
from jobs.reference import seeding
from ledger_sync.book import clock
from ledger_sync.book.connection import owners_book
from ledger_sync.schema import migrate
from sftp.account.roster import HUB
from sftp.keys import ensure_key_pair
from sftp.settings import ServerSettings
from sftp.settings import write_settings as write_server_settings
from stack import airflow, postgres
from stack.airflow_api import AirflowApi, ApiRefused, ApiSilent
from stack.layout import Layout
from stack.processes import Processes, Program

SEAL_KEY = "seals"
"""The name of the key that daily seals are signed with."""
SFTP_SERVER = "sftp-server"
START_WITHIN_S = 1800.0
"""How long a cold start is waited for: many minutes on a machine that is busy many times over."""
POLL_S = 0.5
RESTART_AFTER_S = 45.0
"""A program that ran before, or that died, and is not healthy for so long is started anew, once."""

Say = Callable[[str], None]


class NotReady(RuntimeError):
    """A program of the stack does not answer in time; the text names it and its log."""


@dataclass(frozen=True)
class Running:
    """One row of the status."""

    name: str
    pid: int | None
    where: str


def up(layout: Layout, say: Say, *, with_airflow: bool = True, made_up: bool = False) -> Settings:
    """Start everything that does not run yet; return the settings of the hub.

    A book that is ``made_up`` has a clock of its own from its first start on (``set_today``).
    Raises JobRefused in a home whose restore did not end, since half a book would look like one,
    NotReady when a program does not answer for too long.
    """
    keep_private()
    if layout.unfinished_restore.exists():
        raise JobRefused(f"a restore into {layout.home} did not end: run carmhub restore again")
    say("PostgreSQL")
    postgres.start(layout.cluster)
    postgres.prepare(layout.cluster)
    owner_url = layout.cluster.url(postgres.OWNER, postgres.LEDGER_DATABASE)
    migrate(owner_url)
    if made_up:
        set_today(layout, None)
    settings = write_settings(layout)
    say("registry, tariff and rates")
    with open_hub(settings) as hub:
        load_act_rules(owner_url, hub.rules.acts, hub.rules.people)
        seeding.run(hub)
        _write_server_settings(layout, hub)
    say("SFTP server")
    processes = Processes(layout.home)
    processes.start(_sftp_program(layout), _bare_environment())
    _wait_for_door(layout, processes)
    if with_airflow:
        _start_airflow(layout, processes, say)
    return settings


def set_today(layout: Layout, day: dt.date | None) -> None:
    """Move the clock of a made-up book forward, so that a day is today; None leaves it.

    An empty book becomes a made-up one by it; the book refuses it of a real one in use.
    """
    owner_url = layout.cluster.url(postgres.OWNER, postgres.LEDGER_DATABASE)
    with owners_book(owner_url) as book, book.transaction() as tx:
        ahead = clock.days_ahead(tx)
        days = ahead if day is None else ahead + (day - clock.today(tx)).days
        if days > ahead or not clock.is_made_up(tx):
            clock.set_ahead(tx, days)


def status(layout: Layout) -> list[Running]:
    """Return what runs, and where it answers."""
    processes = Processes(layout.home)
    rows = [Running("postgres", layout.cluster.pid, str(layout.cluster.socket_folder))]
    rows += [
        Running(program.name, processes.pid(program.name), program.where)
        for program in (_sftp_program(layout), *airflow.programs(layout))
    ]
    return rows


def up_since(layout: Layout) -> dt.datetime | None:
    """Return since when anything of a layout runs; None when nothing does."""
    started = []
    for row in status(layout):
        with contextlib.suppress(psutil.Error):
            if row.pid is not None:
                started.append(psutil.Process(row.pid).create_time())
    return dt.datetime.fromtimestamp(min(started), dt.UTC) if started else None


def down(layout: Layout, say: Say) -> None:
    """Stop what was started here, and nothing else."""
    processes = Processes(layout.home)
    for program in reversed(airflow.programs(layout)):
        say(program.name)
        processes.stop(program)
    say("SFTP server")
    processes.stop(_sftp_program(layout))
    say("PostgreSQL")
    postgres.stop(layout.cluster)


def _bare_environment() -> dict[str, str]:
    """Return what the SFTP server may know: nothing of ours."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def _wait_for_door(layout: Layout, processes: Processes) -> None:
    """Wait until the SFTP server takes connections: its partners' folders are there by then."""
    deadline = time.monotonic() + START_WITHIN_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", layout.ports.sftp), timeout=5).close()
        except OSError as silence:
            if time.monotonic() > deadline or processes.pid(SFTP_SERVER) is None:
                log = processes.log(SFTP_SERVER)
                raise NotReady(f"the SFTP server does not answer, see {log}") from silence
        else:
            return
        time.sleep(0.1)


def _start_airflow(layout: Layout, processes: Processes, say: Say) -> None:
    """Start Airflow, the scheduler last: no task starts before all that it needs answers."""
    say("Airflow metadata")
    airflow.prepare(layout)
    programs = airflow.programs(layout)
    ran_before = {program.name for program in programs if processes.pid(program.name)}
    *others, scheduler = programs
    for program in others:
        say(f"Airflow {program.name}")
        processes.start(program, airflow.environment(layout))
    say("waiting until Airflow answers and has read every DAG")
    _wait_for(lambda: _cold(layout), layout, processes, ran_before, say)
    say(f"Airflow {scheduler.name}")
    processes.start(scheduler, airflow.environment(layout))
    _wait_for(lambda: airflow.unhealthy(layout), layout, processes, ran_before, say)


def _cold(layout: Layout) -> list[str]:
    """Return what a scheduler would have to wait for.

    One call that signs in, one of the kind that tasks make, and the list of DAGs: the first of
    each takes seconds, and the first tasks are not to pay for it.
    """
    waiting = [name for name in airflow.unhealthy(layout) if name != airflow.SCHEDULER]
    if waiting:
        return waiting
    try:
        api = AirflowApi(layout)
        unread = airflow.dag_ids() - api.dag_ids()
        return sorted(unread) if api.serves_tasks() else ["the API for tasks"]
    except (ApiRefused, ApiSilent) as refusal:
        return [str(refusal)]


def _wait_for(
    waited_for: Callable[[], list[str]],
    layout: Layout,
    processes: Processes,
    ran_before: set[str],
    say: Say,
) -> None:
    """Wait until nothing is waited for; NotReady, naming what is, beyond the deadline."""
    deadline = time.monotonic() + START_WITHIN_S
    restart_at = time.monotonic() + RESTART_AFTER_S
    while waiting := waited_for():
        if time.monotonic() > deadline:
            raise NotReady(
                f"Airflow is not ready after {START_WITHIN_S:.0f} s: {', '.join(waiting)}; "
                f"see {processes.log(airflow.SCHEDULER).parent}"
            )
        if time.monotonic() > restart_at:
            dead = {name for name in waiting if processes.pid(name) is None}
            _restart(layout, processes, (ran_before | dead) & set(waiting), say)
            restart_at = deadline
        time.sleep(POLL_S)


def _restart(layout: Layout, processes: Processes, unhealthy: set[str], say: Say) -> None:
    """Start programs anew that died, or that run but do no work, as a supervisor would.

    A scheduler that lost its database waits for its tasks before it ends, and they for it. One
    that was only just started is slow, not stuck: to start it anew would make it slower.
    """
    for program in airflow.programs(layout):
        if program.name in unhealthy:
            say(f"Airflow {program.name}, anew")
            processes.stop(program)
            processes.start(program, airflow.environment(layout))


def _write_server_settings(layout: Layout, hub: Hub) -> None:
    """Write what the SFTP server is told at its start; keys of partners it finds by itself."""
    ensure_key_pair(layout.keys / "server")
    door = hub.rules.door
    settings = ServerSettings(
        port=layout.ports.sftp,
        hub_port=layout.ports.hub_sftp,
        host_key=layout.keys / "server",
        hub_key=ensure_key_pair(layout.keys / HUB),
        tree=layout.sftp_tree,
        profiles=hub.settings.config_folder / "partners",
        more_keys=layout.demo_profiles,
        zone=BUSINESS_ZONE.key,
        unfinished=hub.rules.unfinished_names,
        bounds=door.account_bounds,
        max_upload_bytes=hub.rules.limits.max_file_bytes,
        min_free_bytes=door.min_free_bytes,
        max_lobby=door.max_lobby,
        max_lobby_per_address=door.max_lobby_per_address,
        max_lobby_per_network=door.max_lobby_per_network,
        lobby_ipv4_network_bits=door.lobby_ipv4_network_bits,
        lobby_ipv6_network_bits=door.lobby_ipv6_network_bits,
        login_timeout_s=door.login_seconds_max,
        log=layout.home / "logs" / "sftp.log",
    )
    write_server_settings(settings, _server_settings(layout))


def _server_settings(layout: Layout) -> Path:
    return layout.home / "sftp.json"


def _sftp_program(layout: Layout) -> Program:
    return Program(
        SFTP_SERVER,
        (sys.executable, "-m", "sftp.server", "--settings", str(_server_settings(layout))),
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
            port=layout.ports.hub_sftp,
            username=HUB,
            private_key=layout.keys / HUB,
            host_key=ensure_key_pair(layout.keys / "server"),
        ),
        seals_folder=layout.home / "seals",
        archive_folder=layout.home / "archive",
        owner_url=layout.cluster.url(postgres.OWNER, postgres.LEDGER_DATABASE),
        seal_key=layout.keys / SEAL_KEY,
    )


def write_settings(layout: Layout) -> Settings:
    """Write ``hub.env``, which every job reads, and return the settings.

    The owner's URL is not in it: no job needs it.
    """
    settings = settings_of(layout)
    sftp = settings.sftp
    if sftp is None:
        raise ValueError(settings)
    ensure_key_pair(layout.keys / SEAL_KEY)
    values: dict[str, str | int | Path] = {
        "CARMHUB_DATABASE_URL": settings.database_url,
        "CARMHUB_KEPT": settings.kept_folder,
        "CARMHUB_SEALS": settings.seals_folder,
        "CARMHUB_SEAL_KEY": layout.keys / SEAL_KEY,
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
