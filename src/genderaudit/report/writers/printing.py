"""PDF and pictures of pages, made by a browser that is already installed; optional."""

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
"""Names of Chromium and related browsers on the search path."""
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
"""Time after which the browser is stopped."""
SCALE = 2
"""Device pixels per CSS pixel of a picture for a phone."""
HEIGHTS = (3_500, 7_000, 14_000)
"""Window heights for a picture, in pixels: the next is tried if the page is taller, as time grows with the window."""
EMPTY = 200
"""Empty pixel rows that mark the end of a page: more than between any two of its parts."""
EDGE = 24
"""Pixels left empty below a page."""


def browser() -> Path | None:
    """Return the first Chromium, Chrome or Edge found, or None."""
    on_path = (found for name in NAMES if (found := shutil.which(name)))
    return next((Path(found) for found in on_path), None) or next((p for p in _usual_places() if p.is_file()), None)


def pdf_of(html: Path, to: Path, language: Language) -> None:
    """Print the page to PDF. Raises ``AuditError`` if there is no browser or it fails."""
    _run_browser(html, to, language, ["--no-pdf-header-footer", "--generate-pdf-document-outline"], "--print-to-pdf")


def picture_of(html: Path, to: Path, language: Language, width: int = 1080) -> None:
    """Write the whole page as a picture ``width`` pixels wide, as a phone shows it (twice the resolution).

    The window is taller than most pages and the empty part is cut off, so the height of the page need not be known.
    Raises ``AuditError`` as ``pdf_of`` does, and for a page taller than the largest window.
    """
    for height in HEIGHTS:
        window = f"--window-size={width // SCALE},{height}"
        _run_browser(html, to, language, [window, f"--force-device-scale-factor={SCALE}"], "--screenshot")
        if _cut_off(to):
            return
    to.unlink()
    raise AuditError("too_long_to_print", page=html.name)


def _run_browser(html: Path, to: Path, language: Language, options: Sequence[str], output: str) -> None:
    """Run the browser on a page with a temporary profile; the output appears only when complete."""
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
        if not _succeeds_in_time(command) or not made.is_file() or not made.stat().st_size:
            raise AuditError("not_printed", page=html.name, browser=program.name)
        to.parent.mkdir(parents=True, exist_ok=True)
        aside = to.with_name(f".{to.name}.part")
        shutil.copyfile(made, aside)
        aside.replace(to)


def _succeeds_in_time(command: Sequence[str]) -> bool:
    """Return True if the program succeeds in time; its child processes end with it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            return process.wait(SECONDS) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            import signal

            os.killpg(process.pid, signal.SIGKILL)


def _as_root() -> list[str]:
    """Return the option that Chromium needs to start as root, where its sandbox does not work."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _usual_places() -> Iterator[Path]:
    """Yield the paths where installers put browsers."""
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from (root / f"{name}.app" / "Contents" / "MacOS" / name for name in ON_MAC)
    elif sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
        yield from (Path(root) / place for root in roots if root for place in ON_WINDOWS)
    else:
        yield from map(Path, ON_LINUX)


def _cut_off(picture: Path) -> bool:
    """Cut off the empty part below the page and reduce the picture to 256 colours.

    Return False if the page does not end within the picture.
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
