"""The language that message tables are written in: elements, segments, groups.

A profile narrows a published message structure to what one guide uses. Only ``reader`` interprets
it; everything a broker's programmer needs to know stands in the rows.
"""

import functools
from dataclasses import dataclass

from parsers.values import Conversion, code


@dataclass(frozen=True, kw_only=True)
class Element:
    """One component: where it stands, what the directory calls it, which column it fills.

    ``column`` is empty for a value that is only checked; with ``around`` it is one of the row that
    the group stands in. ``code_list`` names where the values are listed; a private list is named
    with its agency, ``CLASS:96``, as 1131 and 3055 behind the value may repeat it, and ``agency``
    is what 3055 alone may say. ``alone`` says that the data element has no components, and
    ``components`` in how many, one behind the other, a long text may come.
    ``at`` is (data element, component), both from 1 after the tag, as directories print them.
    ``representation`` is the format as printed; ``convert`` holds the profile's narrower rule.
    """

    column: str
    name: str
    number: str
    at: tuple[int, int]
    representation: str
    convert: Conversion
    mandatory: bool = True
    around: bool = False
    code_list: str = ""
    agency: str = ""
    alone: bool = False
    components: int = 1

    @property
    def label(self) -> str:
        """Number and name, as findings give them."""
        return f"{self.number} {self.name}"

    @functools.cached_property
    def beside(self) -> tuple["Element", ...]:
        """What may stand behind a coded value: its list (1131) and who maintains it (3055)."""
        listed, _, agency = self.code_list.rpartition(":")
        told = (
            ("1131", "code list", listed),
            ("3055", "agency", agency if listed else self.agency),
        )
        element, component = self.at
        return tuple(
            Element(
                column="",
                name=f"{what} of the {self.name}",
                number=number,
                at=(element, component + place),
                representation="an..17",
                convert=code(only),
                mandatory=False,
            )
            for place, (number, what, only) in enumerate(told, start=1)
            if only
        )


@dataclass(frozen=True, kw_only=True)
class SegmentUse:
    """One use of a segment; uses of one tag are told apart by ``qualifier``.

    It is element 1, or elements 1 and 2 as they are written: ``1+GST``. One that is ``compared``
    with another message's is not read for itself.
    """

    tag: str
    name: str
    qualifier: str | None = None
    mandatory: bool = True
    repeat: int = 1
    elements: tuple[Element, ...] = ()
    compared: bool = False

    @functools.cached_property
    def checked(self) -> tuple[Element, ...]:
        """The elements, and what may stand beside their values."""
        return tuple(each for element in self.elements for each in (element, *element.beside))

    @functools.cached_property
    def places(self) -> frozenset[tuple[int, int]]:
        """Where a value may stand, tag and qualifiers included: nowhere else."""
        qualifying = 0 if self.qualifier is None else self.qualifier.count("+") + 1
        heads = ((element, 1) for element in range(qualifying + 1))
        return frozenset((*heads, *(element.at for element in self.checked)))

    @functools.cached_property
    def room(self) -> frozenset[tuple[int, int]]:
        """Where a value may stand, a text in several components as well."""
        return self.places | {
            (element.at[0], element.at[1] + more)
            for element in self.elements
            for more in range(element.components)
        }

    @property
    def label(self) -> str:
        """Tag and qualifier as people write them: ``DTM+58``."""
        return self.tag if self.qualifier is None else f"{self.tag}+{self.qualifier}"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A segment group: its first body entry triggers it; ``table`` gets one row an occurrence.

    Without a table it fills the row of the group around it; columns named in ``inherit`` are
    copied from there.
    """

    name: str
    number: str
    body: tuple["SegmentUse | Group", ...]
    table: str | None = None
    mandatory: bool = True
    repeat: int = 1
    inherit: tuple[str, ...] = ()

    @functools.cached_property
    def slots(self) -> tuple[int, ...]:
        """The place of each body entry: neighbours with one tag share a place, in any order."""
        slots: list[int] = []
        for index, entry in enumerate(self.body):
            alike = index > 1 and entry.tag == self.body[index - 1].tag
            slots.append(slots[-1] if alike else index)
        return tuple(slots)

    @property
    def tag(self) -> str:
        """The tag of the trigger."""
        return self.trigger.tag

    @property
    def trigger(self) -> SegmentUse:
        """The segment that starts an occurrence."""
        first = self.body[0]
        if not isinstance(first, SegmentUse):
            raise TypeError(self.name)
        return first

    @property
    def label(self) -> str:
        """The label of the trigger."""
        return self.trigger.label


@dataclass(frozen=True, kw_only=True)
class MessageProfile:
    """One message type and directory; one line in ``parsers.formats`` registers it.

    ``continued`` is the profile of the messages that carry a declaration on, and ``parts_max`` how
    many messages may carry one.
    """

    type: str
    directory: str
    source: str
    root: Group
    continued: "MessageProfile | None" = None
    parts_max: int = 1

    @property
    def agreed_as(self) -> str:
        """Type, version and release as partners agree on them: ``CUSDEC:D:13B``."""
        return f"{self.type}:{self.directory.replace('.', ':')}"

    def of(self, *, continuing: bool) -> "MessageProfile":
        """Return the profile of a first message, or of one that carries it on."""
        return self.continued or self if continuing else self
