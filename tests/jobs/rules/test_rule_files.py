"""The files of ``config/rules``: each has one module, and what is wrong has its place told."""

import ast
import importlib
import shutil
from collections import Counter
from pathlib import Path

import pytest

from jobs.intake.snapshot import SnapshotUnusable, open_snapshot
from jobs.rules.rule_file import RuleFileWrong

ROOT = Path(__file__).parents[3]
MODULES = {
    path.stem: importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for path in (ROOT / "jobs" / "rules").rglob("*_rules.py")
}


def test_every_file_is_read_by_one_module():
    """A file of config/rules has one module, and a module of rules one file."""
    assert sorted(module.FILE for module in MODULES.values()) == sorted(
        path.name for path in (ROOT / "config" / "rules").iterdir()
    )


def test_nobody_else_names_a_file_of_rules():
    """Outside its module, no program opens a file of rules by its name."""
    files = {path.name for path in (ROOT / "config" / "rules").iterdir()}
    named = Counter(
        text.value
        for folder in ("billing", "cli", "demo", "jobs", "ledger_sync", "mappers", "plugins")
        for path in (ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.Constant) and text.value in files
    )
    assert named == dict.fromkeys(files, 1)


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("clearing.toml", "charge_order =", "charges =", r"policy 1: charge_order: missing"),
        ("registry.toml", "hours = 24", "hours = 24\ndays = 1", r"link 1: days: unknown"),
        ("registry.toml", "[[link]]", "[[lnk]]", r"link: missing"),
        ("registry.toml", "[[link]]", "[link]", r"link: .* is not a table of rows"),
        ("api.toml", "[[limit]]", "burts = 1\n[[limit]]", r"burts: unknown"),
        ("api.toml", "burst = 60", 'burst = "60"', r"limit 1: burst: '60' is not a whole number"),
        ("api.toml", "burst = 60", "burst = 60.0", r"limit 1: burst: 60.0 is not a whole number"),
        ("api.toml", "burst = 60", "burst = true", r"limit 1: burst: True is not a whole number"),
        ("api.toml", "burst = 60", "burst = -60", r"limit 1: burst: -60 is not a whole number"),
        ("api.toml", "= 2026-11-01", '= "2026-11-01"', r"limit 1: effective_from: .* not a date"),
        ("api.toml", "= 2026-11-01", "= 2026-11-01T00:00:00", r"effective_from: .* is not a date"),
        ("api.toml", 'confidence = "ours', 'confidence = 1  # "', r"limit 1: confidence: 1 is not"),
        ("clearing.toml", "order = []", 'order = ""', r"charge_order: .* not a list of texts"),
        ("clearing.toml", '["due_on",', '["owed_on",', r"policy 1: .* unknown order \['owed_on'\]"),
        ("cycles.toml", "last_day = 17", "last_day = 32", r"cycle 1: last_day: 32 is no day of"),
        ("cycles.toml", "month = 24", "month = 29", r"cycle 5: .*29 is no day of every month"),
        ("cad_types.toml", "charged = true", "charged = 1", r"cad_type 1: charged: 1 is not true"),
        ("cad_types.toml", 'due = "filing"', 'due = "later"', r"cad_type 3: due: 'later' is not"),
        ("declarations.toml", '"none"', '"luhm"', r"check_digit 1: algorithm: 'luhm' is not one"),
        ("intake.toml", "max_file_bytes", "max_bytes", r"intake.toml: max_file_bytes: missing"),
        (
            "intake.toml",
            "lobby_ipv4_network_bits = 24",
            "lobby_ipv4_network_bits = 33",
            "an address has 32 bits",
        ),
        ("intake.toml", "max_lobby = 400", "max_lobby = 0", r"max_lobby: at least 1 is needed"),
        ("intake.toml", "days_min = 7", "days_min = 0", r"unnamed_days_min: at least 1 is needed"),
        ("penalties.toml", '"100.00"', "100.00", r"penalty 1: amount: 100.0 is not a text"),
        ("penalties.toml", '"100.00"', '"100"', r"penalty 1: amount: '100' is not an amount"),
        ("penalties.toml", '"100.00"', '"1e2.00"', r"penalty 1: amount: .* is not an amount"),
        ("penalties.toml", '"LAP"', '"LPA"', r"penalty 1: kind: 'LPA' is not one of LAP"),
        ("pricing.toml", 'charge = "gst"', 'charge = "hst"', r"rate_day 6: charge: 'hst' is not"),
        ("pricing.toml", 'charge = "gst"', 'charge = "duty"', r"rate_day 6: .*rate_day 2 starts"),
        ("reference.toml", '= "automatic"', '= "nobody"', r"approval 2: by: 'nobody' is not one"),
        ("reference.toml", '"exchange_rate"', '"*"', r"approval 2: .*approval 1 starts that day"),
        ("retention.toml", "[[retention]]", "[[retention", r"retention.toml: "),
        ("versions.toml", "years = 4", "years = -4", r"version 1: adjustment_years: -4 is not"),
        ("interest.toml", 'nd = "decision"', 'nd = "request"', r"interest 2: .*interest 1 starts"),
        ("interest.toml", '"daily_specified"', '"yearly"', r"counting 1: mode: 'yearly' is not"),
        ("interest.toml", 'of = "sima"', 'of = "debt"', r"counting 4: .*counting 1 starts"),
        ("amounts.toml", '"2.00"', "2.00", r"small_amount 1: up_to: 2.0 is not a text"),
        ("amounts.toml", '= "off"', '= "maybe"', r"small_amount 1: status: 'maybe' is not"),
        ("amounts.toml", 'while = "appeal"', 'while = "war"', r"set_off_bar 2: while: 'war' is"),
        ("amounts.toml", "y = 91", "y = 0", r"set_off_bar 1: before_day: at least 1 is needed"),
        ("interest.toml", '= "after_payment"', '= "never"', r"interest 2: refund: 'never' is"),
        ("interest.toml", 'reading = "period', 'reading = "', r"prescribed_day 1: reading: '_of"),
    ],
)  # fmt: skip
def test_a_wrong_file_names_its_place(
    tmp_path: Path, file: str, before: str, after: str, told: str
):
    """What is unknown, missing, of another type or said twice is told with file, row and field."""
    path = _altered(tmp_path, file, before, after)
    with pytest.raises(RuleFileWrong, match=told) as wrong:
        _read(tmp_path, file)
    assert str(wrong.value).startswith(str(path))


