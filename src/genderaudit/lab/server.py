"""The guard as an extension of the Jupyter server: it checks whatever is saved, by any page or program.

Kernels started by this server mark output of invented organisations only (``origin``), so that it is kept.

Autosave, *Save as*, renaming, duplicating and checkpoints all use the server's contents manager, or copy
what it has written. A notebook that cannot be checked is not saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from tornado.web import HTTPError

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import Language, suite_language
from genderaudit.foundations.spoken import system_language
from genderaudit.guard.saved import is_guarded, keep_protected

PLAIN = f"{ServerKernelManager.__module__}.{ServerKernelManager.__name__}"
WATCH = "--IPKernelApp.extra_extensions=genderaudit.guard.origin"


def _load_jupyter_server_extension(app: Any) -> None:
    """Register the guard; the Jupyter server calls it at its start."""
    app.contents_manager.register_pre_save_hook(guard)
    if app.kernel_manager.kernel_manager_class == PLAIN:  # another kind of kernels marks nothing: then less is kept
        app.kernel_manager.kernel_manager_class = f"{__name__}.{WatchedKernelManager.__name__}"
    app.log.info("genderaudit: notebooks are saved without what is not protected.")


class WatchedKernelManager(ServerKernelManager):
    """Starts Python kernels with the extension that tracks which organisations they have read."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Return the command, for IPython kernels with the extension that marks outputs."""
        command: list[str] = super().format_kernel_cmd(extra_arguments)
        return [*command, WATCH] if any("ipykernel" in part for part in command) else command


def guard(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Remove what is not protected from a notebook of an audit before it is written.

    Raises ``HTTPError``, which refuses the saving: any other error would be logged by the server, and the file saved.
    """
    content = model.get("content")
    if content is None or not path.endswith(".ipynb") or model.get("type") == "directory":
        return
    try:
        place = Path(contents_manager.root_dir) / path
        if isinstance(content, Mapping):
            _remove_unprotected(content, place)
        elif model.get("format") == "text":  # a notebook saved in a text editor, or uploaded
            notebook = json.loads(content)
            _remove_unprotected(notebook, place)
            model["content"] = json.dumps(notebook, ensure_ascii=False, indent=1)
    except AuditError as error:
        raise HTTPError(400, error.sentence(_speaks()), reason="Not saved") from None
    except Exception as error:
        sentence = _speaks().text("lab.not_saved", fault=type(error).__name__)
        raise HTTPError(400, sentence, reason="Not saved") from None


def _speaks() -> Language:
    return suite_language(system_language())


def _remove_unprotected(notebook: Mapping[str, Any], place: Path) -> None:
    if is_guarded(notebook, place):
        keep_protected(notebook)
