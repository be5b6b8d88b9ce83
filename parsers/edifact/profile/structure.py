"""Where the segments of a message stand in its profile: one step function for every reader.

The state of a reading is which groups are open and what was met in each, as plain tuples. ``step``
takes a state and a segment to the next state, and says what was missing, misplaced or too many.
``Automaton`` remembers steps that were right, so that a message that keeps to its structure costs
one dictionary access a segment; whatever it does not remember as right is left to ``step``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import getitem
from typing import NamedTuple

from parsers.edifact.profile.profile_tables import Group, MessageProfile, SegmentUse

COUNTED_MAX = 25
"""Repetitions counted in the state. What may come more often is counted by its rows."""


class Place(NamedTuple):
    """One open occurrence of a group: how far it got, and how often each entry was met."""

    group: Group
    position: int
    counts: tuple[int, ...]


State = tuple[Place, ...]
"""The open groups, outermost first; empty before UNH and after UNT."""


@dataclass(frozen=True)
class Step:
    """What one segment does: ``kept`` groups stay open, then ``use`` is met.

    ``missing`` are the entries that should have come before, each with the depth of the group that
    misses it; ``surplus`` is the entry that came too often. ``use`` is None for a segment
    that has no place here, which changes nothing.
    """

    state: State
    kept: int
    use: SegmentUse | None
    entry: "SegmentUse | Group | None" = None
    missing: tuple[tuple[int, str], ...] = ()
    surplus: bool = False

    @property
    def opened(self) -> Group | None:
        """The group that the segment opens."""
        return self.entry if isinstance(self.entry, Group) else None

    @property
    def right(self) -> bool:
        """Whether the segment is where it belongs, with all before it that must be."""
        return self.use is not None and not self.missing and not self.surplus


def begin(profile: MessageProfile) -> State:
    """Return the state after UNH."""
    return (_open(profile.root),)


def step(state: State, tag: str, qualifiers: Sequence[str]) -> Step:
    """Find a segment's place: at or after the current one, here or in a group around.

    ``qualifiers`` are what may tell uses of the tag apart, as ``qualifiers`` gives them.
    """
    for depth in range(len(state) - 1, -1, -1):
        index = _index(state[depth], tag, qualifiers)
        if index is None:
            continue
        return _meet(state[: depth + 1], index, _missing_below(state, depth + 1))
    return Step(state, len(state), None)


def qualifiers(first: str, second: str) -> tuple[str, ...]:
    """Return what the first components of elements 1 and 2 may qualify."""
    return (first, f"{first}+{second}") if second else (first,)


def finish(state: State) -> Step:
    """Close every open group at UNT."""
    return Step((), 0, _TRAILER, _TRAILER, tuple(_missing_below(state, 0)))


_TRAILER = SegmentUse(tag="UNT", name="Message trailer")


def _meet(state: State, index: int, missing: list[tuple[int, str]]) -> Step:
    here = state[-1]
    entry = here.group.body[index]
    slot = here.group.slots[index]
    missing += [(len(state) - 1, label) for label in _missing(here, slot)]
    counts = [0] * slot + list(here.counts[slot:])  # what is past can neither come nor be missed
    surplus = entry.repeat <= COUNTED_MAX and counts[index] == entry.repeat
    counts[index] = min(counts[index] + 1, entry.repeat + 1 if entry.repeat <= COUNTED_MAX else 1)
    met = (*state[:-1], Place(here.group, slot, tuple(counts)))
    if isinstance(entry, Group):
        met = (*met, _open(entry))
    use = entry.trigger if isinstance(entry, Group) else entry
    return Step(met, len(state), use, entry, tuple(missing), surplus)


def _open(group: Group) -> Place:
    return Place(group, 0, (1, *(0 for _ in group.body[1:])))


def _missing_below(state: State, depth: int) -> list[tuple[int, str]]:
    """Return what the groups open from a depth on still miss, innermost first."""
    return [
        (each, label)
        for each in range(len(state) - 1, depth - 1, -1)
        for label in _missing(state[each])
    ]


def _missing(place: Place, slot: int | None = None) -> list[str]:
    """Return what is mandatory before a slot of an open group, or to its end, and was not met."""
    body = place.group.body
    return [
        body[index].label
        for index in range(place.position, len(body) if slot is None else slot)
        if body[index].mandatory and place.counts[index] == 0
    ]


def _index(place: Place, tag: str, qualifiers: Sequence[str]) -> int | None:
    """Return the entry of an open group that a segment fits, not before its current place."""
    for index in range(max(place.position, 1), len(place.group.body)):
        entry = place.group.body[index]
        use = entry.trigger if isinstance(entry, Group) else entry
        if use.tag == tag and (use.qualifier is None or use.qualifier in qualifiers):
            return index
    return None


class Node(dict[int, "Node"]):
    """A remembered step: the nodes that letters lead to from here, found when first asked for.

    ``number`` tells nodes apart; 0 is the node of all that is not right, from which nothing leads
    anywhere else.
    """

    def __init__(self, automaton: "Automaton", number: int, taken: Step) -> None:
        super().__init__()
        self.number = number
        self.taken = taken
        self._automaton = automaton

    def __missing__(self, letter: int) -> "Node":
        """Take the step for the first time."""
        node = self._automaton.follow(self.taken.state, letter)
        self[letter] = node
        return node


class Automaton:
    """The steps of one profile. A letter is a tag and qualifier that the profile uses."""

    TRAILER, UNKNOWN = 1, 0

    def __init__(self, profile: MessageProfile) -> None:
        self.profile = profile
        kinds = {(use.tag, use.qualifier): None for use, _ in uses(profile.root)}
        self._qualifying = {tag: q.count("+") + 1 if q else 0 for tag, q in kinds}
        self.twice_qualified = tuple(tag for tag, count in self._qualifying.items() if count > 1)
        self._kinds = (None, None, *kinds)
        self._letters = {kind: letter for letter, kind in enumerate(self._kinds) if kind}
        self.nodes: list[Node] = []
        self._known: dict[tuple[State, int, int], Node] = {}
        nowhere = self._node(Step((), 0, None))
        assert nowhere.number == 0  # noqa: S101 - what the rest leans on
        self.start = self._node(Step(begin(profile), 0, profile.root.trigger, profile.root))

    def letter(self, tag: str, *qualifying: str) -> int:
        """Return the letter of a segment by its tag and first elements; 0 when it has none."""
        if tag == "UNT":
            return self.TRAILER
        count = self._qualifying.get(tag, 0)
        qualifier = "+".join(qualifying[:count]) if count else None
        return self._letters.get((tag, qualifier), self.UNKNOWN)

    def walk(self, letters: Sequence[int]) -> list[Node]:
        """Return the node of UNH and of each letter after it; all after a wrong one are nowhere."""
        return list(accumulate(letters, getitem, initial=self.start))

    def follow(self, state: State, letter: int) -> Node:
        """Return the node a letter leads to from a state."""
        if not state or letter == self.UNKNOWN:
            return self.nodes[0]
        if letter == self.TRAILER:
            return self._right(finish(state), letter)
        kind = self._kinds[letter]
        if kind is None:
            raise AssertionError(letter)
        tag, qualifier = kind
        return self._right(step(state, tag, (qualifier,) if qualifier else ()), letter)

    def _right(self, taken: Step, letter: int) -> Node:
        if not taken.right:
            return self.nodes[0]
        key = (taken.state, letter, taken.kept)
        if key not in self._known:
            self._known[key] = self._node(taken)
        return self._known[key]

    def _node(self, taken: Step) -> Node:
        node = Node(self, len(self.nodes), taken)
        self.nodes.append(node)
        return node


def uses(group: Group) -> list[tuple[SegmentUse, Group]]:
    """Return each segment use below a group, with the group it stands in, in order."""
    found: list[tuple[SegmentUse, Group]] = []
    for entry in group.body:
        found += uses(entry) if isinstance(entry, Group) else [(entry, group)]
    return found
