"""The crash harness: a day disturbed by SIGKILL, finished by the next runs, compared with calm.

``python -m tests.crash.harness`` runs every point and the random days, prints a table and writes
``var/crash/report.json``.
"""

import json
import multiprocessing
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from demo import day as demo_day
from demo.bank_day import bank_day
from demo.day import PartnerFile
from jobs.hub import open_hub
from jobs.hub.settings import Settings
from jobs.proofs import prove_book
from ledger_sync.book.connection import BookUnavailable
from stack import embedded, postgres
from stack.layout import Layout, read_layout
from stack.processes import Processes
from tests import made
from tests.crash import day, digest, faults, under_airflow
from tests.crash.faults import Point
from tests.crash.outcome import Outcome, compare

REPORT = Path("var/crash/report.json")
WITHIN_S = 120.0
_TEMPLATE = "crash_template"
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.crash.day", "tests.crash.faults"])


class House:
    """A stack without Airflow: PostgreSQL and the SFTP server, both of which get killed."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._settings = embedded.up(layout, lambda _: None, with_airflow=False)
        self._number = 0
        with postgres.admin_connection(layout.cluster) as connection:
            postgres.create_database(
                connection, _TEMPLATE, postgres.OWNER, postgres.LEDGER_DATABASE
            )

    @property
    def layout(self) -> Layout:
        """Where the stack stands."""
        return self._layout

    def stand_up(self) -> None:
        """Start again what was killed, and wait until it answers."""
        if self._layout.cluster.answers and _answers(self._layout.ports.sftp):
            return
        embedded.up(self._layout, lambda _: None, with_airflow=False)
        deadline = time.monotonic() + WITHIN_S
        while not _answers(self._layout.ports.sftp):
            if time.monotonic() > deadline:
                raise TimeoutError("the SFTP server does not answer")
            time.sleep(0.05)

    def fresh(self) -> Settings:
        """Return the settings of an empty book with an empty tree."""
        self.stand_up()
        self._number += 1
        name = f"crash_{self._number}"
        with postgres.admin_connection(self._layout.cluster) as connection:
            postgres.create_database(connection, name, postgres.OWNER, _TEMPLATE)
        for partner in self._layout.sftp_tree.iterdir():
            for path in [path for path in partner.rglob("*") if path.is_file()]:
                path.unlink()
        return replace(
            self._settings,
            database_url=self._layout.cluster.url(postgres.APPLICATION, name),
            kept_folder=self._layout.home / name / "kept",
            seals_folder=self._layout.home / name / "seals",
        )

    def drop(self, files: tuple[PartnerFile, ...]) -> None:
        """Put files into the partners' in/, complete, in this order."""
        for number, file in enumerate(files):
            folder = self._layout.sftp_tree / file.partner_id / "in"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / file.name
            path.write_bytes(file.content)
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))

    def kill(self, victim: str) -> None:
        """SIGKILL the SFTP server, PostgreSQL with all its children, or both."""
        if victim in {"sftp", "all"}:
            _kill_sftp(self._layout)
        if victim in {"postgres", "all"}:
            _kill_postgres(self._layout)

    def everything(self, settings: Settings) -> dict[str, list[str]]:
        """Return what the book and the deliveries say; the proofs must hold."""
        with open_hub(settings) as hub:
            broken = [r.name for r in prove_book.results(hub) if not r.holds]
            return digest.of_book(hub) | {
                "deliveries": digest.of_deliveries(self._layout.sftp_tree),
                "broken proofs": broken,
            }

    def down(self) -> None:
        """Stop everything."""
        embedded.down(self._layout, lambda _: None)


@contextmanager
def house(layout: Layout) -> Iterator[House]:
    """A house in a home, stopped at the end."""
    built = House(layout)
    try:
        yield built
    finally:
        built.stand_up()
        built.down()


def small_files() -> tuple[PartnerFile, ...]:
    """A day of few files: good, faulty, repeated, XML, paid."""
    maker = made.maker(31)
    good = [maker.declaration(lines=2) for _ in range(3)]
    other = made.maker(32, 1)
    others = [other.declaration() for _ in range(2)]
    first = made.cusdec([*good, maker.faulty("CAD-003")], "A1")
    brokers = made.sample().brokers
    paid = made.payments([(good[0].importer, "15.00"), (good[1].importer, "7.50")])
    return (
        PartnerFile(brokers[0].partner_id, "a.edi", first),
        PartnerFile(brokers[0].partner_id, "again.edi", first),
        PartnerFile(brokers[0].partner_id, "b.edi", made.cusdec([maker.faulty("CAD-003")], "A2")),
        PartnerFile(brokers[1].partner_id, "c.xml", made.cad_xml(others, "X1", 1)),
        PartnerFile("northbank", "p.xml", paid),
    )


