"""Numbers as XML Schema writes them (part 2, 3.2.3 decimal), as conversions read them."""

import re

_DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:\.(?P<fraction>[0-9]*))?")


def plain_number(text: str) -> str:
    """Return a number without what may stand and says nothing.

    That is a plus, the minus of zero, zeros before and behind, a bare mark. What is no number, or
    less than zero, is returned as it is.
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return text
    sign, whole, fraction = match["sign"], match["whole"], match["fraction"] or ""
    if not whole + fraction or (sign == "-" and (whole + fraction).strip("0")):
        return text
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
