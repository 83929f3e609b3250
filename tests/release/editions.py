"""Editions that tests make and read."""

from __future__ import annotations

from released import NAME, ROUND

from genderaudit.conclusions.releases import Release
from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.releasing import ReleaseContent, ReleaseOrder, release


def freely(published: ReleaseContent) -> list[str]:
    return []


def made(place: Workspace, reader="organisation", receiver="", because="", **about) -> Release:
    name, round = about.get("name", NAME), about.get("round", ROUND)
    return release(place, name, round, ReleaseOrder(reader, receiver, because), freely)


def page(place: Workspace, number: int, name: str = "report", code: str = "en") -> str:
    return (place.edition(NAME, ROUND, number, code) / f"{name}.html").read_text("utf-8")
