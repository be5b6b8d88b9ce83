"""``python -m bench [NAME] [--json]``: one benchmark, or all of them as one table."""

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bench.result import Figure, Result

RESULTS: Final = Path("var/bench/results.json")

BENCHMARKS: Final[dict[str, str]] = {
    "post": "bench.posting:post",
    "replay": "bench.posting:replay",
    "verify": "bench.proving:verify",
    "night_close": "bench.nights.night:close",
    "night_close_again": "bench.nights.night:close_again",
    "night_draft": "bench.nights.night:draft",
    "night_issue": "bench.nights.night:issue",
    "night_issue_unanalysed": "bench.nights.night:issue_unanalysed",
    "night_verify": "bench.nights.night:verify",
    "night_verify_grows": "bench.nights.night:verify_grows",
    "night_interest": "bench.nights.night_interest:interest_on_all",
    "night_trace": "bench.nights.night:trace",
    "night_documents_xml": "bench.nights.night:documents_xml",
    "night_documents_pdf": "bench.nights.night:documents_pdf",
    "night_documents": "bench.nights.night:documents",
    "night_memory": "bench.nights.night:memory",
    "apply_credits": "bench.money.applying:apply_credits",
    "apply_whale": "bench.money.applying:apply_whale",
    "apply_written": "bench.money.applying:apply_written",
    "whole_way": "bench.intake:whole_way",
    "small_files": "bench.intake:small_files",
    "one_file": "bench.intake:one_file",
    "latency": "bench.latency:latency",
    "two_processes": "bench.intake:two_processes",
    "memory_of_whole_way": "bench.intake:memory_of_whole_way",
    "deciding": "bench.deciding:deciding",
    "pricing": "bench.pricing:pricing",
    "pricing_in_all": "bench.pricing:pricing_in_all",
    "full_tariff": "bench.reference.deliveries:full_tariff",
    "tokenize": "bench.reading:tokenize",
    "read_edifact": "bench.reading:read_edifact",
    "read_xml": "bench.reading:read_xml",
    "read_bai2": "bench.money.payments:read_bai2",
    "read_x12": "bench.money.payments:read_x12",
    "read_camt": "bench.money.statements:read_camt",
    "memory_of_a_statement": "bench.money.statements:memory_of_a_statement",
    "judge_alike": "bench.money.statements:judge_alike",
    "match_payments": "bench.money.matching:match_payments",
    "write_world": "bench.simulating:write_world",
    "hostile": "bench.hostile:hostile",
    "memory": "bench.reading:memory",
    "memory_of_the_longest": "bench.reading:memory_of_the_longest",
}
"""Name of a benchmark: the module and function that measure it."""

console = Console(highlight=False)
progress = Console(stderr=True, highlight=False)


def main(
    name: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(BENCHMARKS)}; all of them by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The result as one JSON object.")] = False,
) -> None:
    """Measure, and compare with the target; exit code 1 when one is missed."""
    if name is not None and name not in BENCHMARKS:
        raise typer.BadParameter(f"{name}: not one of {', '.join(BENCHMARKS)}")
    results = [_measure(each) for each in ([name] if name else BENCHMARKS)]
    if name is None:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps([result.as_json() for result in results], indent=1) + "\n")
    if as_json:
        found = [result.as_json() for result in results]
        console.print_json(json.dumps(found[0] if name else found))
    else:
        console.print(_table(results))
    if not all(result.holds for result in results):
        raise typer.Exit(1)


def _measure(name: str) -> Result:
    module, function = BENCHMARKS[name].split(":")
    with progress.status(f"measuring {name}"):
        found = getattr(import_module(module), function)()
    if not isinstance(found, Result):
        raise TypeError(found)
    return found


def _table(results: list[Result]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("benchmark", "ours", "other", "ratio", "target", "", "sizes"):
        table.add_column(heading, overflow="fold")
    for result in results:
        table.add_row(
            result.name,
            _figure(result.ours),
            _figure(result.other),
            f"{result.ratio:.2f}",
            f"{'≥' if result.at_least else '≤'} {result.target:g}",
            "[green]holds[/]" if result.holds else "[bold red]MISSED[/]",
            ", ".join(f"{name} {value:,}" for name, value in result.sizes.items()),
        )
    return table


def _figure(figure: Figure) -> str:
    return f"{figure.name}: {figure.value:,.4g} {figure.unit}"


if __name__ == "__main__":
    typer.run(main)
