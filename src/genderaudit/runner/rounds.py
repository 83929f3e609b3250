"""The data of one round, read once for all its notebooks, and the kernels that have them in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from genderaudit.runner.record import DATA, Failure

if TYPE_CHECKING:
    from genderaudit.runner.warm import KernelServer


class RoundData:
    """The files of a round, checked at first use; leaving the context ends the process that holds them."""

    def __init__(self, folder: Path, round: str, languages: Sequence[str], memory: int) -> None:
        self._folder = folder
        self._round = round
        self._languages = languages
        self._memory = memory
        self._error: tuple[str, dict[str, str]] | None = None
        self.kernels: KernelServer | None = None
        """Provides kernels that have the data; ``None`` where kernels are not forked."""

    def __enter__(self) -> RoundData:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fault(self, language: str) -> Failure | None:
        """Return all errors of the files as one failure, in the language of the report; ``None`` without errors."""
        if self._error is None:
            self._error = self._check_files()
        error, sentences = self._error
        if not error:
            return None
        return Failure(phase=DATA, error=error, message=sentences.get(language, ""))

    def again(self) -> None:
        """Read everything again with new processes, after one has died."""
        from genderaudit.runner.kernels import forget_server

        self.close()
        forget_server()
        self._error = self._check_files()

    def close(self) -> None:
        """End the process that holds the data."""
        if self.kernels:
            self.kernels.close()
            self.kernels = None

    def _check_files(self) -> tuple[str, dict[str, str]]:
        from genderaudit.runner.kernels import shared_server

        server = shared_server(self._memory)
        if server is None:
            from genderaudit.runner.preload import read_data

            return read_data(str(self._folder), self._round, self._languages, keep=False)
        self.kernels, error = server.read(self._folder, self._round, self._languages)
        return error
