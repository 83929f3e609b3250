"""File names in UTF-8, whatever the locale of the system."""

from __future__ import annotations

import os
import sys


def insist_on_utf8() -> None:
    """Restart this program in Python's UTF-8 mode where file names could only be ASCII.

    A terminal or cron job with ``LC_ALL=C`` declares ASCII although files have names with accents. Python
    switches to UTF-8 itself (PEP 540), unless ``PYTHONUTF8=0`` forbids it; then no such file could be opened.
    """
    if sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"  # for the processes that this one starts, too
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
