"""PDF and pictures of pages by a browser that is there, and what is said where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image
from publications import FRENCH

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.report.writers import printing
from genderaudit.report.writers.printing import browser, pdf_of, picture_of

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the browser that is pretended is a shell script")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    made = tmp_path / "brief.html"
    made.write_text("<!doctype html><title>a</title><p>a", "utf-8")
    return made


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    monkeypatch.setattr(printing, "_usual_places", lambda: iter(()))


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> Path:
    """A browser that does this."""
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(printing, "browser", lambda: program)
    return program


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("make", [pdf_of, picture_of])
def test_without_a_browser_it_is_said_what_to_install_and_that_the_page_is_whole(make, code, page, nowhere) -> None:
    assert browser() is None
    with pytest.raises(AuditError, match=r"Chromium.*Chrome.*Edge.*brief\.html") as said:
        make(page, page.with_suffix(".pdf"), language(code))
    assert said.value.sentence(language(code)) == language(code).text("errors.no_browser", page="brief.html")
    assert not page.with_suffix(".pdf").exists()


def test_a_browser_is_found_by_its_name_before_its_usual_place(tmp_path, monkeypatch) -> None:
    usual = tmp_path / "edge"
    usual.touch()
    monkeypatch.setattr(printing, "_usual_places", lambda: iter([tmp_path / "none", usual]))
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    assert browser() == usual
    monkeypatch.setattr(printing.shutil, "which", lambda name: f"/bin/{name}" if name == "microsoft-edge" else None)
    assert browser() == Path("/bin/microsoft-edge")


@pytest.mark.parametrize(
    ("system", "part"), [("darwin", "Google Chrome.app"), ("win32", "msedge.exe"), ("linux", "snap")]
)
def test_usual_places_are_known_on_every_system(system, part, monkeypatch) -> None:
    monkeypatch.setattr(printing.sys, "platform", system)
    monkeypatch.setenv("PROGRAMFILES", "/Programs")
    assert any(part in str(place) for place in printing._usual_places())


@POSIX
@pytest.mark.parametrize("does", ["exit 1", "exit 0", "sleep 60"])
def test_a_browser_that_fails_or_hangs_is_said_and_leaves_what_was_there(does, page, tmp_path, monkeypatch) -> None:
    pretend(tmp_path, monkeypatch, does)
    monkeypatch.setattr(printing, "SECONDS", 0.3)
    before = page.with_suffix(".pdf")
    before.write_bytes(b"before")
    with pytest.raises(AuditError) as said:
        pdf_of(page, before, FRENCH)
    assert "chromium n’a pas répondu" in said.value.sentence(FRENCH)
    assert before.read_bytes() == b"before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["brief.html", "brief.pdf", "chromium"]


@POSIX
def test_the_sandbox_is_off_for_root_only_and_no_name_is_looked_up(page, tmp_path, monkeypatch) -> None:
    asked = tmp_path / "asked"
    does = (
        f'echo "$@" > {asked}; for one in "$@"; do case $one in --print-to-pdf=*) echo x > "${{one#*=}}";; esac; done'
    )
    pretend(tmp_path, monkeypatch, does)
    for user, off in ((0, True), (1000, False)):
        monkeypatch.setattr(printing.os, "geteuid", lambda user=user: user)
        pdf_of(page, page.with_suffix(".pdf"), FRENCH)
        told = asked.read_text("utf-8")
        assert ("--no-sandbox" in told) == off
        assert "--host-resolver-rules=MAP * ~NOTFOUND" in told
        assert "--user-data-dir=" in told


def picture(tmp_path: Path, height: int, ends: int) -> Path:
    """A page of 100 dots that ends somewhere."""
    made = Image.new("RGB", (100, height), "white")
    made.paste((0, 0, 0), (10, 10, 90, ends))
    made.save(tmp_path / "page.png")
    return tmp_path / "page.png"


def test_what_is_empty_below_a_page_is_cut_off_but_for_a_margin(tmp_path) -> None:
    made = picture(tmp_path, 2000, 700)
    assert printing._cut_off(made)
    with Image.open(made) as cut:
        assert cut.size == (100, 700 + printing.EDGE * printing.SCALE)
        assert cut.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_a_page_that_reaches_the_end_of_the_window_has_not_ended(tmp_path) -> None:
    assert not printing._cut_off(picture(tmp_path, 2000, 1900))


@POSIX
def test_a_page_taller_than_any_picture_is_said(page, tmp_path, monkeypatch) -> None:
    dots = picture(tmp_path, 1000, 1000)
    does = f'for one in "$@"; do case $one in --screenshot=*) cp {dots} "${{one#*=}}";; esac; done'
    pretend(tmp_path, monkeypatch, does)
    with pytest.raises(AuditError) as said:
        picture_of(page, page.with_suffix(".png"), FRENCH)
    assert "trop long" in said.value.sentence(FRENCH)
    assert not page.with_suffix(".png").exists()
