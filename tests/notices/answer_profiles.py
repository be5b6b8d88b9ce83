"""The published structures of the answers, as far as these use them: what they are held to.

CONTRL of syntax version 4 (ISO 9735-4) and CUSRES of directory D.13B.
"""

from dataclasses import replace

from parsers.edifact.profile.profile_tables import Element, Group, MessageProfile, SegmentUse
from parsers.values import Codes, code, integer, matching, text

SYNTAX_ERRORS = code(
    *map(
        str, (2, 7, *range(12, 19), *range(20, 27), *range(28, 34), 35, 36, 37, 39, 40, 45, 46, 47)
    )
)
SERVICE_TAGS = code("UNA", "UNB", "UNZ", "UNG", "UNE", "UNH", "UNT")
MONEY = matching("[0-9]{1,15}([.][0-9]{1,2})?", "n..18")


def _element(
    number: str, at: tuple[int, int], length: int | Codes, *, needed: bool = False
) -> Element:
    return Element(
        column="",
        name=f"at {at[0]}.{at[1]}",
        number=number,
        at=at,
        representation="",
        convert=text(length) if isinstance(length, int) else length,
        mandatory=needed,
    )


def _party(element: int) -> tuple[Element, ...]:
    lengths = (35, 4, 35, 35)
    return tuple(
        _element(f"S{element}", (element, n), length, needed=n == 1)
        for n, length in enumerate(lengths, start=1)
    )


def _fault(element: int) -> tuple[Element, ...]:
    """Return 0085, 0135 and S011."""
    return (
        _element("0085", (element, 1), SYNTAX_ERRORS),
        _element("0135", (element + 1, 1), SERVICE_TAGS),
        Element(**{**_element("0098", (element + 2, 1), 3).__dict__, "convert": integer}),
        Element(**{**_element("0104", (element + 2, 2), 3).__dict__, "convert": integer}),
    )


def _use(tag: str, *elements: Element, needed: bool = True, often: int = 1) -> SegmentUse:
    return SegmentUse(tag=tag, name=tag, mandatory=needed, repeat=often, elements=elements)


def _group(number: str, often: int, *body: SegmentUse | Group) -> Group:
    return Group(name=number, number=number, mandatory=False, repeat=often, body=body)


_ACTION = code("4", "7", "8")
_IDENTIFIER = tuple(
    _element("S009", (2, n), length, needed=n == 1)
    for n, length in enumerate((6, 3, 3, 3, 6, 6, 6), start=1)
)

CONTRL = MessageProfile(
    type="CONTRL",
    directory="4.1",
    source="ISO 9735-4",
    root=Group(
        name="report",
        number="",
        body=(
            _use("UNH"),
            _use(
                "UCI",
                _element("0020", (1, 1), 14, needed=True),
                *_party(2),
                *_party(3),
                _element("0083", (4, 1), _ACTION, needed=True),
                *_fault(5),
            ),
            _group(
                "SG1",
                999_999,
                _use(
                    "UCM",
                    _element("0062", (1, 1), 14),
                    *_IDENTIFIER,
                    _element("0083", (3, 1), _ACTION, needed=True),
                    *_fault(4),
                ),
                _group(
                    "SG2",
                    999,
                    _use(
                        "UCS",
                        Element(**{**_element("0096", (1, 1), 6).__dict__, "convert": integer}),
                        _element("0085", (2, 1), SYNTAX_ERRORS),
                    ),
                    _use(
                        "UCD",
                        _element("0085", (1, 1), SYNTAX_ERRORS, needed=True),
                        Element(**{**_element("0098", (2, 1), 3).__dict__, "convert": integer}),
                        Element(**{**_element("0104", (2, 2), 3).__dict__, "convert": integer}),
                        needed=False,
                        often=99,
                    ),
                ),
            ),
        ),
    ),
)


def _references(often: int) -> SegmentUse:
    parts = ((1, 1, 3), (1, 2, 70), (1, 3, 6), (1, 4, 9))
    elements = (_element("C506", (e, c), length, needed=c < 3) for e, c, length in parts)
    return _use("RFF", *elements, needed=False, often=often)


_TAX = _use("TAX", _element("5283", (1, 1), 3, needed=True), _element("5153", (2, 1), 3))
_MONEY = _use(
    "MOA",
    _element("5025", (1, 1), 3, needed=True),
    Element(**{**_element("5004", (1, 2), 35).__dict__, "convert": MONEY}),
    _element("6345", (1, 3), 3),
    needed=False,
    often=99,
)

_CONVERSION = _group(
    "SG10",
    9,
    _use(
        "CUX",
        _element("6347", (1, 1), 3, needed=True),
        _element("6345", (1, 2), 3),
        _element("6347", (2, 1), 3),
        _element("6345", (2, 2), 3),
        _element("5402", (3, 1), 12),
    ),
)

CUSRES = MessageProfile(
    type="CUSRES",
    directory="D.13B",
    source="UN/EDIFACT directory D.13B, message CUSRES",
    root=Group(
        name="response",
        number="",
        body=(
            _use("UNH"),
            _use(
                "BGM",
                _element("1001", (1, 1), 3, needed=True),
                _element("1004", (2, 1), 70),
                _element("1225", (3, 1), 3),
            ),
            _use(
                "DTM",
                _element("2005", (1, 1), 3, needed=True),
                _element("2380", (1, 2), 35),
                _element("2379", (1, 3), 3),
                needed=False,
                often=9,
            ),
            _references(999),
            _group(
                "SG4",
                999,
                _use(
                    "ERP",
                    _element("1049", (1, 1), 3),
                    _element("1052", (1, 2), 35),
                    _element("9166", (2, 1), 3),
                    _element("1050", (2, 2), 10),
                    _element("1051", (2, 3), 3),
                ),
                _references(9),
                _group(
                    "SG5",
                    9,
                    _use(
                        "ERC",
                        _element("9321", (1, 1), 17, needed=True),
                        _element("1131", (1, 2), 17),
                        _element("3055", (1, 3), 3),
                    ),
                    _use(
                        "FTX",
                        _element("4451", (1, 1), 3, needed=True),
                        _element("4440", (4, 1), 512, needed=True),
                        needed=False,
                        often=99,
                    ),
                ),
            ),
            _group("SG5", 99, _TAX, _MONEY),
            _group(
                "SG6",
                99_999,
                _use("DOC", _element("1001", (1, 1), 3, needed=True), _element("1004", (2, 1), 70)),
                _group("SG9", 99, replace(_MONEY, mandatory=True, repeat=1), _CONVERSION),
                _group(
                    "SG12",
                    9999,
                    _use("CST", _element("1496", (1, 1), 6, needed=True)),
                    _group("SG13", 999_999, _TAX, _MONEY),
                ),
            ),
            _use("CNT", _element("6069", (1, 1), 3, needed=True), _element("6066", (1, 2), 18)),
        ),
    ),
)
