"""The measures of the audit: pure functions from a canonical table to ``Results`` (explained in docs/measures.md).

A measure reads no file and knows no language and no chart. A figure that cannot be calculated carries the reason.
Inputs of measures are made by ``pay_basis``, ``standard_factors``, ``in_service``, ``observed_flows``,
``raking_weights`` and ``Item``; ``refusals`` lists the reasons not to draw conclusions from a survey.
"""

from genderaudit.foundations.errors import known_names
from genderaudit.measures.activities import (
    activities_for_equality,
    activity_budget_for_equality,
    for_equality,
    reached_against_members,
    women_reached,
)
from genderaudit.measures.answers import Item
from genderaudit.measures.attendance import (
    attendance_by_age,
    attendance_of_women,
    attendance_of_youth,
    attendance_trend,
    quota_compliance,
    speaking_turns,
    under_quota,
)
from genderaudit.measures.availability import column_availability, data_availability
from genderaudit.measures.capacity import (
    budget_by_marker,
    budget_by_objective,
    budget_for_equality,
    budget_per_head,
    budget_spent,
    focal_point_coverage,
    focal_point_mandate,
    focal_point_men,
    focal_point_seniority,
    gender_training,
    training_hours,
    training_parity,
)
from genderaudit.measures.care import (
    back_from_leave,
    childcare_at_events,
    leave_length,
    leave_return,
    leave_uptake,
    working_time_arrangements,
)
from genderaudit.measures.decomposition import oaxaca_three_fold, oaxaca_two_fold
from genderaudit.measures.flows import (
    exit_ratio,
    in_service,
    promotion,
    recruitment_stages,
    selection_ratio,
)
from genderaudit.measures.key_areas import area_differences, area_results
from genderaudit.measures.pay import mean_pay_gap, median_pay_gap, pay_basis, pay_quartiles
from genderaudit.measures.pay_categories import (
    category_pay_gaps,
    factor_weighted_gap,
    gaps_by_working_time,
    variable_pay_gap,
    variable_pay_receipt,
)
from genderaudit.measures.pay_models import adjusted_gap, standard_factors
from genderaudit.measures.pay_regression import pay_regression
from genderaudit.measures.perception import item_differences, item_results, open_answers
from genderaudit.measures.projection import (
    change_between,
    change_of_counts,
    path_to_target,
    projection_to_target,
    trend,
)
from genderaudit.measures.quota_seats import seats, youth_seats
from genderaudit.measures.reliability import area_reliability, cronbach_alpha
from genderaudit.measures.representation import (
    age_pyramid,
    glass_ceiling_index,
    parity_index,
    representation_ratio,
    share_of_women,
    share_of_youth,
    step_ratios,
)
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.measures.segregation import duncan_index, karmel_maclachlan_index
from genderaudit.measures.services import arrears_ratio, loan_size_gap, served_against_members
from genderaudit.measures.stock_flow import appointments_needed, observed_flows, year_target_reached
from genderaudit.measures.texts import texts_meeting
from genderaudit.measures.weighting import raking_weights, refusals, representativeness, response

__all__ = [
    "Item",
    "Result",
    "Results",
    "activities_for_equality",
    "activity_budget_for_equality",
    "adjusted_gap",
    "age_pyramid",
    "appointments_needed",
    "area_differences",
    "area_reliability",
    "area_results",
    "arrears_ratio",
    "attendance_by_age",
    "attendance_of_women",
    "attendance_of_youth",
    "attendance_trend",
    "back_from_leave",
    "budget_by_marker",
    "budget_by_objective",
    "budget_for_equality",
    "budget_per_head",
    "budget_spent",
    "category_pay_gaps",
    "change_between",
    "change_of_counts",
    "childcare_at_events",
    "column_availability",
    "cronbach_alpha",
    "data_availability",
    "duncan_index",
    "exit_ratio",
    "factor_weighted_gap",
    "focal_point_coverage",
    "focal_point_mandate",
    "focal_point_men",
    "focal_point_seniority",
    "for_equality",
    "gaps_by_working_time",
    "gender_training",
    "glass_ceiling_index",
    "in_service",
    "item_differences",
    "item_results",
    "karmel_maclachlan_index",
    "leave_length",
    "leave_return",
    "leave_uptake",
    "loan_size_gap",
    "mean_pay_gap",
    "median_pay_gap",
    "oaxaca_three_fold",
    "oaxaca_two_fold",
    "observed_flows",
    "open_answers",
    "parity_index",
    "path_to_target",
    "pay_basis",
    "pay_quartiles",
    "pay_regression",
    "projection_to_target",
    "promotion",
    "quota_compliance",
    "raking_weights",
    "reached_against_members",
    "recruitment_stages",
    "refusals",
    "representation_ratio",
    "representativeness",
    "response",
    "seats",
    "selection_ratio",
    "served_against_members",
    "share_of_women",
    "share_of_youth",
    "speaking_turns",
    "standard_factors",
    "step_ratios",
    "texts_meeting",
    "training_hours",
    "training_parity",
    "trend",
    "under_quota",
    "variable_pay_gap",
    "variable_pay_receipt",
    "women_reached",
    "working_time_arrangements",
    "year_target_reached",
    "youth_seats",
]


def __getattr__(name: str) -> object:
    raise AttributeError(f"There is no measure {name}. {known_names(name, __all__)}")
