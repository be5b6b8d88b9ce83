"""Right messages read many at once, column by column; the rest is left to the careful reader.

Takes nothing on itself: structure is what ``structure.step`` allows, values are what the profile's
conversions accept. A message in which anything at all is out of order is named and not read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from parsers.columns import convert, placed
from parsers.edifact.envelope.levels import Message
from parsers.edifact.profile.profile_tables import Element, Group, MessageProfile, SegmentUse
from parsers.edifact.profile.structure import COUNTED_MAX, Automaton, Node, uses
from parsers.edifact.reading.outlines import misplaced
from parsers.edifact.syntax.charsets import is_text
from parsers.edifact.syntax.segments import Separators, unescape
from parsers.edifact.syntax.tokens import Flags, Places, Tokens
from parsers.message_tables import TABLES, arrow_schema
from parsers.values import Codes, Scaled

_NUMBER = attrgetter("number")


@dataclass(frozen=True)
class Column:
    """One element of a profile: the table its value goes to, and the segments that carry it."""

    element: Element
    table: str
    uses: list[SegmentUse]


def read_messages(
    profile: MessageProfile, messages: Sequence[Message], tokens: Tokens, base: int
) -> tuple[dict[str, pa.Table], list[int]]:
    """Return the rows of the right messages, and which messages of the list are not right.

    The messages are of one interchange's character set and separators, in order; ``base`` is the
    number of the block's first segment.
    """
    reading = _Reading(profile, messages, tokens, base)
    reading.walk()
    tables = reading.tables()
    return tables, np.flatnonzero(reading.wrong).tolist()


@cache
def _automaton(profile: MessageProfile) -> Automaton:
    return Automaton(profile)


@cache
def _columns(profile: MessageProfile) -> tuple[Column, ...]:
    """Return the elements of a profile; one that several segments carry alike comes once."""
    found: dict[tuple[Element, str], Column] = {}

    def below(group: Group, around: str) -> None:
        table = group.table or around
        for entry in group.body:
            if isinstance(entry, Group):
                below(entry, table)
                continue
            for element in entry.elements:
                if isinstance(element.convert, Codes) and not element.column:
                    continue  # told by the outline of the segment
                key = (element, around if element.around else table)
                found.setdefault(key, Column(*key, [])).uses.append(entry)

    below(profile.root, profile.root.table or "")
    return tuple(found.values())


class _Reading:
    """The segments of all the messages in one row, and which node each led to."""

    def __init__(
        self, profile: MessageProfile, messages: Sequence[Message], tokens: Tokens, base: int
    ) -> None:
        self._automaton = _automaton(profile)
        self._profile = profile
        self._messages = messages
        self._tokens = tokens
        self._firsts = np.array([m.first - base for m in messages], dtype=np.int32)
        lasts = np.array([m.last - base for m in messages], dtype=np.int32)
        self._lengths = lasts - self._firsts + 1
        self._segments = _ranges(self._firsts, self._lengths)
        self._message_of = np.repeat(np.arange(len(messages)), self._lengths)
        self._nodes = np.zeros(len(self._segments), dtype=np.int32)
        self._decode = _decoder(messages[0].charset, messages[0].separators)
        self.wrong: Flags = np.zeros(len(messages), dtype=np.bool_)
        self.wrong[self._message_of[tokens.odd[self._segments]]] = True

    def walk(self) -> None:
        """Follow each message through its structure."""
        letters = _letters(self._automaton, self._tokens, self._segments)
        start, nodes = 0, list[Node]()
        for number, length in enumerate(self._lengths.tolist()):
            nodes += self._automaton.walk(letters[start + 1 : start + length])
            self.wrong[number] |= nodes[-1].number == 0 or bool(nodes[-1].taken.state)
            start += length
        self._nodes = np.fromiter(map(_NUMBER, nodes), dtype=np.int32, count=start)
        self._nodes[self.wrong[self._message_of]] = 0

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables, without the messages that turned out wrong on the way."""
        known = _Nodes(self._automaton)
        openings = {
            table: np.flatnonzero(known.opening[table][self._nodes]) for table in known.opening
        }
        for table, limit in known.limits.items():
            counts = np.bincount(self._message_of[openings[table]], minlength=len(self.wrong))
            self.wrong |= counts > limit
        carriers = _Carriers(known, self._nodes)
        self._compare_outlines(carriers)
        values = {
            table: self._values(table, opening, carriers) for table, opening in openings.items()
        }
        return {table: self._table(table, openings, values, known) for table in openings}

    def _compare_outlines(self, carriers: "_Carriers") -> None:
        """Mark messages whose segments have values where the profile names none."""
        for use, _ in uses(self._profile.root):
            where = carriers.of_use(use)
            if use.compared or use is self._profile.root.trigger or not len(where):
                continue
            wrong = misplaced(use, self._tokens, self._segments[where])
            self.wrong[self._message_of[where[wrong]]] = True

    def _values(self, table: str, opening: Places, carriers: "_Carriers") -> dict[str, pa.Array]:
        """Return the columns that any segment fills, a value or null for each row of the table."""
        values: dict[str, pa.Array] = {}
        row_of = np.zeros(len(self._nodes), dtype=np.int32)
        row_of[opening] = 1
        row_of = np.cumsum(row_of, dtype=np.int32) - 1
        for column in _columns(self._profile):
            if column.table != table:
                continue
            where = carriers.of(column)
            if not len(where):
                continue
            read, rows = self._read(column, where)
            if column.element.column:
                values[column.element.column] = placed(read, row_of[rows], len(opening))
        return values

    def _read(self, column: Column, where: Places) -> tuple[pa.Array, Places]:
        """Return the values of an element, and the segments (by place in the row) that have one."""
        element = column.element
        starts, ends = self._tokens.component(self._segments[where], *element.at)
        filled = ends > starts
        if not filled.all():
            if element.mandatory:
                self.wrong[self._message_of[where[~filled]]] = True
            where, starts, ends = where[filled], starts[filled], ends[filled]
        texts = self._tokens.texts(starts, ends)
        kind = TABLES[column.table].get(element.column) or _kind(element)
        mark = self._messages[0].decimal
        values = convert(texts, element.convert, kind, mark, self._decode)
        if values.null_count:
            faulty = values.is_null().to_numpy(zero_copy_only=False)
            self.wrong[self._message_of[where[faulty]]] = True
        return values, where

    def _table(
        self,
        table: str,
        openings: dict[str, Places],
        values: dict[str, dict[str, pa.Array]],
        known: "_Nodes",
    ) -> pa.Table:
        opening = openings[table]
        schema = arrow_schema(table)
        ordinals = np.array([m.ordinal for m in self._messages], dtype=np.int64)
        closers = np.flatnonzero(known.kept[self._nodes] <= known.depth[table])
        closing = closers[np.searchsorted(closers, opening, side="right") % max(len(closers), 1)]
        columns = {
            "message": pa.array(ordinals[self._message_of[opening]]),
            "byte_from": pa.array(self._tokens.offsets(self._segments[opening])),
            "byte_to": pa.array(self._tokens.offsets(self._segments[closing])),
            **values[table],
        }
        for name, around in known.inherited[table]:
            if name not in values[around]:
                continue
            rows = np.searchsorted(openings[around], opening, side="right") - 1
            columns[name] = values[around][name].take(pa.array(rows))
        nothing = {f.name: pa.nulls(len(opening), f.type) for f in schema if f.name not in columns}
        whole = pa.table(columns | nothing).select(schema.names).cast(schema)
        wrong = self.wrong[self._message_of[opening]]
        return whole.filter(pa.array(~wrong)) if wrong.any() else whole


