"""Places of elements in the bytes of an XML file are exact, whatever stands between them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parsers.xml.spans import spans

NAME = "Declaration"
BLANKS = st.text(" \t\r\n", max_size=3)
HIDING = st.sampled_from(
    [f"<{NAME}>", f"</{NAME}>", f"<{NAME} />", "<!-", "->", "/>", "<?", "]]", "&", "é", "㰀", "𐀀"]
)
TEXTS = st.lists(HIDING, max_size=4).map("".join)
VALUES = st.lists(st.sampled_from(["/", ">", "/>", f"{NAME}", "x", "?>", "-->", "é", "㰀"]),
                  max_size=4).map("".join)  # fmt: skip


@st.composite
def attributes(draw: st.DrawFn) -> str:
    """Attributes whose values may hold what ends a tag, in either quotes, and blanks."""
    made = ""
    for number in range(draw(st.integers(0, 2))):
        mark = draw(st.sampled_from("\"'"))
        around = draw(BLANKS)
        other = "'" if mark == '"' else '"'
        made += f"{draw(BLANKS)} a{number}{around}={around}{mark}{draw(VALUES)}{other}{mark}"
    return made + draw(BLANKS)


@st.composite
def inside(draw: st.DrawFn, depth: int = 2) -> str:
    """What may stand between tags: text, what hides tags, other elements, the same element."""
    made = ""
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.integers(0, 6))
        hidden = draw(TEXTS)
        if kind == 0:
            made += f"<!--{hidden.replace('-', ' ')}-->"
        elif kind == 1:
            made += f"<![CDATA[{hidden.replace(']', ' ')}]]>"
        elif kind == 2:
            made += f"<?pi {hidden.replace('?', ' ')}?>"
        elif kind == 3:
            made += draw(st.sampled_from(["text", "é", "㰀", "> /> ]]", ""])).replace("]]", "] ]")
        elif kind == 4:
            made += f"<{NAME}Office{draw(attributes())}/>"
        elif depth:
            name = draw(st.sampled_from(["Foo", "d:Foo", NAME, f"d:{NAME}"]))
            made += f"<{name}{draw(attributes())}>{draw(inside(depth - 1))}</{name}{draw(BLANKS)}>"
    return made


@st.composite
def documents(draw: st.DrawFn) -> list[tuple[str, bool]]:
    """Pieces of a document, and of each whether it is an element that is looked for."""
    pieces: list[tuple[str, bool]] = []
    prefix = draw(st.sampled_from(["", "d:", "é:"]))
    for _ in range(draw(st.integers(0, 6))):
        between = draw(inside(0))
        pieces.append((between, False))
        if draw(st.booleans()):
            pieces.append((f"<{prefix}{NAME}{draw(attributes())}/>", True))
        else:
            start = f"<{prefix}{NAME}{draw(attributes())}>"
            pieces.append((f"{start}{draw(inside())}</{prefix}{NAME}{draw(BLANKS)}>", True))
    return pieces


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@given(documents())
def test_places_are_exact(tmp_path_factory, encoding: str, pieces: list[tuple[str, bool]]):
    """The bytes at each place are the element, to the byte, and none is missed or made up."""
    before, after = "<Batch xmlns:d='d' xmlns:é='e'>", "</Batch>"
    content = "".join([before, *(text for text, _ in pieces), after])
    mark = "\ufeff" if encoding != "utf-8" else ""
    encoded = (mark + content).encode(encoding)
    root = etree.fromstring(encoded)
    path = tmp_path_factory.mktemp("spans") / "file"
    path.write_bytes(encoded)
    expected, at = [], len((mark + before).encode(encoding))
    for text, wanted in pieces:
        end = at + len(text.encode(encoding))
        if wanted:
            expected.append((at, end))
        at = end
    assert list(spans(path, NAME)) == expected
    assert len(root.findall(f"{{*}}{NAME}")) == len(expected)


def test_a_thousand_blanks_shift_no_place(tmp_path: Path):
    """A self-closing tag with a blank before its end is its own end."""
    one = "<Declaration />"
    content = "<Batch>" + one * 1_000 + "</Batch>"
    path = tmp_path / "file"
    path.write_text(content, encoding="ascii")
    assert [content[s.byte_from : s.byte_to] for s in spans(path, NAME)] == [one] * 1_000


def test_places_end_where_the_document_breaks(tmp_path: Path):
    """An unfinished comment is looked through once, not once for each that may begin in it."""
    path = tmp_path / "file"
    path.write_bytes(b"<Batch><Declaration/>" + b"<!--" * 1_000_000)
    assert len(list(spans(path, NAME))) == 1
