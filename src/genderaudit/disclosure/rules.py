"""The rules that hide a result, by the names under which reports and findings give them as the reason."""

SMALL_CELL = "hidden_small_cell"
SMALL_BASE = "hidden_small_base"
PAY_OF_FEW = "hidden_pay_of_few"
NEARLY_NONE = "hidden_nearly_none"
NEARLY_ALL = "hidden_nearly_all"
ONE_DOMINATES = "hidden_one_dominates"
FOLLOWS = "hidden_follows_from_total"
DIFFERS = "hidden_differs_by_few"
HIDDEN = (SMALL_CELL, SMALL_BASE, PAY_OF_FEW, NEARLY_NONE, NEARLY_ALL, ONE_DOMINATES, FOLLOWS, DIFFERS)
