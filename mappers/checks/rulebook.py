"""The business rules of a declaration: plain functions in a list, each with its code and source.

A check takes the batch and the reference data and returns the rows that break the rule, located.
"""

import pandas as pd

from mappers.checks.batch import Check
from mappers.checks.code_checks import (
    countries_are_known,
    currency_is_known,
    excise_code_is_known,
    gst_code_is_known,
    licence_is_in_force,
    release_office_is_known,
    sima_code_is_known,
    special_authority_is_known,
    surtax_code_is_known,
    tariff_code_is_known,
    treatment_is_known,
    type_is_known,
    unit_is_known,
    vfd_code_is_known,
)
from mappers.checks.date_checks import (
    released_before_receipt,
    released_under_a_cycle,
    shipped_before_release,
)
from mappers.checks.invoice_checks import (
    invoice_is_dated_before_receipt,
    invoice_is_present,
    invoice_is_the_sum_of_its_lines,
    invoice_number_is_of_one_vendor,
)
from mappers.checks.measure_checks import (
    sima_code_answers_the_measure,
    sima_flag_is_given,
    sima_measure_is_in_force,
    surtax_code_is_given,
    surtax_is_said_once,
    surtax_order_is_in_force,
)
from mappers.checks.party_checks import (
    filer_holds_a_delegation,
    filers_account_holds_its_number,
    importer_has_a_valid_account_number,
    importer_is_registered,
    transaction_number_has_its_check_digit,
    transaction_number_is_the_filers,
)
from mappers.checks.plausibility_checks import (
    invoice_has_lines,
    previous_declaration_is_another,
    quantity_and_value_go_together,
    something_is_declared,
)
from mappers.checks.rate_checks import code_has_a_rate, quantity_is_in_a_unit_of_the_rate
from mappers.checks.structure_checks import (
    hand_filed_types_are_agreed,
    importer_is_in_rpp,
    lines_are_counted,
    lines_are_numbered_in_sequence,
    lines_are_within_the_limit,
    only_a_withdrawal_has_no_lines,
    type_has_its_elements,
    type_is_accepted,
    type_is_of_the_program,
    values_add_up,
)
from mappers.checks.tariff_checks import (
    countries_of_the_treatment_are_known,
    currency_has_a_rate,
    tariff_item_exists,
    treatment_is_open_to_the_origin,
    unit_is_the_tariffs,
)
from mappers.checks.version_checks import (
    change_follows_a_declaration,
    change_has_a_reason,
    change_is_a_later_version,
    change_is_in_time,
    change_is_the_next_version,
    declaration_stands,
    identity_is_kept,
    nothing_is_under_review,
    original_is_version_1,
    original_lines_stay,
    reasons_are_known,
)

OF_DECLARATIONS: tuple[Check, ...] = (
    importer_has_a_valid_account_number,
    importer_is_registered,
    filer_holds_a_delegation,
    filers_account_holds_its_number,
    transaction_number_is_the_filers,
    transaction_number_has_its_check_digit,
    original_is_version_1,
    type_is_known,
    type_is_accepted,
    type_is_of_the_program,
    hand_filed_types_are_agreed,
    importer_is_in_rpp,
    type_has_its_elements,
    release_office_is_known,
    released_before_receipt,
    released_under_a_cycle,
    only_a_withdrawal_has_no_lines,
    lines_are_counted,
    lines_are_within_the_limit,
    values_add_up,
    lines_are_numbered_in_sequence,
    invoice_is_present,
    invoice_number_is_of_one_vendor,
    invoice_is_dated_before_receipt,
    invoice_is_the_sum_of_its_lines,
    invoice_has_lines,
    something_is_declared,
    previous_declaration_is_another,
    quantity_and_value_go_together,
)

OF_LINES: tuple[Check, ...] = (
    tariff_item_exists,
    tariff_code_is_known,
    countries_are_known,
    treatment_is_known,
    countries_of_the_treatment_are_known,
    treatment_is_open_to_the_origin,
    vfd_code_is_known,
    unit_is_known,
    unit_is_the_tariffs,
    quantity_is_in_a_unit_of_the_rate,
    currency_is_known,
    currency_has_a_rate,
    shipped_before_release,
    sima_code_is_known,
    sima_flag_is_given,
    sima_code_answers_the_measure,
    sima_measure_is_in_force,
    surtax_code_is_known,
    surtax_code_is_given,
    surtax_is_said_once,
    surtax_order_is_in_force,
    excise_code_is_known,
    gst_code_is_known,
    code_has_a_rate,
    special_authority_is_known,
    licence_is_in_force,
)
"""What holds of a line by itself, in a declaration or not."""

CHECKS: tuple[Check, ...] = (*OF_DECLARATIONS, *OF_LINES)
"""Of every declaration."""

CHECKS_OF_CHANGES: tuple[Check, ...] = (
    change_is_a_later_version,
    change_follows_a_declaration,
    change_is_the_next_version,
    nothing_is_under_review,
    declaration_stands,
    identity_is_kept,
    change_is_in_time,
    change_has_a_reason,
    original_lines_stay,
    reasons_are_known,
)
"""Of new versions and withdrawals besides; they find nothing where there are none."""


def checks_of(declarations: pd.DataFrame) -> tuple[Check, ...]:
    """Return the checks that a batch of declarations needs."""
    changed = (declarations["function"] != "original").any()
    return CHECKS + CHECKS_OF_CHANGES if changed else CHECKS