def calm(here: House, files: tuple[PartnerFile, ...]) -> dict[str, list[str]]:
    """Return what an undisturbed day says."""
    settings = here.fresh()
    here.drop(files)
    _finish(settings, here, runs=2)  # a calm day run twice is a calm day
    return here.everything(settings)


def disturbed(
    here: House, point: Point, files: tuple[PartnerFile, ...], expected: dict[str, list[str]]
) -> Outcome:
    """Strike once at a point, then let the next run finish the day; compare with the calm one."""
    settings = here.fresh()
    here.drop(files)
    process = _start(_struck, settings, here, point)
    process.join(WITHIN_S)
    killed = process.exitcode == -signal.SIGKILL
    struck = killed if point.victim in {"worker", "all"} else process.exitcode not in {0, None}
    _end(process)
    if not struck:
        raise RuntimeError(f"{point.name}: the fault never struck")
    here.stand_up()
    _finish(settings, here)
    return compare(point.name, 1, 2, here.everything(settings), expected)


def random_day(
    here: House,
    seed: int,
    kills: int,
    waves: tuple[tuple[PartnerFile, ...], ...],
    expected: dict[str, list[str]],
) -> Outcome:
    """Two workers and a closer at once, killed with the servers at random; then calm."""
    chance = random.Random(seed)
    settings = here.fresh()
    crew: dict[str, BaseProcess] = {}
    runs = struck = 0
    for number, wave in enumerate(waves):
        here.drop(wave)
        share = kills // (len(waves) + 1)
        runs += _harass(here, settings, crew, chance, kills=share, names=("one", "two"))
        struck += share
        _until_posted(here, settings, sum(map(len, waves[: number + 1])), crew)
    for process in crew.values():
        _end(process)
    crew.clear()
    runs += _harass(here, settings, crew, chance, kills=kills - struck, names=("closer",))
    for process in crew.values():
        process.join(WITHIN_S)
        _end(process)
    here.stand_up()
    _finish(settings, here)
    return compare(f"random day {seed}", kills, runs, here.everything(settings), expected)


def side_by_side(
    here: House,
    workers: int,
    waves: tuple[tuple[PartnerFile, ...], ...],
    expected: dict[str, list[str]],
) -> Outcome:
    """Several workers collect, post, deliver and close at the same time; none may fail."""
    settings = here.fresh()
    total = sum(map(len, waves))
    here.drop(waves[0])
    crew = [_start(_strictly, settings, here, total) for _ in range(workers)]
    for number, wave in enumerate(waves[1:], start=1):
        _until_posted(here, settings, sum(map(len, waves[:number])), {})
        here.drop(wave)
    for process in crew:
        process.join(WITHIN_S)
    codes = [process.exitcode for process in crew]
    for process in crew:
        _end(process)
    if codes != [0] * workers:
        log = here.layout.home / "crash.log"
        raise RuntimeError(f"workers ended with {codes}:\n{log.read_text()[-3000:]}")
    return compare(f"{workers} workers", 0, workers, here.everything(settings), expected)


def _harass(
    here: House,
    settings: Settings,
    crew: dict[str, BaseProcess],
    chance: random.Random,
    *,
    kills: int,
    names: tuple[str, ...],
) -> int:
    """Kill so many times, whoever it is; return how many processes were started."""
    started = 0
    for _ in range(kills):
        here.stand_up()
        started += _staff(here, settings, crew, names)
        time.sleep(chance.uniform(0.2, 1.4))
        victim = chance.choice([*names, *names, "sftp", "postgres", "all"])
        if victim in names:
            _end(crew.pop(victim))
        else:
            here.kill(victim)
        if victim == "all":
            for name in names:
                _end(crew.pop(name))
    here.stand_up()
    return started + _staff(here, settings, crew, names)


def _staff(
    here: House, settings: Settings, crew: dict[str, BaseProcess], names: tuple[str, ...]
) -> int:
    target = day.closer if names == ("closer",) else day.worker
    missing = [n for n in names if n not in crew or not crew[n].is_alive()]
    for name in missing:
        crew[name] = _start(_quietly, settings, here, target)
    return len(missing)


def _until_posted(
    here: House, settings: Settings, count: int, crew: dict[str, BaseProcess]
) -> None:
    deadline, done = time.monotonic() + WITHIN_S, 0
    while time.monotonic() < deadline:
        try:
            with open_hub(settings) as hub, hub.book.transaction() as tx:
                done = tx.value("SELECT count(*) FROM file WHERE outcome IS NOT NULL")
            if done >= count:
                return
        except BookUnavailable:
            here.stand_up()
        time.sleep(0.2)
    log = here.layout.home / "crash.log"
    raise TimeoutError(
        f"{done} of {count} files were posted, crew {crew}:\n{log.read_text()[-6000:]}"
    )


