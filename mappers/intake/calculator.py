"""Lines that stand in no declaration, priced as if they did: what the duty calculator answers."""

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from mappers.checks.amount_checks import too_large
from mappers.checks.batch import look_up
from mappers.checks.code_checks import type_is_known
from mappers.checks.rulebook import OF_LINES
from mappers.checks.structure_checks import type_is_accepted
from mappers.intake.many_files import received
from mappers.pricing.line_prices import Priced, price
from mappers.reference.reference_data import ReferenceData
from mappers.rules.declaration_rules import DeclarationRules
from parsers.message_tables import MessageTables

_CHECKS = (type_is_known, type_is_accepted, *OF_LINES)


@dataclass(frozen=True)
class Calculated:
    """The prices of the lines that can be priced, and as faults why the others cannot."""

    priced: Priced
    faults: pd.DataFrame


def calculate(
    tables: MessageTables,
    reference: ReferenceData,
    *,
    accounted_on: dt.date,
    rules: DeclarationRules,
) -> Calculated:
    """Price every line, each the only one of its declaration; one with a fault costs no other.

    A line without a unit is taken in that of its tariff item.
    """
    tables = replace(tables, lines=_in_the_tariffs_unit(tables, reference))
    return calculate_received(received(tables, accounted_on), reference, rules=rules)


def calculate_received(
    tables: MessageTables, reference: ReferenceData, *, rules: DeclarationRules
) -> Calculated:
    """Price every line that nothing refuses; declarations have ``received_on``, each its own."""
    checked = look_up(tables, reference, rules)
    found = pd.concat([check(checked) for check in _CHECKS], ignore_index=True)
    right = checked.lines[~checked.lines["message"].isin(set(found["message"]))]
    priced = price(right, checked.rate_rows, checked.reference)
    beyond = too_large(priced.lines)
    faults = pd.concat([found, beyond], ignore_index=True)
    return Calculated(priced.without(set(beyond["message"])), faults)


def _in_the_tariffs_unit(tables: MessageTables, reference: ReferenceData) -> pd.DataFrame:
    released = tables.declarations.set_index("message")["release_on"]
    lines = tables.lines
    dated = lines.assign(release_on=lines["message"].map(released).astype("datetime64[s]"))
    units = reference.tariff_items.value(
        dated, "unit", on={"tariff_item": "tariff_item"}, day="release_on"
    )
    return lines.assign(unit=lines["unit"].fillna(units.astype("str")))
