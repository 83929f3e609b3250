"""Invented surveys, and results by group."""

import math

import numpy as np
import pandas as pd

from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY, Item

NAN = math.nan
ITEMS = [Item("K1", "K"), Item("I1", "I"), Item("K2", "K", reverse=True), Item("K3", "K"), Item("I2", "I")]


def survey_of(sex: str, **items: list[float]) -> pd.DataFrame:
    """One letter a person: F, M, X, or - for not stated."""
    stated = pd.array([None if letter == "-" else letter for letter in sex], dtype="string")
    return pd.DataFrame({"sex": stated, **items})


def random_survey(seed: int, people: int = 60) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    table = {"sex": pd.array(draw.choice(["F", "M", "X", None], people, p=[0.5, 0.4, 0.05, 0.05]), "string")}
    table["level"] = pd.array(draw.choice(["top", "middle", None], people), "string")
    for item in ITEMS:
        table[item.id] = draw.choice([1, 2, 3, 4, 5, DO_NOT_KNOW, PREFER_NOT_TO_SAY, NAN], people)
    return pd.DataFrame(table)
