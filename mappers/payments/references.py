"""What the text of a payment names: program accounts, transactions, businesses, as people write it.

A business number is nine digits, of which the last is Luhn's check digit; a program account is that
number, two letters of the program and four digits (RM: import and export). A transaction number is
14 digits and has no check digit that is published. A statement's number begins with its account.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import pandas as pd
from stdnum.ca import bn

ACCOUNT, TRANSACTION, BUSINESS, CUT = "account", "transaction", "business", "cut"
"""Kinds of references. ``CUT`` is what an account begins with: too little to be certain of."""
OF_CUSTOMS: Final = "RM"
REFERENCE: Final = ("payment", "kind", "value", "joined", "program")
"""Columns: the payment by its place, what is named, whether it is joined with other digits so that
it may be no account, and of a business the two letters of the program that is named with it."""

_BETWEEN: Final = r"[ .\-/_:]{0,3}"
_NINE: Final = r"\d(?:[ .\-/]?\d){8}"
_ACCOUNT: Final = re.compile(
    rf"(?P<before>\d?)(?P<bn9>{_NINE}){_BETWEEN}(?P<program>R ?[A-Z]){_BETWEEN}"
    r"(?P<number>\d(?:[ .\-]?\d){3})"
)
_BEHIND: Final = re.compile(r"(?!\d)|20\d{6}|\d{9}R")
"""What follows an account: no digit, the date of its statement, or an account again."""
_CUT: Final = re.compile(
    rf"(?<!\d)(?P<bn9>{_NINE}){_BETWEEN}R ?M{_BETWEEN}(?P<number>\d(?: ?\d){{0,2}})(?!\d)"
)
_OF_BUSINESS: Final = re.compile(rf"(?<!\d)(?P<bn9>{_NINE}){_BETWEEN}R ?M(?![A-Z0-9])")
_LABELLED: Final = re.compile(
    r"(?<![A-Z])(?:BN|NE|BUSINESS (?:NUMBER|NO)|(?:NUMERO|NO) D.?ENTREPRISE)(?: ?(?:9|15))?"
    rf"[ .:#\-]{{0,3}}(?P<bn9>{_NINE})(?!\d)"
)
_TRANSACTION: Final = re.compile(r"(?<!\d)(?=(?P<number>\d(?:[ \-]?\d){13})(?!\d))")
_JOINED_TRANSACTIONS: Final = re.compile(r"(?<!\d)(?:\d{14}){2,8}(?!\d)")
_DASHES: Final = str.maketrans(dict.fromkeys("\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}", "-"))
_NO_LETTER: Final = re.compile(r"[^A-Za-z0-9]")
_NO_DIGIT: Final = re.compile(r"\D")
_BLANKS: Final = re.compile(r"\s+")
_MOST: Final = 4000
"""Letters of a text that are looked through."""


class Named(NamedTuple):
    """One reference of a text; see ``REFERENCE``."""

    kind: str
    value: str
    joined: bool = False
    program: str = ""


def references_of(texts: Iterable[str | None]) -> pd.DataFrame:
    """Return a row a reference (``REFERENCE``); payments are numbered from 0 in the order given."""
    rows = [
        (number, *named) for number, text in enumerate(texts) if text for named in named_in(text)
    ]
    frame = pd.DataFrame(rows, columns=list(REFERENCE))
    return frame.astype(
        {"payment": "int64", "kind": "str", "value": "str", "joined": "bool", "program": "str"}
    )


def named_in(text: str) -> tuple[Named, ...]:
    """Return what a text names, each once: in any case, with or without spaces and dashes."""
    return tuple(dict.fromkeys(_named(folded(text[:_MOST]))))


def plain_name(text: str) -> str:
    """Return a name as names are compared: letters without accents and digits, in capitals.

    The book's function of the same name says the same.
    """
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", text)).upper()


def beside_references(text: str) -> str:
    """Return what a text says besides references: of a bank that names no payer, the payer."""
    left = _NUMBERS.sub(" ", _taken_out(folded(text[:_MOST])))
    return _BLANKS.sub(" ", _LABELS.sub(" ", left)).strip(" |.,:;#-")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text in capitals without accents, its dashes and blanks as one of each."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_DASHES))
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _BLANKS.sub(" ", text.upper())


def _named(text: str) -> Iterator[Named]:
    for found in _ACCOUNT.finditer(text):
        bn9, number = _digits(found["bn9"]), _digits(found["number"])
        program = found["program"].replace(" ", "")
        joined = bool(found["before"]) and not bn.is_valid(bn9)
        joined |= _BEHIND.match(text, found.end()) is None
        if program == OF_CUSTOMS:
            yield Named(ACCOUNT, f"{bn9}{OF_CUSTOMS}{number}", joined)
        else:
            yield Named(BUSINESS, bn9, joined, program)
    left = _taken_out(text)
    for found in _CUT.finditer(left):
        yield Named(CUT, f"{_digits(found['bn9'])}{OF_CUSTOMS}{_digits(found['number'])}")
    for pattern in (_OF_BUSINESS, _LABELLED):
        for found in pattern.finditer(left):
            yield Named(BUSINESS, _digits(found["bn9"]))
    for found in _TRANSACTION.finditer(left):
        yield Named(TRANSACTION, _digits(found["number"]))
    for found in _JOINED_TRANSACTIONS.finditer(left):
        numbers = found[0]
        for start in range(0, len(numbers), 14):
            yield Named(TRANSACTION, numbers[start : start + 14])


def _taken_out(text: str) -> str:
    """Return a text in which marks stand for the accounts of any program."""
    return _ACCOUNT.sub("|", text)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


_NUMBERS: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{0,4}\d{5,}(?:[-/]\d+)*(?![A-Z0-9])|[|]")
_LABELS: Final = re.compile(
    r"(?<![A-Z0-9])(?:BN|NE|REF|PMT|PAYMENT|PAIEMENT|CUSTOMS|DOUANES?|DUTIES|DROITS|COMPTE|"
    r"ACCOUNT|STATEMENT|RELEVE|TRANSACTIONS?|NOTPROVIDED)(?![A-Z0-9])"
)
"""Words that say what a payment is for, not who pays."""
