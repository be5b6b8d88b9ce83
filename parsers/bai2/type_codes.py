"""Which type codes of BAI2 details are payments (BAI Cash Management Balance Reporting 2).

100 to 399 are credits, 400 to 699 debits. Only what is named here is posted: a deposit and the
items in it (116, 136, 143, 156) would be the same money twice.
"""

from typing import Final

OPENING, CLOSING = "010", "015"
"""The ledger balances of an account; all others are no sum of what is booked."""
CREDITS: Final = range(100, 400)
DEBITS: Final = range(400, 700)

PAYMENTS: Final = frozenset(
    {
        108,  # credit of any type
        115,  # lockbox deposit
        121, 122,  # EDI credit
        135,  # DTC concentration
        142, 145, 164, 165, 166, 169,  # ACH
        147,  # bank card deposit
        155,  # preauthorized draft
        171, 173, 174, 175, 184, 187,  # deposits
        191, 195, 201, 206, 208, 216, 218, 229,  # transfers and remittances
        301,  # commercial deposit
        366,  # currency deposit
        399,  # miscellaneous
    }
)  # fmt: skip
CHEQUES: Final = frozenset({115, 175})
"""Lockbox deposits and packages of cheques, among the payments."""
TAKEN_BACK: Final = frozenset(
    {
        123, 168, 172, 176, 189, 196, 252, 254, 255, 257, 258, 261, 263, 266, 268, 278, 357, 395,
        423, 468, 489, 496, 552, 554, 555, 557, 558, 561, 563, 566, 567, 568, 578, 595, 657,
    }
)  # fmt: skip
"""Returns, reversals and corrections."""
