"""What a disturbed day came to, beside the calm one."""

from dataclasses import dataclass

from tests.crash import digest


@dataclass(frozen=True)
class Outcome:
    """What one disturbed day came to."""

    name: str
    kills: int
    runs: int
    equal: bool
    differing: tuple[str, ...]
    digest: str


def compare(
    name: str, kills: int, runs: int, found: dict[str, list[str]], expected: dict[str, list[str]]
) -> Outcome:
    """Return the parts in which a day differs from the calm one, none if it is the same."""
    differing = tuple(part for part in expected if found[part] != expected[part])
    return Outcome(name, kills, runs, not differing, differing, digest.short(found))
