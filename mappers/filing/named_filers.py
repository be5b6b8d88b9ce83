"""A filer named by program account (BN15) files under the number that its declaration starts with.

The first five of the fourteen digits of a transaction number are its filer's account security
number (CAD-011): a broker may hold several, and the declaration says which one it is filed under.
"""

from typing import Final

import pandas as pd

_FILERS_DIGITS: Final = 5


def by_number(declarations: pd.DataFrame) -> pd.DataFrame:
    """Return declarations whose ``filer`` is a number throughout.

    ``filer_account`` is the program account by which a filer named itself; null for all others.
    """
    by_account = declarations["filer"].str.len() > _FILERS_DIGITS
    numbers = declarations["transaction_number"].str[:_FILERS_DIGITS]
    return declarations.assign(
        filer=declarations["filer"].mask(by_account, numbers),
        filer_account=declarations["filer"].where(by_account),
    )
