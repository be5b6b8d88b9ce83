"""``carmhub rules``: the rules of a day, and what changed."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app


def told(*words: str):
    return CliRunner().invoke(app, ["rules", *words])


@pytest.mark.parametrize(
    ("day", "version"), [("2026-11-30", "oldest-due-1"), ("2026-12-01", "carm-2024")]
)
def test_the_rules_of_a_day(day, version):
    """As text and as JSON, what is in force on the day and nothing else."""
    page, row = told("--on", day), json.loads(told("--on", day, "--json").output)
    (policy,) = (rule for rule in row["rules"] if rule["table"] == "policy")
    assert page.exit_code == 0 and f"version = {version};" in page.output
    assert (row["on"], policy["says"]["version"]) == (day, version)


def test_what_changed_since_a_day():
    """What began and what ended, in both languages; nothing is exit code 1."""
    found = told("--changed-since", "2026-12-01", "--on", "2026-12-01", "--language", "fr")
    assert "oldest-due-1" in found.output and "carm-2024" in found.output
    assert "Comment les crédits" in found.output and "gst" not in found.output.casefold()
    assert told("--changed-since", "2031-01-01", "--on", "2031-01-02").exit_code == 1
    assert told("--on", "yesterday").exit_code == 2
