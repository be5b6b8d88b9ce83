"""The room of words: all that people read is there, in both languages, and nobody else chooses."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import get_args

import pytest

import words
from jobs.intake.starter_kit import SAMPLES
from jobs.registry.link_account import Outcome
from plugins.api.languages import Code
from tests.test_house import OURS, ROOT
from words.language import Language, Phrases, Words
from words.linking import LINKING
from words.pages.starter_kit import SHOWN

SUBJECTS = sorted(
    module.name.removeprefix("words.")
    for module in pkgutil.walk_packages(words.__path__, prefix="words.")
    if not module.ispkg
)


def texts_of(value: object) -> Iterator[Words]:
    """Find the texts in what a module holds."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, Phrases):
        yield from value.texts.values()
    elif isinstance(value, Mapping):
        yield from (each for each in value.values() if isinstance(each, Words))
    elif isinstance(value, tuple):
        yield from (each for each in value if isinstance(each, Words))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_text_is_in_both_languages(subject: str):
    """No text lacks its French, and both languages have the same blanks to fill in."""
    module = importlib.import_module(f"words.{subject}")
    for text in [each for value in vars(module).values() for each in texts_of(value)]:
        english, french = (
            {name for _, name, _, _ in Formatter().parse(said) if name is not None}
            for said in (text.en, text.fr)
        )
        assert text.en and text.fr and english == french, text


def test_a_third_language_is_refused():
    """What is neither English nor French is a fault of ours, and never English by silence."""
    with pytest.raises(ValueError, match="de"):
        Words("yes", "oui").in_("de")
    assert [Words("yes", "oui").in_(language) for language in Language] == ["yes", "oui"]
    assert [language.other for language in Language] == [Language.FR, Language.EN]


def test_every_outcome_and_every_sample_has_its_text():
    """What is said under the name of something else is said of all of them."""
    assert set(LINKING.texts) == set(Outcome)
    assert set(SHOWN.texts) == {sample.name for sample in SAMPLES}


def test_nobody_else_chooses_between_the_languages():
    """Outside of words no code is written as a text, and no language is compared with anything.

    The simulator, which shares nothing with what it examines, writes codes into its files.
    The one parameter of the API that is a language spells its codes, which its description lists.
    """
    chosen = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in sorted((OURS | {"dags"}) - {"words", "simulator"})
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_code(node) or _compares_a_language(node)
    ]
    assert {place.partition(":")[0] for place in chosen} == {"plugins/api/languages.py"}
    assert len(chosen) == len(Language) and get_args(Code) == tuple(Language)


def test_no_template_chooses_between_the_languages():
    """A template is given its texts; it does not ask which language they are in."""
    listed = [
        path
        for folder in OURS
        for kind in ("html", "typ")
        for path in (ROOT / folder).rglob(f"*.{kind}")
    ]
    assert listed
    for path in listed:
        text = path.read_text(encoding="utf-8").lower()
        assert "french" not in text and not {"'fr'", '"fr"'} & set(text.split()), path


def _is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in set(Language)


def _compares_a_language(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare) or all(_is_none(each) for each in node.comparators):
        return False
    sides = [node.left, *node.comparators]
    return any(_names_a_language(side) for side in sides)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _names_a_language(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "language" or _names_a_language(node.value)
    return isinstance(node, ast.Name) and node.id in {"language", "Language", "french"}
