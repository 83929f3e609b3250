"""Which rules of the code a test holds: each rule of ``mutants.yml`` is broken alone, and its tests must fail.

    python benchmarks/mutants.py            # all of them, about twenty minutes
    python benchmarks/mutants.py intake     # those of files whose path contains a word

Works on a temporary copy of the tree. A rule names its file below ``src/genderaudit``, the text as it is (``before``,
once in that file), the text that breaks the rule (``after``), and the test files below ``tests`` that should fail;
tests marked slow are left out. All texts are looked up first, and all tests must pass on the unbroken code. Prints the
rules that survived, with what the code was changed to, and ``mutants_killed``; the exit code is 1 where one survived.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
RULES = Path(__file__).with_suffix(".yml")
PACKAGE = Path("src", "genderaudit")
SECONDS = 300
"""Time for the tests of one rule; a broken rule whose tests take longer is killed (the code does not end)."""
PASSED, FAILED = 0, 1
"""Exit codes of pytest; any other means that no test was run to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the code and how to break it."""

    rule: str
    file: str
    before: str
    after: str
    tests: Sequence[str]

    def broken(self, code: str) -> str:
        return code.replace(self.before, self.after)

    def fault(self) -> str:
        """Why the rule cannot be tried; empty where it can."""
        path = ROOT / PACKAGE / self.file
        found = path.read_text("utf-8").count(self.before) if path.is_file() else 0
        absent = [name for name in self.tests if not (ROOT / "tests" / name).is_file()]
        if found != 1:
            return f"{self.file}: the text is there {found} times, not once: {self.before}"
        return f"{self.file}: there are no tests {', '.join(absent)}" if absent or not self.tests else ""


def rules_of(words: Iterable[str]) -> list[Rule]:
    """The rules of files whose path contains one of the words; of all files without words."""
    rules = [Rule(**given) for given in yaml.safe_load(RULES.read_text("utf-8"))]
    wanted = list(words) or [""]
    return [rule for rule in rules if any(word in rule.file for word in wanted)]


def copied(folder: Path) -> Path:
    """Copy what is or may be committed into ``folder``; return the top of the copy."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    tree = folder / "tree"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    return tree


def outcome_of(tree: Path, tests: Iterable[str], seconds: float | None) -> tuple[int, str]:
    """Exit code and output of these tests in the copy, up to the first that fails or until time is out."""
    options = ["-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-o", "addopts=", "-m", "not slow"]
    command = [sys.executable, "-m", "pytest", *options, *(f"tests/{name}" for name in tests)]
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "CI": "1"}
    try:
        ran = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return FAILED, "out of time"
    return ran.returncode, ran.stdout + ran.stderr


def survives(rule: Rule, tree: Path) -> bool:
    """Break the rule in the copy, run its tests, and mend it; raises ``SystemExit`` where no test was run."""
    path = tree / PACKAGE / rule.file
    code = path.read_text("utf-8")
    try:
        _write(path, rule.broken(code))
        result, output = outcome_of(tree, rule.tests, SECONDS)
    finally:
        _write(path, code)
    if result not in (PASSED, FAILED):
        sys.exit(f"{rule.file}: the tests could not be run where this is broken: {rule.rule}\n{output[-2000:]}")
    return result == PASSED


def _write(path: Path, code: str) -> None:
    """Write the code, and remove what Python has compiled of it, which may be of the same second and size."""
    path.write_text(code, "utf-8")
    Path(cache_from_source(str(path))).unlink(missing_ok=True)


def main(words: Sequence[str]) -> int:
    rules = rules_of(words)
    if faults := [fault for rule in rules if (fault := rule.fault())]:
        sys.exit("\n".join(faults))
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(Path(folder))
        result, output = outcome_of(tree, sorted({name for rule in rules for name in rule.tests}), None)
        if result != PASSED:
            sys.exit(f"the tests do not pass on the code as it is\n{output[-2000:]}")
        for rule in rules:
            if survives(rule, tree):
                survivors.append(rule)
                print(f"survived: {rule.file}: {rule.rule}\n  {rule.before}\n  -> {rule.after}", flush=True)
    print(f"mutants_killed: {len(rules) - len(survivors)} of {len(rules)}")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