class _Nodes:
    """What the nodes of an automaton mean, as arrays by the number of the node."""

    def __init__(self, automaton: Automaton) -> None:
        nodes = automaton.nodes
        self.kept = np.array([n.taken.kept if n.number else _NEVER for n in nodes])
        groups = _table_groups(automaton.profile.root, 0, None)
        self.depth = {group.table or "": depth for group, depth, _ in groups}
        opened = np.array([id(node.taken.opened) if node.number else 0 for node in nodes])
        self.uses = {id(use): n for n, (use, _) in enumerate(uses(automaton.profile.root), start=1)}
        used = [self.uses.get(id(node.taken.use), 0) if node.number else 0 for node in nodes]
        self.used = np.array(used, dtype=np.int16)
        self.opening: dict[str, Flags] = {}
        for group, _, _ in groups:
            opening = self.opening.setdefault(group.table or "", np.zeros(len(nodes), np.bool_))
            opening |= opened == id(group)
        self.limits = {g.table or "": g.repeat for g, _, _ in groups if g.repeat > COUNTED_MAX}
        self.inherited = {
            g.table or "": [(name, around.table or "") for name in g.inherit if around]
            for g, _, around in groups
        }


class _Carriers:
    """The places in the row of segments of each use, in order."""

    def __init__(self, known: _Nodes, nodes: Places) -> None:
        used = known.used[nodes]
        self._uses = known.uses
        self._by_use = np.argsort(used, kind="stable")
        counts = np.bincount(used, minlength=len(known.uses) + 1)
        self._bounds = np.concatenate(([0], np.cumsum(counts)))

    def of_use(self, use: SegmentUse) -> Places:
        """Return the places of the segments of one use."""
        number = self._uses[id(use)]
        return self._by_use[self._bounds[number] : self._bounds[number + 1]]

    def of(self, column: Column) -> Places:
        """Return the places of the segments that carry a column."""
        found = [self.of_use(use) for use in column.uses]
        return found[0] if len(found) == 1 else np.sort(np.concatenate(found))


