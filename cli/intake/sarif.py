"""SARIF 2.1.0 (OASIS): what code review tools read. One run; every catalogue code is a rule."""

from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from cli.intake.reports import SNIPPET_WIDTH, Located, Verdict, as_json, where, write
from parsers.catalogue import CATALOGUE
from parsers.findings import describe, remedy
from words.language import Language

_HEAD: Final = '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"'
_RULE_INDEX: Final = {code: index for index, code in enumerate(CATALOGUE)}


@dataclass
class SarifReport:
    """For code review tools: SARIF 2.1.0 (OASIS), one run, every catalogue code as a rule."""

    language: str
    _opened: bool = False
    _first: bool = True
    _uri: str = ""
    _failures: list[str] = field(default_factory=list)

    def begin(self, path: Path) -> None:
        """Open the log before the first file."""
        self._uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
        if not self._opened:
            self._open()

    def finding(self, located: Located) -> None:
        """Add a result; its region counts in bytes, and in lines where a line is near."""
        write(("" if self._first else ",\n") + as_json(self._result(located)))
        self._first = False

    def amounts(self, _cads: pd.DataFrame, /) -> None:
        """Leave amounts out: a log of findings has no place for them."""

    def end(self, verdict: Verdict) -> None:
        """Remember a file that could not be checked."""
        if verdict.failure is not None:
            self._failures.append(f"{self._uri}: {verdict.failure}")

    def close(self, exit_code: int, /) -> None:
        """Close the log with how the run ended."""
        if not self._opened:
            self._open()
        invocation = {
            "executionSuccessful": not self._failures,
            "exitCode": exit_code,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": text}} for text in self._failures
            ],
        }
        write('\n], "invocations": [' + as_json(invocation) + "]}]}\n")

    def _open(self) -> None:
        self._opened = True
        run = {
            "tool": {"driver": self._driver()},
            "language": Language(self.language).locale,
            "columnKind": "unicodeCodePoints",
        }
        write(_HEAD + ', "runs": [' + as_json(run)[:-1] + ', "results": [\n')

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "carmhub",
            "version": version("carm-hub"),
            "rules": [
                {
                    "id": code,
                    "shortDescription": {"text": describe(code, "…", "…", self.language)},
                    "help": {"text": remedy(code, self.language)},
                    "defaultConfiguration": {"level": entry.severity},
                }
                for code, entry in CATALOGUE.items()
            ],
        }

    def _result(self, located: Located) -> dict[str, Any]:
        place, found = located.place, located.found
        region: dict[str, Any] = {
            "byteOffset": place.byte_from,
            "byteLength": place.byte_to - place.byte_from,
            "snippet": {"text": located.excerpt(SNIPPET_WIDTH).marked},
        }
        if place.column is not None:
            region |= {"startLine": place.line, "startColumn": place.column}
        return {
            "ruleId": found["code"],
            "ruleIndex": _RULE_INDEX[found["code"]],
            "level": found["severity"],
            "message": {"text": f"{located.sentence} {located.remedy}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": self._uri},
                        "region": region,
                    },
                    "logicalLocations": [{"fullyQualifiedName": where(located)}],
                }
            ],
        }
