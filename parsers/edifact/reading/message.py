"""One message read with care, segment by segment: rows, and a finding for everything wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from parsers.edifact.envelope.levels import Message
from parsers.edifact.profile.profile_tables import Element, Group, MessageProfile, SegmentUse
from parsers.edifact.profile.structure import (
    COUNTED_MAX,
    Step,
    begin,
    finish,
    qualifiers,
    step,
)
from parsers.edifact.syntax.charsets import told_for
from parsers.edifact.syntax.segments import Repetitions, Segment, tag_of
from parsers.findings import Finding, shown
from parsers.message_tables import Collector
from parsers.values import Fault

FINDINGS_PER_MESSAGE_MAX = 100
"""Further faults of a message show when these are mended; it is rejected already."""


_HEADING = "BGM"
_NAMING = frozenset({"transaction_number", "version"})
"""The heading of a declaration, and the columns in it that name one."""


def read_message(
    profile: MessageProfile, message: Message, segments: Sequence[Segment], into: Collector
) -> None:
    """Read one message of the profile into rows; everything wrong with it becomes findings."""
    _MessageReader(profile, message, into).read(segments)


class _MessageReader:
    def __init__(self, profile: MessageProfile, message: Message, into: Collector) -> None:
        self._profile = profile
        self._message = message
        self._separators = message.separators
        self._characters = message.charset, message.separators
        self._into = into
        self._rows: list[tuple[Group, dict[str, Any]]] = []
        self._met: Counter[str] = Counter()
        self._number = 1
        self._found = 0

    def read(self, segments: Sequence[Segment]) -> None:
        trailed = len(segments) > 1 and tag_of(segments[-1].raw, self._separators) == b"UNT"
        body = segments[1 : -1 if trailed else None]
        if not self._readable(body):
            self._name(segments)
            return
        state = begin(self._profile)
        self._open(self._profile.root, segments[0])
        for segment in body:
            self._number += 1
            elements = self._elements(segment)
            first, second = (_component(elements, n, 1) for n in (1, 2))
            taken = step(state, elements[0][0][0], qualifiers(first, second))
            self._take(taken, segment, elements)
            state = taken.state
            if self._found > FINDINGS_PER_MESSAGE_MAX:
                break
        self._number = len(segments)
        self._close(finish(state), segments[-1])

    def _readable(self, body: Sequence[Segment]) -> bool:
        """Tell whether the segments between header and trailer keep to the character set."""
        for number, segment in enumerate(body, start=2):
            strange = told_for(segment.raw, *self._characters)
            if strange is not None:
                self._number = number
                self._find("EDI-014", segment, value=strange, expected=self._message.charset)
                return False
        return True

    def _name(self, segments: Sequence[Segment]) -> None:
        """Give an unread declaration the number and version that answers name it by."""
        table = self._profile.root.table
        heading = next((each for each in segments if each.tag == _HEADING), None)
        if table is None or heading is None or told_for(heading.raw, *self._characters):
            return
        state = begin(self._profile)
        elements = self._elements(heading)
        use = step(state, _HEADING, ()).use
        row: dict[str, Any] = {
            "message": self._message.ordinal,
            "byte_from": segments[0].offset,
            "byte_to": segments[-1].offset,
        }
        for element in use.elements if use else ():
            value = element.convert(_component(elements, *element.at), self._message.decimal)
            if element.column in _NAMING and not isinstance(value, Fault):
                row[element.column] = value
        self._into.add(table, row)

    def _take(self, taken: Step, segment: Segment, elements: list[Repetitions]) -> None:
        if taken.use is None:
            tag, first = elements[0][0][0], _component(elements, 1, 1)
            self._find("EDI-102", segment, value=f"{tag}+{first}" if first else tag)
            return
        self._close(taken, segment)
        if taken.surplus or self._too_many(taken):
            repeat = taken.entry.repeat if taken.entry else 0
            self._find("EDI-103", segment, value=taken.use.label, expected=str(repeat))
        if taken.opened is not None:
            self._open(taken.opened, segment)
        self._fill(taken.use, segment, elements)

    def _too_many(self, taken: Step) -> bool:
        """Count what may come so often that the structure does not count it."""
        if taken.opened is None or taken.opened.repeat <= COUNTED_MAX:
            return False
        self._met[taken.opened.name] += 1
        return self._met[taken.opened.name] == taken.opened.repeat + 1

    def _open(self, group: Group, segment: Segment) -> None:
        row: dict[str, Any] = {"message": self._message.ordinal, "byte_from": segment.offset}
        if self._rows:
            around = self._rows[-1][1]
            row = row | {name: around.get(name) for name in group.inherit}
            row = row if group.table else around
        self._rows.append((group, row))

    def _close(self, taken: Step, segment: Segment) -> None:
        """Leave the groups that a step does not keep; tell what is missing in each."""
        for depth, label in taken.missing:
            self._find("EDI-101", segment, expected=label, row=self._rows[depth][1])
        while len(self._rows) > taken.kept:
            group, row = self._rows.pop()
            if group.table is not None:
                row["byte_to"] = segment.offset
                self._into.add(group.table, row)

    def _fill(self, use: SegmentUse, segment: Segment, elements: list[Repetitions]) -> None:
        if not use.compared:
            self._outside(use, segment, elements)
        for element in use.checked:
            row = self._rows[-2 if element.around else -1][1]
            text = self._text(segment, element, elements)
            if text and not text.strip(" "):
                self._find("VAL-001", segment, element.label, text)
            elif text:
                value = element.convert(text, self._message.decimal)
                if isinstance(value, Fault):
                    self._find(value.code, segment, element.label, text, value.expected)
                elif element.column:
                    row[element.column] = value
            elif element.mandatory:
                self._find("VAL-001", segment, element.label)

    def _text(self, segment: Segment, element: Element, elements: list[Repetitions]) -> str:
        """Return the text of an element; of one in several components all that have any."""
        number, component = element.at
        first, *more = (
            _component(elements, number, component + each) for each in range(element.components)
        )
        if not any(more):
            return first
        text = " ".join(filter(None, (each.strip(" ") for each in (first, *more))))
        self._find("EDI-029", segment, element.label, text)
        return text

    def _outside(self, use: SegmentUse, segment: Segment, elements: list[Repetitions]) -> None:
        """Find data elements that are repeated, or have a value where the profile names none."""
        for number, repetitions in enumerate(elements):
            if len(repetitions) > 1:
                value = f"{use.tag} {number}"
                self._find("EDI-104", segment, str(number), value=value, expected="1")
            for component, text in enumerate(repetitions[0], start=1):
                if text and (number, component) not in use.room:
                    self._find("EDI-105", segment, f"{number}.{component}", text)
                    break

    def _elements(self, segment: Segment) -> list[Repetitions]:
        return segment.elements(self._separators, self._message.charset)

    def _find(
        self,
        code: str,
        segment: Segment,
        element: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        *,
        row: Mapping[str, Any] | None = None,
    ) -> None:
        self._found += 1
        if self._found > FINDINGS_PER_MESSAGE_MAX:
            return
        if row is None:
            row = self._rows[-1][1] if self._rows else {}
        self._into.findings.append(
            Finding(
                code=code,
                byte_from=segment.offset,
                byte_to=segment.offset + len(segment.raw),
                interchange=self._message.interchange,
                message=self._message.ordinal,
                segment=segment.tag,
                segment_position=self._number,
                element=element,
                line_number=row.get("line_number"),
                value=shown(value),
                expected=expected,
            )
        )


def _component(elements: list[Repetitions], number: int, component: int) -> str:
    if number >= len(elements) or component > len(elements[number][0]):
        return ""
    return elements[number][0][component - 1]
