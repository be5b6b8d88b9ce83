"""``carmhub keys``: what an operator sees of the files that open accounts."""

import subprocess

from typer.testing import CliRunner

from cli.main import app
from sftp.keys import ensure_key_pair


def _keys(*arguments: object):
    return CliRunner().invoke(app, ["keys", *map(str, arguments)], env={"COLUMNS": "200"})


def test_keys_are_listed_as_of_a_day(tmp_path):
    """Each key has its fingerprint, as OpenSSH shows it, its days, and whether it opens."""
    line = ensure_key_pair(tmp_path / "key")
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    row = f'[[key]]\nline = "{line}"\n'
    (profiles / "acme.toml").write_text(f"{row}effective_to = 2026-11-30\n{row}")
    (profiles / "beta.toml").write_text(f"enabled = false\n{row}")
    (profiles / "none.toml").write_text('name = "Without"\n')
    done = _keys(profiles, "--on", "2026-12-01")
    assert done.exit_code == 0
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", tmp_path / "key.pub"], capture_output=True, text=True, check=True
    ).stdout.split()[1]
    rows = [line.split() for line in done.output.splitlines()[1:]]
    assert rows == [
        ["acme", shown, "2026-11-30", "no"],
        ["acme", shown, "yes"],
        ["beta", shown, "no,", "the", "account", "is", "shut"],
        ["none", "none", "no"],
    ]


def test_what_is_wrong_is_told(tmp_path):
    """A wrong row and a file that is no TOML are named, with exit code 1, and the rest is shown."""
    (tmp_path / "acme.toml").write_text('[[key]]\nline = "nonsense"\n')
    (tmp_path / "beta.toml").write_text("[[")
    line = ensure_key_pair(tmp_path / "key")
    (tmp_path / "good.toml").write_text(f'[[key]]\nline = "{line}"\n')
    done = _keys(tmp_path)
    assert done.exit_code == 1
    assert "acme.toml: key 1: line: one like" in done.output and "beta.toml: " in done.output
    assert "yes" in done.output


def test_the_profiles_of_the_repository_are_right():
    """Those that are shipped have nothing wrong, and no key of anybody."""
    done = _keys()
    assert done.exit_code == 0 and "SHA256" not in done.output and "maplegate" in done.output
