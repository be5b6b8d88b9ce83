"""The algorithms by which the last digit of a number is checked."""

from collections.abc import Callable, Mapping
from typing import Final

from stdnum import luhn, verhoeff
from stdnum.iso7064 import mod_11_10

CHECK_DIGITS: Final[Mapping[str, Callable[[str], bool]]] = {
    "none": lambda _number: True,
    "luhn": luhn.is_valid,
    "mod_11_10": mod_11_10.is_valid,
    "verhoeff": verhoeff.is_valid,
}
"""The algorithms that ``config/rules/declarations.toml`` may name."""
