"""Lines to prices, each with the basis that explains it."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ledger.charges import price_lines
from mappers.pricing.bases import Bases, bases_of, exchange_bases
from mappers.pricing.rate_rows import RateRows
from mappers.reference.reference_data import ReferenceData
from mappers.rows import without


@dataclass(frozen=True)
class Priced:
    """Lines with their amounts, and what they were priced by.

    ``lines`` gain ``exchange_rate_ppm``, the columns of ``ledger.charges.price_lines``,
    ``basis_key, exchange_basis_key`` and ``basis``, the place in ``bases``.
    """

    lines: pd.DataFrame
    bases: Bases
    exchange: Bases

    def without(self, messages: set[int]) -> "Priced":
        """Return all but the lines of the messages named."""
        return replace(self, lines=without(self.lines, "message", messages))

    def basis_texts(self) -> pd.DataFrame:
        """Return ``basis_key, terms`` of every basis of the lines, each once."""
        texts = dict(zip(self.bases.keys, self.bases.texts, strict=True))
        texts |= dict(zip(self.exchange.keys, self.exchange.texts, strict=True))
        used = [*self.lines["basis_key"].unique(), *self.lines["exchange_basis_key"].unique()]
        return pd.DataFrame({"basis_key": used, "terms": [texts[key] for key in used]}, dtype="str")


def price(lines: pd.DataFrame, rate_rows: RateRows, reference: ReferenceData) -> Priced:
    """Price lines that no check refused: each has all the rates that it asks for."""
    bases = bases_of(lines["question"].to_numpy(), rate_rows, reference)
    exchange = exchange_bases(lines, rate_rows, reference)
    rates = reference.exchange_rates.rows["rate_ppm"].to_numpy(dtype=np.int64)
    rated = lines.assign(
        basis=bases.of_line,
        basis_key=bases.line_keys.to_numpy(),
        exchange_basis_key=exchange.line_keys.to_numpy(),
        exchange_rate_ppm=rates[lines["exchange_row"].to_numpy()],
    )
    return Priced(pd.concat([rated, price_lines(rated, bases.schedule)], axis=1), bases, exchange)
