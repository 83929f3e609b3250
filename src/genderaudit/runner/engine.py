"""The entry point of ``papermill --engine genderaudit``; light, since papermill loads all engines at its own import."""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine


class Engine(NBClientEngine):  # type: ignore[misc]
    """``kernels.PrivateKernelEngine``, imported at its first use."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run all cells in a private kernel."""
        from genderaudit.runner.kernels import PrivateKernelEngine

        PrivateKernelEngine.execute_managed_notebook(nb_man, kernel_name, **options)
