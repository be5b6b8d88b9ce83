"""Plain details (16) that are right payments, as columns; the others are read one by one.

Takes nothing on itself: what is found here is what ``entry_records`` finds in each.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from parsers.bai2.plain_details import BANK, CUSTOMER, TEXT, Flags, PlainDetails
from parsers.bai2.type_codes import CHEQUES, PAYMENTS
from parsers.banks.entry_keys import PLAIN_LENGTH_MAX
from parsers.findings import VALUE_LENGTH_MAX

_TYPES: Final = 1_000
_BN15_BYTES: Final = 15
_BY_CHEQUE: Final = pa.scalar("cheque", pa.string())
_NONE: Final = pa.scalar(None, pa.string())


class PaymentColumns(NamedTuple):
    """The payments among details: which they are and what they say; and which are the others.

    ``own`` are their banks' references, null where a payment has none of its own.
    """

    numbers: npt.NDArray[np.int64]
    own: pa.Array
    located: Mapping[str, pa.Array]
    paid: Mapping[str, pa.Array]
    of_all: Mapping[str, Any]
    others: list[int]
    cents: int


def payment_columns(
    details: PlainDetails, shared: frozenset[str], as_of: dt.date | None
) -> PaymentColumns:
    """Read the details of an account on a day; ``shared`` are references that name none."""
    types, (cents, written) = details.types(), details.amounts()
    places, named = details.accounts()
    said, told = _said(details)
    right = written & (cents > 0) & _PAYMENT[types] & named & told & _is_own_or_none(details)
    if as_of is None:
        right[:] = False
    rows = np.flatnonzero(right)
    bank_from, bank_to = (each[rows] for each in details.field(BANK))
    amounts = pa.array(cents[rows])
    return PaymentColumns(
        rows,
        _own(details.texts(bank_from, bank_to), shared),
        {
            "byte_from": pa.array(details.starts[rows].astype(np.int64) + details.offset),
            "byte_to": pa.array(details.behind[rows].astype(np.int64) + details.offset),
        },
        {
            "method": pc.if_else(pa.array(_CHEQUE[types[rows]]), _BY_CHEQUE, _NONE),
            "entry_cents": amounts,
            "plain_reference": said.take(pa.array(rows)),
            "told": _told(details, rows),
            "bn15": details.texts(places[rows], places[rows] + _BN15_BYTES),
            "amount_cents": amounts,
        },
        {"part": 1, "booked_on": as_of, "value_on": as_of},
        np.flatnonzero(~right).tolist(),
        int(cents[rows].sum()),
    )


def _numbered(types: frozenset[int]) -> Flags:
    """Return by its number whether a type is one of these; the last is that of no number."""
    flags = np.zeros(_TYPES + 1, dtype=np.bool_)
    flags[list(types)] = True
    return flags


_PAYMENT, _CHEQUE = _numbered(PAYMENTS), _numbered(CHEQUES)


def _said(details: PlainDetails) -> tuple[pa.Array, Flags]:
    """Return what tells entries apart of what is said of each, and where that is sure."""
    by_customer, nobody = details.names(CUSTOMER)
    by_text, _ = details.names(TEXT)
    starts, ends = (
        np.where(by_customer, *each)
        for each in zip(details.field(CUSTOMER), details.field(TEXT), strict=True)
    )
    said = details.compared(starts, ends)
    short = pc.less_equal(pc.binary_length(said), PLAIN_LENGTH_MAX)
    return said, (by_customer | (nobody & by_text)) & short.to_numpy(zero_copy_only=False)


def _told(details: PlainDetails, rows: npt.NDArray[np.int64]) -> pa.Array:
    """Return all that is said of each, field by field, without those that hold nothing."""
    texts = (
        pc.ascii_trim_whitespace(details.texts(*(each[rows] for each in details.field(number))))
        for number in (BANK, CUSTOMER, TEXT)
    )
    told = (pc.if_else(pc.equal(each, ""), _NONE, each) for each in texts)
    return pc.binary_join_element_wise(*told, " ", null_handling="skip")


def _is_own_or_none(details: PlainDetails) -> Flags:
    """Tell which have a reference of the bank that surely is one, or none at all."""
    named, nothing = details.names(BANK)
    starts, ends = details.field(BANK)
    return (named & (ends - starts < VALUE_LENGTH_MAX)) | nothing


def _own(references: pa.Array, shared: frozenset[str]) -> pa.Array:
    of_none = pc.is_in(references, pa.array(["", *shared], pa.string()))
    return pc.if_else(of_none, _NONE, references)
