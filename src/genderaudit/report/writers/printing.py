"""PDF and pictures of pages, by a browser that is installed already; without one the pages are whole all the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import Language
from genderaudit.report.writers.drawing import in_few_colours

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "brave-browser",
)  # fmt: skip
"""What Chromium and its relatives are called where programs are looked for."""
ON_MAC = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
ON_LINUX = ("/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge", "/snap/bin/chromium")
ARGUMENTS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--disable-breakpad", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio", "--metrics-recording-only",
    "--password-store=basic", "--use-mock-keychain",
    # No name is looked up, so nothing can be fetched, whatever a page says.
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
)  # fmt: skip
SECONDS = 60.0
"""A page that takes longer is given up."""
SCALE = 2
"""Dots a pixel of a page in a picture for a phone."""
HEIGHTS = (3_500, 7_000, 14_000)
"""Pixels of the window for a picture: the next where the page is taller. Time goes by the window, not by the page."""
EMPTY = 200
"""A page has ended where so many pixels below it are empty: more than there ever is between two of its parts."""
EDGE = 24
"""Pixels that are left below a page."""


def browser() -> Path | None:
    """The first Chromium, Chrome or Edge that is found; ``None`` where there is none."""
    on_path = (found for name in NAMES if (found := shutil.which(name)))
    return next((Path(found) for found in on_path), None) or next((p for p in _usual_places() if p.is_file()), None)


def pdf_of(html: Path, to: Path, language: Language) -> None:
    """The page printed, as its style sheet says. Raises ``AuditError`` where there is no browser, or it fails."""
    _made(html, to, language, ["--no-pdf-header-footer", "--generate-pdf-document-outline"], "--print-to-pdf")


def picture_of(html: Path, to: Path, language: Language, width: int = 1080) -> None:
    """The page as a phone shows it, whole, ``width`` dots wide: half as many pixels wide, twice as sharp.

    The window is taller than most pages, and what is empty below the page is cut off, so nobody has to ask the browser
    how tall a page is. Raises ``AuditError`` as ``pdf_of`` does, and for a page that no picture could hold.
    """
    for height in HEIGHTS:
        window = f"--window-size={width // SCALE},{height}"
        _made(html, to, language, [window, f"--force-device-scale-factor={SCALE}"], "--screenshot")
        if _cut_off(to):
            return
    to.unlink()
    raise AuditError("too_long_to_print", page=html.name)


def _made(html: Path, to: Path, language: Language, options: Sequence[str], output: str) -> None:
    """Run the browser on a page, with a profile that is thrown away, into a file that appears when it is whole."""
    program = browser()
    if program is None:
        raise AuditError("no_browser", page=html.name)
    with tempfile.TemporaryDirectory(prefix="genderaudit_") as folder:
        made = Path(folder) / f"page{to.suffix}"
        profile = f"--user-data-dir={Path(folder) / 'profile'}"
        command = [
            str(program),
            *ARGUMENTS,
            *_as_root(),
            profile,
            *options,
            f"{output}={made}",
            html.resolve().as_uri(),
        ]
        if not _done(command) or not made.is_file() or not made.stat().st_size:
            raise AuditError("not_printed", page=html.name, browser=program.name)
        to.parent.mkdir(parents=True, exist_ok=True)
        aside = to.with_name(f".{to.name}.part")
        shutil.copyfile(made, aside)
        aside.replace(to)


def _done(command: Sequence[str]) -> bool:
    """Whether the program has come to its end within its time; its children end with it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            return process.wait(SECONDS) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            import signal

            os.killpg(process.pid, signal.SIGKILL)


def _as_root() -> list[str]:
    """Root has no sandbox, and Chromium does not start without being told."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _usual_places() -> Iterator[Path]:
    """Where the installers put it."""
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from (root / f"{name}.app" / "Contents" / "MacOS" / name for name in ON_MAC)
    elif sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
        yield from (Path(root) / place for root in roots if root for place in ON_WINDOWS)
    else:
        yield from map(Path, ON_LINUX)


def _cut_off(picture: Path) -> bool:
    """Cut off what is empty below the last thing on the page; ``False``: it does not end there.

    256 colours, so that it can be sent.
    """
    with Image.open(picture) as whole:
        drawing = whole.convert("RGB")
    rows = np.asarray(drawing)
    filled = np.flatnonzero((rows != rows[-1, -1]).any(axis=(1, 2)))
    end = int(filled[-1]) + 1 if filled.size else 0
    if len(rows) - end < EMPTY * SCALE:
        return False
    part = drawing.crop((0, 0, drawing.width, end + EDGE * SCALE))
    in_few_colours(part, 256).save(picture, optimize=True)
    return True
