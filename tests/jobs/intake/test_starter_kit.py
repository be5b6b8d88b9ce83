"""The starter kit says what the hub does."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.intake import starter_kit
from jobs.intake.starter_kit import SAMPLES, Sample
from tests import reviewed
from tests.conftest import TODAY
from tests.sending import send

KIT = ROOT / "docs" / "starter-kit"
START = "<!-- made from jobs/intake/starter_kit.py -->\n"
CLOCK = (
    (re.compile(r"(?<=\+)\d{8}:\d{4}(?=\+)"), "20261120:0800"),
    (re.compile(r"(?<=DTM\+148:)\d{12}|(?<=DTM\+784:)\d{12}"), "202611200800"),
    (re.compile(r"(?<=<IssueDateTime>)[^<]+"), "2026-11-20T08:00:00"),
)


@pytest.mark.usefixtures("as_real")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_sample_gives_its_answers(hub: Hub, sample: Sample):
    """The hub answers a sample with exactly the documents of the kit, clock times apart."""
    folder = KIT / "answers" / sample.name
    found = answers(hub, sample)
    for name, content in found.items():
        reviewed.same_bytes(folder / name, content)
    assert {path.name for path in folder.iterdir()} == {*found}


def test_no_answer_is_left_over():
    """Every folder of answers belongs to a sample."""
    assert {path.name for path in (KIT / "answers").iterdir()} == {s.name for s in SAMPLES}


@pytest.mark.parametrize("name", ["accepted-cusdec", "accepted-xml"])
def test_the_accepted_samples_are_accepted_offline(name: str):
    """The samples that the kit calls accepted are accepted without a warning."""
    (sample,) = (sample for sample in SAMPLES if sample.name == name)
    done = CliRunner().invoke(app, ["check", str(ROOT / sample.source), "--on", f"{TODAY}"])
    assert done.exit_code == 0 and "warning" not in done.output


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("LISEZMOI.md", "fr")])
def test_the_pages_list_the_samples(page: str, language: str):
    """The table of samples in each language is made from the samples."""
    reviewed.same_part(KIT / page, START, starter_kit.samples_table(language))


def test_the_kit_is_written_whole(tmp_path: Path):
    """`carmhub kit` copies samples and schema byte for byte, and every link leads somewhere."""
    folder = tmp_path / "kit"
    done = CliRunner().invoke(app, ["kit", str(folder)])
    assert done.exit_code == 0, done.output
    for sample in SAMPLES:
        copied = folder / "samples" / sample.file_name
        assert copied.read_bytes() == (ROOT / sample.source).read_bytes()
        assert any((folder / "answers" / sample.name).iterdir())
    assert (folder / "cad.xsd").read_bytes() == (ROOT / "parsers/xml/cad.xsd").read_bytes()
    for path in (ROOT / "config" / "reference" / "codes").iterdir():
        assert (folder / "codes" / path.name).read_bytes() == path.read_bytes()
    pages = list(folder.rglob("*.md"))
    assert len(pages) == 8
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_a_folder_with_files_is_left_alone(tmp_path: Path):
    """`carmhub kit` writes into no folder that holds something."""
    (tmp_path / "mine").write_text("x")
    done = CliRunner().invoke(app, ["kit", str(tmp_path)])
    assert done.exit_code == 2 and [p.name for p in tmp_path.iterdir()] == ["mine"]


def answers(hub: Hub, sample: Sample) -> dict[str, bytes]:
    send(hub, ROOT / sample.source, TODAY, sample.sent_by)
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT kind, name, sha256 FROM outbox ORDER BY outbox_id")
    return {
        f"{row['kind']}.{row['name'].rsplit('.', 1)[1]}": at_a_fixed_time(
            hub.kept.get(bytes(row["sha256"]))
        )
        for row in rows
    }


def at_a_fixed_time(content: bytes) -> bytes:
    text = content.decode("latin-1")
    for pattern, moment in CLOCK:
        text = pattern.sub(moment, text)
    return text.encode("latin-1")
