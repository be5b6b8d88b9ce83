"""What a partner uses: the OpenSSH ``sftp`` client with a key that the demonstration makes for it.

Real partners make their own and give us the public half (``config/partners``).
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sftp.keys import ensure_key_pair, public_line
from stack.layout import Layout
from stack.private_files import write_private


class ClientFailed(RuntimeError):
    """The client could not do it; the text is its own."""


@dataclass(frozen=True)
class PartnerClient:
    """One partner's client."""

    layout: Layout
    partner_id: str

    def __post_init__(self) -> None:
        """Make the partner's key, and let the server know of it, where that was not done yet."""
        line = ensure_key_pair(self.layout.keys / self.partner_id)
        profile = self.layout.demo_profiles / f"{self.partner_id}.toml"
        if not profile.exists():
            write_private(profile, f'[[key]]\nline = "{line}"\n')

    def put(self, files: dict[str, bytes]) -> None:
        """Drop files into ``in/``, all over one connection."""
        with tempfile.TemporaryDirectory() as folder:
            commands = []
            for name, content in files.items():
                local = Path(folder) / name
                local.write_bytes(content)
                commands.append(f'put "{local}" "in/{name}"')
            self._run(commands)

    def names(self) -> list[str]:
        """Return the names in ``out/``."""
        lines = self._run(["ls -1 out"]).splitlines()
        return [line.removeprefix("out/") for line in lines if line.startswith("out/")]

    def get(self, name: str, to: Path) -> None:
        """Fetch one file of ``out/``."""
        to.parent.mkdir(parents=True, exist_ok=True)
        self._run([f'get "out/{name}" "{to}"'])

    def _run(self, commands: list[str]) -> str:
        program = shutil.which("sftp")
        if program is None:
            raise ClientFailed("the sftp program is missing: install openssh-client")
        known_hosts = self.layout.home / "demo_known_hosts"
        port = self.layout.ports.sftp
        host_key = public_line(self.layout.keys / "server")
        known_hosts.write_text(f"[127.0.0.1]:{port} {host_key}\n", encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            [
                program, "-q", "-b", "-", "-P", str(port), "-F", "none",
                "-i", str(self.layout.keys / self.partner_id),
                "-o", "IdentitiesOnly=yes",
                "-o", f"UserKnownHostsFile={known_hosts}",
                "-o", "StrictHostKeyChecking=yes",
                f"{self.partner_id}@127.0.0.1",
            ],
            input="\n".join(commands) + "\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )  # fmt: skip
        if done.returncode != 0:
            raise ClientFailed(f"sftp as {self.partner_id}: {done.stderr.strip()}")
        return done.stdout