def test_two_rules_of_one_type_on_one_day_are_refused(tmp_path: Path):
    """A rule for several types may not start with another for one of them."""
    row = '[[rate_day]]\neffective_from = 2027-01-01\ncharge = "duty"\nday = "accounted_on"\n'
    rows = f'{row}cad_types = ["F", "AB"]\n{row}cad_types = ["AB"]\n{row}[[rate_day]]'
    _altered(tmp_path, "pricing.toml", "[[rate_day]]", rows)
    with pytest.raises(RuleFileWrong, match="rate_day 2: effective_from: rate_day 1 starts"):
        _read(tmp_path, "pricing.toml")


def test_whoever_checks_offline_is_told_the_place(tmp_path: Path):
    """A folder for ``check`` with a wrong rule is unusable, and says where."""
    shutil.copytree(ROOT / "config" / "reference", tmp_path / "reference")
    _altered(tmp_path, "api.toml", "burst =", "bursts =")
    with pytest.raises(SnapshotUnusable, match=r"api\.toml: limit 1: burst: missing"):
        open_snapshot(tmp_path)


def _read(folder: Path, file: str) -> object:
    """Read one file by its module's reader, named as the module is."""
    ((name, module),) = ((n, module) for n, module in MODULES.items() if file == module.FILE)
    return getattr(module, f"read_{name}")(folder / "rules")


def _altered(folder: Path, file: str, before: str, after: str) -> Path:
    """Copy the rules with the first of a text in one file changed."""
    shutil.copytree(ROOT / "config" / "rules", folder / "rules")
    path = folder / "rules" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path