def _finish(settings: Settings, here: House, runs: int = 1) -> None:
    """The next runs, undisturbed."""
    for _ in range(runs):
        process = _start(_quietly, settings, here, day.whole)
        process.join(WITHIN_S)
        code = process.exitcode
        _end(process)
        if code != 0:
            log = here.layout.home / "crash.log"
            raise RuntimeError(f"the undisturbed run ended with {code}:\n{log.read_text()[-3000:]}")


def _struck(settings: Settings, log: Path, point: Point, layout: Layout) -> None:
    day.silenced(log)
    strikes = {
        "worker": faults.suicide,
        "postgres": lambda: _kill_postgres(layout),
        "sftp": lambda: _kill_sftp(layout),
        "all": lambda: (_kill_sftp(layout), _kill_postgres(layout), faults.suicide()),
    }
    faults.arm(point, strikes[point.victim])
    day.whole(settings)


def _strictly(settings: Settings, log: Path, files: int, _layout: Layout) -> None:
    day.silenced(log)
    day.strict_worker(settings, files)


def _quietly(settings: Settings, log: Path, target, _layout: Layout) -> None:
    day.silenced(log)
    target(settings)


def _start(entry, settings: Settings, here: House, what: object) -> BaseProcess:
    process = _CONTEXT.Process(
        target=entry, args=(settings, here.layout.home / "crash.log", what, here.layout)
    )
    process.start()
    return process


def _end(process: BaseProcess) -> None:
    if process.is_alive():
        process.kill()
    process.join(10)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _kill_sftp(layout: Layout) -> None:
    """Return when the system has carried the kill out: until then the program seems to run."""
    processes = Processes(layout.home)
    pid = processes.pid("sftp-server")
    if pid is None:
        return
    os.kill(pid, signal.SIGKILL)
    while processes.pid("sftp-server") == pid:
        time.sleep(0.01)


def _kill_postgres(layout: Layout) -> None:
    """The postmaster and every one of its children, none of which may tidy up.

    Return when it takes no connection any more.
    """
    pid = layout.cluster.pid
    if pid is None:
        return
    postmaster = psutil.Process(pid)
    for process in (postmaster, *postmaster.children(recursive=True)):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    while layout.cluster.answers:
        time.sleep(0.01)


def random_waves() -> tuple[tuple[PartnerFile, ...], ...]:
    """A whole made-up day: what owes first, then the repetition and the resend, then the bank.

    Whichever file of the bank comes first tells of a payment: they come one by one.
    """
    planned = demo_day.make_day(made.sample(), seed=7, today=day.TODAY)
    again = tuple(file for file in planned.files if file.name.startswith("again_"))
    first = tuple(file for file in planned.files if file not in again)
    banked = bank_day(planned, "northbank", "NORTCATT", day.TODAY).files
    resent = (*again, demo_day.corrected_file(planned, day.TODAY))
    return first, resent, *((file,) for file in banked)


def main(seeds: int = 3, kills: int = 24) -> int:
    """Run everything and report; return the exit code."""
    console = Console(highlight=False)
    outcomes = []
    folder = Path(tempfile.mkdtemp(prefix="carmhub-crash-"))
    with house(read_layout(folder / "home")) as here:
        files, waves = small_files(), random_waves()
        expected = calm(here, files)
        for point in faults.POINTS:
            with console.status(point.name):
                outcomes.append(disturbed(here, point, files, expected))
        expected = calm_waves(here, waves)
        outcomes.append(side_by_side(here, 4, waves, expected))
        for seed in range(seeds):
            with console.status(f"random day {seed}"):
                outcomes.append(random_day(here, seed, kills, waves, expected))
    with console.status("Airflow"):
        outcomes.append(under_airflow.day(folder / "airflow", kills=8))
    shutil.rmtree(folder)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps([asdict(o) for o in outcomes], indent=1), encoding="utf-8")
    console.print(_table(outcomes))
    good = sum(o.equal for o in outcomes)
    console.print(f"{good} of {len(outcomes)} days equal their calm ones")
    return 0 if good == len(outcomes) else 1


def calm_waves(here: House, waves: tuple[tuple[PartnerFile, ...], ...]) -> dict[str, list[str]]:
    """Return what the day of waves says when nothing disturbs it."""
    settings = here.fresh()
    for wave in waves[:-1]:
        here.drop(wave)
        process = _start(_quietly, settings, here, _intake_only)
        process.join(WITHIN_S)
        _end(process)
    here.drop(waves[-1])
    _finish(settings, here)
    return here.everything(settings)


def _intake_only(settings: Settings) -> None:
    with open_hub(settings) as hub:
        day.intake(hub)


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("killed", "kills", "runs", "digest", ""):
        table.add_column(heading)
    for outcome in outcomes:
        mark = "equal" if outcome.equal else f"DIFFERS {outcome.differing}"
        table.add_row(outcome.name, str(outcome.kills), str(outcome.runs), outcome.digest, mark)
    return table


if __name__ == "__main__":
    sys.exit(main())