_NEVER = 1 << 20


def _table_groups(
    group: Group, depth: int, around: Group | None
) -> list[tuple[Group, int, Group | None]]:
    """Return the groups that give rows, each with its depth and the one around it."""
    found = [(group, depth, around)] if group.table else []
    for entry in group.body:
        if isinstance(entry, Group):
            found += _table_groups(entry, depth + 1, group if group.table else around)
    return found


def _letters(automaton: Automaton, tokens: Tokens, segments: Places) -> list[int]:
    """Return the letter of each segment."""
    letters, tags = _letters_by_head(automaton, tokens, segments, 1)
    for tag in automaton.twice_qualified:
        where = np.flatnonzero(tags == tag)
        letters[where] = _letters_by_head(automaton, tokens, segments[where], 2)[0]
    return [*letters.tolist()]


def _letters_by_head(
    automaton: Automaton, tokens: Tokens, segments: Places, elements: int
) -> tuple[Places, npt.NDArray[np.str_]]:
    encoded = tokens.heads(segments, elements).dictionary_encode()
    separator = tokens.block.separators.element
    heads = [head.decode("latin-1").split(separator) for head in encoded.dictionary.to_pylist()]
    letters = np.array([automaton.letter(*head) for head in heads], dtype=np.int32)
    tags = np.array([head[0][:3] for head in heads], dtype="U3")
    indices = encoded.indices.to_numpy()
    return letters[indices], tags[indices]


def _decoder(charset: str, separators: Separators) -> Callable[[bytes], str | None]:
    def decode(raw: bytes) -> str | None:
        try:
            text = raw.decode(charset)
        except UnicodeDecodeError:
            return None
        if not is_text(text):
            return None
        if separators.release == " " or separators.release not in text:
            return text
        return unescape(text, separators.release)

    return decode


def _kind(element: Element) -> str:
    """Return the kind of a value that is only checked."""
    return "Int64" if isinstance(element.convert, Scaled) else "str"


def _ranges(firsts: Places, lengths: Places) -> Places:
    """Return the numbers of all segments of all messages, in one row."""
    total = int(lengths.sum())
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return (np.arange(total) + np.repeat(firsts - before, lengths)).astype(np.int32)
