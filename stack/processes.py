"""Long-running programs of the embedded stack: started detached, found again, stopped whole.

Each is the leader of a session of its own, because Airflow's task runners leave the process
group but stay in the session. A record holds the leader's pid and start time, so that a pid
that was given to another program is never mistaken for ours.
"""

import contextlib
import json
import os
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from jobs.hub.privacy import keep_private

_STARTED_TOLERANCE_S = 1.0


@dataclass(frozen=True)
class Program:
    """One program of the stack."""

    name: str
    command: tuple[str, ...]
    where: str
    stop_within_s: float = 15.0


@dataclass(frozen=True)
class _Record:
    pid: int
    started: float


class Processes:
    """The programs that run under one folder."""

    def __init__(self, folder: Path) -> None:
        self._records = folder / "run"
        self._logs = folder / "logs"

    def start(self, program: Program, environment: Mapping[str, str]) -> int:
        """Start a program unless it runs; return its pid."""
        running = self.pid(program.name)
        if running is not None:
            return running
        self.kill_leftovers(program.name)
        keep_private()
        self._records.mkdir(parents=True, exist_ok=True)
        self._logs.mkdir(parents=True, exist_ok=True)
        pid = _spawn(program.command, environment, self.log(program.name))
        record = _Record(pid, psutil.Process(pid).create_time())
        self._record(program.name).write_text(json.dumps(asdict(record)), encoding="utf-8")
        return pid

    def pid(self, name: str) -> int | None:
        """Return the pid of a running program, or None."""
        record = self._read(name)
        return record.pid if record is not None and _is_running(record) else None

    def log(self, name: str) -> Path:
        """Return where a program's output goes."""
        return self._logs / f"{name}.log"

    def stop(self, program: Program) -> None:
        """Stop a program and everything in its session: asked first, killed at the deadline."""
        record = self._read(program.name)
        if record is None:
            return
        if _is_running(record):
            with contextlib.suppress(ProcessLookupError):
                os.kill(record.pid, signal.SIGTERM)
            with contextlib.suppress(psutil.Error):
                psutil.Process(record.pid).wait(program.stop_within_s)
        self.kill_leftovers(program.name)
        self._record(program.name).unlink(missing_ok=True)

    def kill_leftovers(self, name: str) -> None:
        """Kill what is left of a program's session, leader or not."""
        record = self._read(name)
        if record is None:
            return
        left = [process for process in psutil.process_iter() if _in_session(process, record)]
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=5)

    def _record(self, name: str) -> Path:
        return self._records / f"{name}.json"

    def _read(self, name: str) -> _Record | None:
        try:
            return _Record(**json.loads(self._record(name).read_text(encoding="utf-8")))
        except (FileNotFoundError, json.JSONDecodeError):
            return None


def _spawn(command: tuple[str, ...], environment: Mapping[str, str], log: Path) -> int:
    """Start a program in a session of its own, its output added to a log; return its pid."""
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    return os.posix_spawn(
        command[0],
        command,
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def _is_running(record: _Record) -> bool:
    try:
        process = psutil.Process(record.pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and abs(process.create_time() - record.started) < _STARTED_TOLERANCE_S
    except psutil.Error:
        return False


def _in_session(process: psutil.Process, record: _Record) -> bool:
    """Tell whether a process is of the session; a session id is free once its members are gone."""
    try:
        same = os.getsid(process.pid) == record.pid
        return same and process.create_time() >= record.started - _STARTED_TOLERANCE_S
    except (psutil.Error, OSError):
        return False
