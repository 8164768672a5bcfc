"""The source distribution: it holds what is kept, and its own tests can be run from it."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import panel_tui

ROOT = Path(__file__).parents[2]
LEFT_OUT: set[str] = set()  # files that are kept and are of no use outside of a git checkout
ADDED = {"PKG-INFO"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder / f"panel_tui-{panel_tui.__version__}"


@pytest.mark.needs("git")
def test_every_file_that_is_kept_is_in_it_and_nothing_else(unpacked: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout")
    kept = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    inside = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert kept - inside == LEFT_OUT
    asked = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    others = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    new = set(others.stdout.split("\0"))  # written and not yet kept: it may be in, as the next commit holds it
    assert inside - kept - new == ADDED


def test_its_tests_are_whole(unpacked: Path) -> None:
    done = pytest_in(unpacked, "--collect-only", "-qq")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_the_tests_of_its_papers_pass(unpacked: Path) -> None:
    done = pytest_in(unpacked, "tests/docs", "tests/house/test_the_lock.py", "tests/house/test_the_paperwork.py")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in the unpacked folder, on the code that is there."""
    env = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    env = {name: value for name, value in env.items() if not name.startswith(("PYTEST_", "COV_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
