"""Names of files in UTF-8, whatever the system says of its locale."""

from __future__ import annotations

import os
import sys


def insist_on_utf8() -> None:
    """Start this program anew in Python's UTF-8 mode where names of files could only be ASCII.

    A terminal or cron job with ``LC_ALL=C`` says so of files whose names have accents all the same. Python
    switches to UTF-8 itself (PEP 540), unless ``PYTHONUTF8=0`` forbids it; then no such file could be opened.
    """
    if sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"  # for the processes that this one starts, too
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
