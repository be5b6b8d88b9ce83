"""What a benchmark came to: two figures taken in one run, their ratio, and the target."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One side of a comparison: what was measured, and what it came to."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class Result:
    """One benchmark. ``ratio`` is ours to the other, as the target compares them.

    With ``at_least`` the ratio must reach the target, without it must stay within the target.
    """

    name: str
    ours: Figure
    other: Figure
    ratio: float
    target: float
    sizes: Mapping[str, int | float]
    at_least: bool = True

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target

    def as_json(self) -> dict[str, object]:
        """Return the result as one plain object."""
        return {
            "name": self.name,
            "ours": self.ours.__dict__,
            "other": self.other.__dict__,
            "ratio": round(self.ratio, 3),
            "target": self.target,
            "at_least": self.at_least,
            "holds": self.holds,
            "sizes": dict(self.sizes),
        }
