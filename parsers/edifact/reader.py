"""The one interpreter of message profiles: segments in, rows and findings out."""

from collections.abc import Mapping
from typing import Any

from parsers.edifact.envelope import Message
from parsers.edifact.segments import Segment, components, elements
from parsers.edifact.tables import Element, Group, MessageProfile, SegmentUse
from parsers.findings import Finding, shown
from parsers.message_tables import Collector
from parsers.values import Fault

Composites = list[list[str]]

FINDINGS_PER_MESSAGE_MAX = 100
"""Further faults of a message show when these are mended; it is rejected already."""


def read_message(profile: MessageProfile, message: Message, into: Collector) -> None:
    """Read one message of the profile into rows; everything wrong with it becomes findings."""
    _MessageReader(profile, message, into).read()


class _Open:
    """One open occurrence of a group: its row, and how often each body entry was met."""

    def __init__(self, group: Group, row: dict[str, Any]) -> None:
        self.group = group
        self.row = row
        self.position = 0
        self.counts = [0] * len(group.body)


class _MessageReader:
    def __init__(self, profile: MessageProfile, message: Message, into: Collector) -> None:
        self._profile = profile
        self._message = message
        self._into = into
        self._open: list[_Open] = []
        self._number = 0
        self._found = 0

    def read(self) -> None:
        segments = self._message.segments
        if not self._decodes(segments):
            return
        self._enter(self._profile.root, segments[0])
        for number, segment in enumerate(segments[1:], start=2):
            if segment.raw[:3] == b"UNT":
                continue
            self._number = number
            self._take(segment)
        self._number = len(segments)
        while self._open:
            self._leave(segments[-1])

    def _decodes(self, segments: tuple[Segment, ...]) -> bool:
        for number, segment in enumerate(segments, start=1):
            try:
                segment.raw.decode(self._message.charset)
            except UnicodeDecodeError:
                self._number = number
                self._find("EDI-014", segment, expected=self._message.charset)
                return False
        return True

    def _take(self, segment: Segment) -> None:
        """Find the segment's place: at or after the current one, here or in a group around."""
        composites = self._composites(segment)
        tag = composites[0][0]
        qualifier = composites[1][0] if len(composites) > 1 else None
        for depth in range(len(self._open) - 1, -1, -1):
            place = _place(self._open[depth], tag, qualifier)
            if place is None:
                continue
            while len(self._open) > depth + 1:
                self._leave(segment)
            self._use(self._open[depth], place, segment, composites)
            return
        self._find("EDI-102", segment, value=_label(tag, qualifier))

    def _use(self, here: _Open, place: int, segment: Segment, composites: Composites) -> None:
        self._skip_to(here, here.group.slots[place], segment)
        here.counts[place] += 1
        entry = here.group.body[place]
        if here.counts[place] == entry.repeat + 1:
            self._find("EDI-103", segment, value=entry.label, expected=str(entry.repeat))
        if isinstance(entry, Group):
            self._enter(entry, segment)
            self._fill(entry.trigger, segment, composites)
        else:
            self._fill(entry, segment, composites)

    def _enter(self, group: Group, segment: Segment) -> None:
        row: dict[str, Any] = {"message": self._message.ordinal, "byte_from": segment.offset}
        if self._open:
            row |= {name: self._open[-1].row.get(name) for name in group.inherit}
        if group.table is None and self._open:
            row = self._open[-1].row
        here = _Open(group, row)
        here.counts[0] = 1
        self._open.append(here)

    def _leave(self, next_segment: Segment) -> None:
        here = self._open[-1]
        self._skip_to(here, len(here.group.body), next_segment)
        self._open.pop()
        if here.group.table is not None:
            here.row["byte_to"] = next_segment.offset
            self._into.add(here.group.table, here.row)

    def _skip_to(self, here: _Open, slot: int, segment: Segment) -> None:
        """Move to a place; what is mandatory before it and was not met is missing."""
        for index in range(here.position, slot):
            entry = here.group.body[index]
            if entry.mandatory and here.counts[index] == 0:
                self._find("EDI-101", segment, expected=entry.label)
        here.position = slot

    def _fill(self, use: SegmentUse, segment: Segment, composites: Composites) -> None:
        row = self._open[-1].row
        for element in use.elements:
            text = _component(composites, element)
            if text:
                value = element.convert(text, self._message.separators.decimal)
                if isinstance(value, Fault):
                    self._find(value.code, segment, element, text, value.expected)
                elif element.column:
                    row[element.column] = value
            elif element.mandatory:
                self._find("VAL-001", segment, element)

    def _composites(self, segment: Segment) -> Composites:
        separators = self._message.separators
        text = segment.raw.decode(self._message.charset)
        return [components(e, separators) for e in elements(text, separators)]

    def _find(
        self,
        code: str,
        segment: Segment,
        element: Element | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        self._found += 1
        if self._found > FINDINGS_PER_MESSAGE_MAX:
            return
        row: Mapping[str, Any] = self._open[-1].row if self._open else {}
        self._into.findings.append(
            Finding(
                code=code,
                byte_from=segment.offset,
                byte_to=segment.offset + len(segment.raw),
                interchange=self._message.interchange,
                message=self._message.ordinal,
                segment=segment.tag,
                segment_position=self._number,
                element=f"{element.number} {element.name}" if element else None,
                line_number=row.get("line_number"),
                value=shown(value),
                expected=expected,
            )
        )


def _place(here: _Open, tag: str, qualifier: str | None) -> int | None:
    """Return the entry of the open group that a segment fits, not before its current place."""
    for index in range(max(here.position, 1), len(here.group.body)):
        entry = here.group.body[index]
        use = entry.trigger if isinstance(entry, Group) else entry
        if use.tag == tag and use.qualifier in {None, qualifier}:
            return index
    return None


def _component(composites: Composites, element: Element) -> str:
    data_element, component = element.at
    if data_element >= len(composites) or component > len(composites[data_element]):
        return ""
    return composites[data_element][component - 1]


def _label(tag: str, qualifier: str | None) -> str:
    return f"{tag}+{qualifier}" if qualifier else tag
