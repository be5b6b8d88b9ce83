"""The terms of a price: what a line's charges are computed by, as one JSON text for equal lines.

``{"duty": TERM, "sima": [TERM, ..], "surtax": [TERM, ..], "excise": TERM, "gst": TERM, "reliefs":
[..], "rounding": ".."}``, a charge that does not apply left out. A TERM has ``rule, base,
rate_ppm, source, day``, with an amount a unit ``specific_micros, unit, factor_ppm``, and of a base
without content ``content_least_ppm``. What a ``base`` is, ``ledger.charges.BASES`` says.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from ledger.charges import BASES, CHARGES, ChargeTerms, Schedule
from ledger.money import MILLION
from ledger.rates import COMBINATIONS, RATE_MAX_PPM, Rates, unit_price

Terms = Mapping[str, Any]

ROUNDING: Final = "half up per line"
LISTED: Final = ("sima", "surtax")
"""Charges of which several may apply."""

_PRICE_MAX: Final = 2**62
_as_json: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def text_of(terms: Terms) -> str:
    """Return terms as the one text that equal terms have."""
    return _as_json(terms)


def texts_of(all_terms: Iterable[Terms]) -> list[str]:
    """Return the text of each; a term that several share, the same object, is written once."""
    written: dict[int, str] = {}

    def part(value: object) -> str:
        if isinstance(value, list):
            return f"[{','.join(map(part, value))}]"
        text = written.get(id(value))
        if text is None:
            text = written[id(value)] = _as_json(value)
        return text

    texts = []
    kept = list(all_terms)  # what has an id here stays
    for terms in kept:
        parts = [f'"{key}":{part(terms[key])}' for key in sorted(terms)]
        texts.append(f"{{{','.join(parts)}}}")
    return texts


def terms_of(text: str) -> Terms:
    """Return the terms that a text says."""
    terms: Terms = json.loads(text)
    return terms


def key_of(text: str) -> str:
    """Return the SHA-256 of a text of terms, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def rule_of(rate_ppm: int, specific_micros: int, combination: str) -> str:
    """Return how a rate computes: ``free, ad valorem, specific``, or how its parts combine."""
    if not specific_micros:
        return "ad valorem" if rate_ppm else "free"
    return combination if rate_ppm or combination != "sum" else "specific"


def rates_of(terms: Terms, charge: str) -> Sequence[Terms]:
    """Return the rates of a charge, in the order in which they apply; none where it does not."""
    if charge not in terms:
        return ()
    found: Sequence[Terms] = terms[charge] if charge in LISTED else (terms[charge],)
    return found


def remitted_ppm(terms: Terms, charge: str) -> int:
    """Return the share of a charge that is remitted: its reliefs together, at most all of it."""
    if "reliefs" not in terms:
        return 0
    shares = [int(each["remitted_ppm"]) for each in terms["reliefs"] if each["charge"] == charge]
    return min(MILLION, sum(shares))


def schedule_of(all_terms: Sequence[Terms]) -> Schedule:
    """Return terms as the columns that ``ledger.charges.price_lines`` prices by."""
    return {charge: _charge_terms(all_terms, charge) for charge in CHARGES}


def _charge_terms(all_terms: Sequence[Terms], charge: str) -> ChargeTerms:
    listed = [rates_of(terms, charge) for terms in all_terms]
    layers = max(map(len, listed), default=0)
    return ChargeTerms(
        tuple(
            rates_from(each[layer] if layer < len(each) else None for each in listed)
            for layer in range(layers)
        ),
        np.array([remitted_ppm(terms, charge) for terms in all_terms], dtype=np.int64),
    )


def rates_from(terms: Iterable[Terms | None]) -> Rates:
    """Return terms of one charge as columns, zero where there are none."""
    read: dict[int, tuple[int, ...]] = {}
    kept = list(terms)  # what has an id here stays: a term that several share is read once
    for each in kept:
        if id(each) not in read:
            read[id(each)] = _NOTHING if each is None else _rate(each)
    rows = np.array([read[id(each)] for each in kept], dtype=np.int64)
    share, numerator, denominator, combination, base, least = rows.reshape(-1, len(_NOTHING)).T
    return Rates(
        share.copy(),
        numerator.copy(),
        denominator.copy(),
        combination.astype(np.int8),
        base.astype(np.int8),
        least.copy(),
    )


_BASE_PLACES: Final = {name: place for place, name in enumerate(BASES)}
_NOTHING: Final = (0, 0, 1, 0, 0, 0)


def _rate(term: Terms) -> tuple[int, ...]:
    of_base = _BASE_PLACES[term["base"]], term.get("content_least_ppm", 0)
    if "specific_micros" not in term:
        return min(term["rate_ppm"], RATE_MAX_PPM + 1), 0, 1, 0, *of_base
    numerator, denominator = unit_price(term["specific_micros"], term["factor_ppm"])
    if numerator > _PRICE_MAX:  # a price that no number of 64 bits holds: beyond any bound
        return RATE_MAX_PPM + 1, 0, 1, 0, *of_base
    rule = term["rule"]
    combination = COMBINATIONS.index(rule) if rule in COMBINATIONS else 0
    return min(term["rate_ppm"], RATE_MAX_PPM + 1), numerator, denominator, combination, *of_base
