"""Details (16) that stand on a line of their own and are plain, many at once, as arrays.

Plain is a line of printable ASCII with a type, an amount, a funds type that tells of no
availability, both references and a text, which no continuation follows. Only places are computed;
texts are made where they are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Places = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

TYPE, AMOUNT, FUNDS, BANK, CUSTOMER, TEXT = range(6)
"""The fields behind the code, as they are cut; the text goes to the end of its line."""

_COMMA, _FEED, _SLASH, _RETURN, _STRANGE = 1, 2, 3, 4, 5
_CODE: Final = b"16,"
_CONTINUED: Final = ord("8")
_LINE_BYTES_MAX: Final = 1 << 12
_DIGITS_MAX: Final = 12
"""Of a plain amount: those of a block come to less than 64 bits hold."""
_BN15_BYTES: Final = 15
_LETTERS_AT: Final = 9
"""Where RM stands in an account."""


def _those(characters: bytes) -> Flags:
    flags = np.zeros(256, dtype=np.bool_)
    flags[list(characters)] = True
    return flags


_DIGITS: Final = _those(b"0123456789")
_CAPITALS: Final = bytes(range(ord("A"), ord("Z") + 1))
_COMPARED: Final = _DIGITS | _those(_CAPITALS + _CAPITALS.lower())
_DIGIT, _NAMING = 1, 2
_LETTERS: Final = (
    (_DIGITS * _DIGIT | (_COMPARED & ~_those(b"0")) * _NAMING).astype(np.uint8).tobytes()
)
"""Whether a byte is a digit, and whether it is one by which a reference names something."""
_BEFORE_NO_ACCOUNT: Final = _DIGITS | _those(_CAPITALS)
_BEGINS_RECORD: Final = _DIGITS | _those(b" \t")
"""What may stand behind a slash that ends a record within its line."""
_NO_AVAILABILITY: Final = _those(b"012Z")
_UPPER: Final = np.frombuffer(bytes(range(256)).upper(), dtype=np.uint8)


def _classes() -> bytes:
    classes = bytearray([_STRANGE] * 32 + [0] * 95 + [_STRANGE] * 129)
    for character, kind in zip(b",\n/\r", (_COMMA, _FEED, _SLASH, _RETURN), strict=True):
        classes[character] = kind
    return bytes(classes)


_CLASSES: Final = _classes()


@dataclass(frozen=True)
class PlainDetails:
    """Neighbouring lines of a block: where each starts, where its text ends and where it does.

    ``commas`` has a row for each of its six. ``offset`` is where the block stands in the file.
    """

    content: bytes
    offset: int
    starts: Places
    ends: Places
    behind: Places
    commas: Places

    def __len__(self) -> int:
        """Return how many details there are."""
        return len(self.starts)

    def part(self, first: int, last: int) -> "PlainDetails":
        """Return some of them, from one to before another, without what is around them."""
        cut, start, end = slice(first, last), self.starts[first], self.behind[last - 1]
        starts, ends, behind = (each[cut] - start for each in (self.starts, self.ends, self.behind))
        commas = self.commas[:, cut] - start
        content = self.content[start:end]
        return PlainDetails(content, self.offset + int(start), starts, ends, behind, commas)

    def place(self, number: int) -> tuple[int, int]:
        """Return where in the file a detail stands, its line end included."""
        return int(self.starts[number]) + self.offset, int(self.behind[number]) + self.offset

    def written(self) -> Iterator[str]:
        """Yield each detail behind its code, as it is written."""
        for start, end in zip(self.commas[TYPE].tolist(), self.ends.tolist(), strict=True):
            yield self.content[start + 1 : end].decode("ascii")

    def field(self, number: int) -> tuple[Places, Places]:
        """Return where a field starts and ends in each line."""
        ends = self.ends if number == TEXT else self.commas[number + 1]
        return self.commas[number] + 1, ends

    def texts(self, starts: Places, ends: Places) -> pa.Array:
        """Return what stands between places, which do not run backwards, as one array."""
        if not len(starts):
            return pa.array([], pa.string())
        bounds = np.empty(2 * len(starts), dtype=np.int32)
        bounds[0::2], bounds[1::2] = starts, ends
        alternating = pa.Array.from_buffers(
            pa.string(), len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(self.content)]
        )
        return alternating.take(pa.array(np.arange(0, len(bounds) - 1, 2, dtype=np.int32)))

    def types(self) -> Places:
        """Return the number of each type; -1 where it is none."""
        starts, ends = self.field(TYPE)
        numbers, right = _numbers(self._bytes, starts, ends)
        return np.where(right & (ends - starts == 3), numbers, -1)  # noqa: PLR2004 - its digits

    def amounts(self) -> tuple[npt.NDArray[np.int64], Flags]:
        """Return the cents of each, and whether they are written as digits alone."""
        return _numbers(self._bytes, *self.field(AMOUNT))

    def accounts(self) -> tuple[Places, Flags]:
        """Return where each names an account, and whether it names one, and once."""
        content = self._bytes
        letters = np.flatnonzero((content[:-1] == ord("R")) & (content[1:] == ord("M")))
        low, high = self.starts[0] + _LETTERS_AT, self.behind[-1]
        places = letters[(letters > low) & (letters < high)] - _LETTERS_AT
        right = ~_BEFORE_NO_ACCOUNT[content[places - 1]]
        for at in range(_BN15_BYTES + 1):
            if at not in {_LETTERS_AT, _LETTERS_AT + 1}:
                digit = _DIGITS[content.take(places + at, mode="clip")]
                right &= digit if at < _BN15_BYTES else ~digit
        places = places[right]
        lines = np.searchsorted(self.starts, places, side="right") - 1
        found = np.zeros(len(self), dtype=places.dtype)
        found[lines] = places
        return found, np.bincount(lines, minlength=len(self)) == 1

    def names(self, number: int) -> tuple[Flags, Flags]:
        """Tell which of a field surely name something, and which hold nothing at all.

        A field that does neither may be a placeholder, or zeros; one with blanks around it, too.
        """
        starts, ends = self.field(number)
        empty = starts == ends
        bounds = np.empty(2 * len(starts), dtype=starts.dtype)
        bounds[0::2], bounds[1::2] = starts, ends
        held = np.bitwise_or.reduceat(self._letters, bounds)[::2]
        padded = (self._bytes[starts] == ord(" ")) | (
            self._bytes[np.maximum(ends, 1) - 1] == ord(" ")
        )
        return ~empty & ~padded & (held == _DIGIT | _NAMING), empty

    def compared(self, starts: Places, ends: Places) -> pa.Array:
        """Return what stands between places as it is compared: its letters and digits alone."""
        texts = self.texts(starts, ends)
        _, bounds, written = texts.buffers()
        places = np.frombuffer(bounds, np.int32, len(texts) + 1, texts.offset * 4)
        content = np.frombuffer(written, np.uint8) if written is not None else self._bytes[:0]
        kept = _COMPARED[content]
        before = np.zeros(len(content) + 1, dtype=np.int32)
        np.cumsum(kept, out=before[1:])
        left = np.ascontiguousarray(_UPPER[content[kept]])
        return pa.Array.from_buffers(
            pa.string(), len(texts), [None, pa.py_buffer(before[places]), pa.py_buffer(left)]
        )

    @cached_property
    def _letters(self) -> Bytes:
        return np.frombuffer(self.content.translate(_LETTERS), dtype=np.uint8)

    @property
    def _bytes(self) -> Bytes:
        return np.frombuffer(self.content, dtype=np.uint8)


def plain_details(content: bytes, offset: int) -> PlainDetails:
    """Return the plain details of a block of lines; those of its last line are not looked at."""
    kinds = np.frombuffer(content.translate(_CLASSES), dtype=np.uint8)
    places = np.flatnonzero(kinds != 0).astype(np.int32)  # of booleans it takes a third of the time
    kinds = kinds.take(places)
    array = np.frombuffer(content, dtype=np.uint8)
    feeds = np.flatnonzero(kinds == _FEED)
    behind = places[feeds] + 1
    starts = np.concatenate((np.zeros(1, np.int32), behind[:-1]))[: len(behind)]
    ends = behind - 1
    ends = ends - (array[np.maximum(ends, 1) - 1] == ord("\r"))
    last = array[np.maximum(ends, 1) - 1]
    before = np.concatenate((np.zeros(1, np.int32), np.cumsum(kinds == _COMMA, dtype=np.int32)))
    first = np.concatenate((np.zeros(1, np.int32), before[feeds[:-1]]))[: len(feeds)]
    plain = (before[feeds] - first > TEXT) & (last != ord(" ")) & (ends - starts < _LINE_BYTES_MAX)
    ends = ends - (last == ord("/"))
    for place, character in enumerate(_CODE):
        plain &= array.take(starts + place, mode="clip") == character
    plain[:-1] &= _begins_another(array, starts[1:])
    plain[-1:] = False
    commas = places[kinds == _COMMA]
    wide = np.flatnonzero(plain)
    firsts = first[wide]
    commas = np.array([commas.take(firsts + number) for number in range(TEXT + 1)])
    plain[_lines_of(_odd(array, places, kinds), starts)] = False
    right = plain[wide] & _has_no_availability(array, commas)
    wide = wide[right]
    return PlainDetails(content, offset, starts[wide], ends[wide], behind[wide], commas[:, right])


def _begins_another(content: Bytes, starts: Places) -> Flags:
    """Tell which lines begin with a code that continues nothing."""
    first, second, third = (content.take(starts + n, mode="clip") for n in range(3))
    two = _DIGITS[first] & _DIGITS[second] & (third == ord(","))
    another: Flags = two & ~((first == _CONTINUED) & (second == _CONTINUED))
    return another


def _odd(content: Bytes, places: Places, kinds: Bytes) -> Places:
    """Return the places of what makes its line none of these."""
    following = content.take(places + 1, mode="clip")
    odd = kinds == _STRANGE
    odd |= (kinds == _RETURN) & (following != ord("\n"))
    odd |= (kinds == _SLASH) & _BEGINS_RECORD[following]
    found: Places = places[odd]
    return found


def _lines_of(places: Places, starts: Places) -> Places:
    return np.searchsorted(starts, places, side="right") - 1 if len(starts) else places[:0]


def _has_no_availability(content: Bytes, commas: Places) -> Flags:
    starts, ends = commas[FUNDS] + 1, commas[BANK]
    told: Flags = (ends > starts) & ~((ends - starts == 1) & _NO_AVAILABILITY[content[starts]])
    return ~told


def _numbers(content: Bytes, starts: Places, ends: Places) -> tuple[npt.NDArray[np.int64], Flags]:
    """Return the numbers that stand between places, and which are digits alone, not too many."""
    widths = ends - starts
    right = (widths > 0) & (widths <= _DIGITS_MAX)
    numbers = np.zeros(len(starts), dtype=np.int64)
    for place in range(int(widths[right].max(initial=0))):
        within = place < widths
        digits = content.take(starts + place, mode="clip") - np.uint8(ord("0"))
        right &= ~within | (digits < 10)  # noqa: PLR2004 - the ten digits
        numbers = np.where(within, numbers * 10 + digits, numbers)
    return numbers, right
