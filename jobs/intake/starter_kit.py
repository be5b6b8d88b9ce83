"""The starter kit for a partner's programmer: guides, schema, samples and their answers.

Everything is copied from where it is kept, so that the kit says what the hub does. The answers are
kept in ``docs/starter-kit/answers``; a test posts the samples and holds them equal.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from words.pages.starter_kit import COLUMNS, say

_LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+)(#[^)]*)?\)")
_EXAMPLES, _REJECTED = "docs/formats/examples", "tests/rejected"


@dataclass(frozen=True)
class Sample:
    """One file to try, and who would send it; what it shows is said under its name."""

    name: str
    source: str
    sent_by: str

    @property
    def file_name(self) -> str:
        """The name in the kit."""
        return self.name + PurePosixPath(self.source).suffix


SAMPLES: Final = (
    Sample("accepted-cusdec", f"{_EXAMPLES}/cad.edi", "borealis"),
    Sample("accepted-xml", f"{_EXAMPLES}/cad.xml", "borealis"),
    Sample("one-of-three", "tests/golden/cusdec/one_of_three_rejected/input.edi", "borealis"),
    Sample("one-of-three-xml", "tests/golden/xml/one_of_three_rejected/input.xml", "borealis"),
    Sample("unknown-tariff-item", f"{_REJECTED}/CAD-003/input.edi", "borealis"),
    Sample("amount-differs", f"{_REJECTED}/CAD-012/input.edi", "borealis"),
    Sample("lines-do-not-add-up", f"{_REJECTED}/CAD-014/input.edi", "borealis"),
    Sample("not-a-number", f"{_REJECTED}/VAL-002/input.edi", "borealis"),
    Sample("wrong-segment-count", f"{_REJECTED}/EDI-004/input.edi", "borealis"),
    Sample("cut-short", f"{_REJECTED}/EDI-001/input.edi", "borealis"),
    Sample("against-the-schema", f"{_REJECTED}/XML-013/input.xml", "borealis"),
    Sample("no-format", f"{_REJECTED}/FILE-002/input.bin", "borealis"),
)

_PAGES: Final = {
    "docs/starter-kit/README.md": "README.md",
    "docs/starter-kit/LISEZMOI.md": "LISEZMOI.md",
    "docs/formats/cad-cusdec.md": "guides/cad-cusdec.md",
    "docs/formats/cad-xml.md": "guides/cad-xml.md",
    "docs/formats/sftp.md": "guides/sftp.md",
    "docs/formats/sftp-fr.md": "guides/sftp-fr.md",
    "docs/findings.md": "guides/findings.md",
    "docs/constatations.md": "guides/constatations.md",
}
_SCHEMA, _CODES = "parsers/xml/cad.xsd", "config/reference/codes"
ANSWERS: Final = "docs/starter-kit/answers"
"""A folder for each sample, with the answers under their kinds."""


def write(root: Path, folder: Path) -> list[Path]:
    """Write the kit of a repository into a folder; return the files written."""
    written = []
    for source, target in _sources(root).items():
        content = (root / source).read_bytes()
        if target.endswith(".md"):
            content = _relinked(content.decode("utf-8"), source, _sources(root)).encode("utf-8")
        place = folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        written.append(place)
    return written


def samples_table(language: str) -> str:
    """Return the samples as a Markdown table, with links as the pages of ``docs`` need them."""
    columns = (column.in_(language) for column in COLUMNS)
    rows = (
        f"| [{sample.file_name}](../../{sample.source}) | {say(sample.name, language)}"
        f" | [{sample.name}](answers/{sample.name}) |"
        for sample in SAMPLES
    )
    return "\n".join([f"| {' | '.join(columns)} |", "|---|---|---|", *rows]) + "\n"


def _sources(root: Path) -> dict[str, str]:
    """Return every file of the kit: its path in the repository, its path in the kit."""
    lists = {f"{_CODES}/{path.name}": f"codes/{path.name}" for path in (root / _CODES).iterdir()}
    return _PAGES | {_SCHEMA: "cad.xsd"} | lists | dict(_sample_files(root))


def _sample_files(root: Path) -> Iterator[tuple[str, str]]:
    for sample in SAMPLES:
        yield sample.source, f"samples/{sample.file_name}"
        for answer in sorted((root / ANSWERS / sample.name).iterdir()):
            yield f"{ANSWERS}/{sample.name}/{answer.name}", f"answers/{sample.name}/{answer.name}"


def _relinked(text: str, source: str, targets: dict[str, str]) -> str:
    """Turn a page's links into links within the kit; what the kit lacks stays as plain text."""
    own = targets[source]
    folders = {str(PurePosixPath(s).parent): PurePosixPath(t).parent for s, t in targets.items()}

    def relinked(match: re.Match[str]) -> str:
        label, target, anchor = match.group(1), match.group(2), match.group(3) or ""
        if "://" in target:
            return match.group(0)
        repository_path = os.path.normpath(PurePosixPath(source).parent / target)
        there = targets.get(repository_path) or folders.get(repository_path)
        if there is None:
            return label
        return f"[{label}]({os.path.relpath(there, PurePosixPath(own).parent)}{anchor})"

    return _LINK.sub(relinked, text)
