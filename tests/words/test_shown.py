"""What others wrote does nothing where it is shown, and can still be read."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from words.shown import in_cell, in_markdown, in_xml, plain

TEXTS = st.text(
    st.one_of(
        st.sampled_from("\x1b\x9b\x00\r\n\u202e\u200b\ufeff\ufffe\ud800\U000e0041"),
        st.sampled_from("[]()<>&*_`|#!\\\"'=+-@:/. "),
        st.characters(),
    ),
    max_size=40,
)  # fmt: skip
HOSTILE = [
    "[x](http://a.example)", "![x](http://a.example/x.png)", "<img src=x>", "http://a.example",
    "www.a.example", "a@a.example", "**x**", "`x`", "# x", "| a | b |\n|---|---|", "---", "- x",
    "1. x", "<!-- x -->", "&lt;b&gt;", "[/]", "\x1b[31mx", "\u202ex",
]  # fmt: skip


@given(TEXTS)
def test_nothing_that_is_shown_acts(text: str):
    """No character without a shape is left, and in a JSON document the value stays the same."""
    shown = plain(text)
    assert not any(unicodedata.category(each)[0] == "C" for each in shown)
    assert len(shown.splitlines()) <= 1
    document = json.dumps(text, ensure_ascii=False)
    assert json.loads(plain(document)) == text


@given(st.one_of(TEXTS, st.sampled_from(HOSTILE)))
def test_a_page_of_markdown_shows_the_text(text: str):
    """A renderer that makes links of addresses too finds one paragraph of mere text."""
    page = MarkdownIt("gfm-like").parse(f"x {in_markdown(text)} x")
    assert [token.type for token in page] == ["paragraph_open", "inline", "paragraph_close"]
    parts = page[1].children or []
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert "".join(part.content for part in parts) == f"x {plain(text)} x"


@given(TEXTS)
def test_any_text_is_carried_by_xml(text: str):
    """No text is refused by the library that writes it, and none comes back as another's."""
    element = etree.Element("a")
    element.text = in_xml(text)
    assert etree.fromstring(etree.tostring(element)).text in {
        element.text, element.text.replace("\r", "\n"), None if not text else element.text,
    }  # fmt: skip


def test_no_cell_is_computed():
    """What a spreadsheet takes for a formula gets a quote before it; a number stays one."""
    assert [in_cell(each) for each in ("=1+1", "@a", "-x", "a=b", "", -5, None)] == [
        "'=1+1", "'@a", "'-x", "a=b", "", -5, None,
    ]  # fmt: skip
