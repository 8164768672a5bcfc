"""`make run`, `make test` and `.ci/run`: what they promise before any package is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CI = (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    (tmp_path / "tools").mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-check.lock", "tools/set_up.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make(where: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | env
    return subprocess.run(
        ["make", "--no-print-directory", *args],
        cwd=where,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.needs("make")
@pytest.mark.parametrize("goal", ["run", "test"])
def test_an_old_python_is_refused_in_one_sentence(bare_checkout: Path, goal: str) -> None:
    old = bare_checkout / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = make(bare_checkout, goal, f"PYTHON={old}")
    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith("panel-tui needs Python 3.11 or newer")
    assert not (bare_checkout / ".venv").exists()


@pytest.mark.needs("make")
def test_a_python_without_venv_is_told_which_package_brings_it(bare_checkout: Path) -> None:
    (bare_checkout / "missing/ensurepip").mkdir(parents=True)
    (bare_checkout / "missing/ensurepip/__init__.py").write_text("raise ImportError\n")
    done = make(bare_checkout, "run", f"PYTHON={sys.executable}", PYTHONPATH=str(bare_checkout / "missing"))
    assert done.returncode != 0
    assert "python3-venv" in done.stderr.splitlines()[0]


@pytest.mark.needs("make")
def test_a_command_that_is_there_but_does_not_run_is_not_taken_for_a_python(bare_checkout: Path) -> None:
    shims = bare_checkout / "shims"
    shims.mkdir()
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        (shims / name).write_text("#!/bin/sh\necho not here >&2\nexit 127\n")
        (shims / name).chmod(0o755)
    (shims / "python3").symlink_to(sys.executable)
    asking = bare_checkout / "Makefile"
    asking.write_text(asking.read_text() + "\nwhich:\n\t@echo $(PYTHON)\n")
    done = make(bare_checkout, "which", PATH=f"{shims}:{os.environ['PATH']}")
    assert done.stdout == "python3\n"


@pytest.mark.needs("make")
def test_every_goal_is_explained_by_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    told = make(ROOT, "help").stdout
    assert [goal for goal in phony[1].split() if f" {goal} " not in told] == []


@pytest.mark.needs("bash")
def test_the_ci_script_is_whole_and_runs_make_test_with_ci_set() -> None:
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci/run")], check=False).returncode == 0
    assert "set -euo pipefail" in CI
    assert "export CI=true" in CI
    assert re.search(r"^make test\b", CI, re.MULTILINE)


@pytest.mark.needs("make")
def test_what_ci_runs_is_all_that_make_check_does() -> None:
    check = make(ROOT, "--dry-run", "check").stdout.splitlines()
    ci = [
        line
        for goals in (["test"], ["drills", "coverage"])
        for line in make(ROOT, "--dry-run", "COVER=1", *goals).stdout.splitlines()
    ]
    assert set(check) == set(ci)


def test_ci_brings_every_program_that_a_test_needs() -> None:
    needed = {
        program
        for path in (ROOT / "tests").rglob("test_*.py")
        for marked in re.findall(r"mark\.needs\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for program in re.findall(r'"([^"]+)"', marked)
    }
    brought = {line.split()[0] for line in re.findall(r'^  "(.+)"$', CI, re.MULTILINE)} | {"bash"}
    assert {program for program in needed if not set(program.split("|")) & brought} == set()


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", "1 error"), ("", "1 skipped")], ids=["in CI it fails", "elsewhere it skips"]
)
def test_a_missing_program_is_never_passed_over_in_silence(tmp_path: Path, ci: str, outcome: str) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    marked = "import pytest\n\n@pytest.mark.needs('{}')\ndef test_it() -> None: ...\n"
    (tmp_path / "test_missing.py").write_text(marked.format("a-program-that-nobody-has"))
    (tmp_path / "test_there.py").write_text(marked.format("a-program-that-nobody-has|sh"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = needs\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-rsf",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:cov",
            str(tmp_path),
        ],
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
    assert "1 passed" in done.stdout
    assert "this test uses a-program-that-nobody-has, which is not installed" in done.stdout


def test_a_test_that_hangs_is_ended_and_named(tmp_path: Path) -> None:
    (tmp_path / "test_hangs.py").write_text(
        "import threading\n\ndef test_it_hangs():\n    threading.Event().wait()\n\ndef test_the_next(): ...\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\ntimeout = 1\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"^FAILED .*test_hangs.py::test_it_hangs", done.stdout, re.MULTILINE)
    assert "1 failed, 1 passed" in done.stdout
