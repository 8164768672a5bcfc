"""Set-up installs exactly what the locks name, also when every package has a newer release, with any pip and Python."""

import functools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.missing import missing
from tests.set_up.pythons import (
    MINORS,
    bundled_pip,
    download_pip,
    find_pythons,
    installed_in,
    make_environment,
)
from tests.set_up.set_ups import only_from, set_up
from tests.set_up.stand_ins import LOCKS, NEWER, pins

import panel_tui

PIPS = ("23.0.1", "23.2.1", "24.0", "newest")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an environment has other folders there")

all_pythons = functools.cache(find_pythons)


@pytest.fixture(scope="module")
def pip_wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path | None]:
    """The wheels of the releases of pip that set-up is tried with: those on this machine, or from a registry."""
    folder = tmp_path_factory.mktemp("pips")
    return {version: bundled_pip(version, all_pythons()) or download_pip(version, folder / version) for version in PIPS}


def python_for(minor: str) -> Path:
    """A Python of this minor version, or a skip that says why."""
    if minor not in all_pythons():
        pytest.skip(f"no Python {minor} is on PATH or in pyenv's folder")
    return all_pythons()[minor]


@pytest.mark.slow
@pytest.mark.parametrize("pip", PIPS)
@pytest.mark.parametrize("minor", MINORS)
def test_set_up_takes_the_pins_whatever_is_newer(
    checkout: Path, index: Path, pip_wheels: dict[str, Path | None], tmp_path: Path, minor: str, pip: str
) -> None:
    python = python_for(minor)
    wheel = pip_wheels[pip] or missing(f"pip {pip} is not on this machine, and no registry can be reached")
    venv = checkout / ".venv"
    make_environment(venv, python, wheel)
    if subprocess.run([venv / "bin/python", "-m", "pip", "list"], capture_output=True, check=False).returncode:
        pytest.skip(f"pip {pip} does not run on Python {minor}")
    version = installed_in(venv)["pip"]
    here = {"checkout": str(checkout), "environment": str(venv)}
    (venv / "ready-to-run.json").write_text(json.dumps(here))  # of an older lock: the environment is kept, with its pip

    done = set_up(python, checkout, only_from(index, tmp_path / "cache"), "check")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 3" not in done.stdout, "the environment was made anew, with another pip"
    full = subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.split()[1]
    wanted = {pin.name: pin.version for pin in pins(*LOCKS) if pin.is_wanted_by(full)}
    assert installed_in(venv) == wanted | {"panel-tui": panel_tui.__version__, "pip": version}
    assert not (tmp_path / "cache").exists(), "a cache was used"


def test_set_up_to_run_takes_the_lock_to_run_and_no_more(checkout: Path, index: Path, tmp_path: Path) -> None:
    done = set_up(Path(sys.executable), checkout, only_from(index, tmp_path / "cache"))
    assert done.returncode == 0, done.stdout + done.stderr
    installed = installed_in(checkout / ".venv")
    full = ".".join(map(str, sys.version_info[:3]))
    wanted = {pin.name: pin.version for pin in pins(LOCKS[0]) if pin.is_wanted_by(full)}
    assert {name: version for name, version in installed.items() if name not in {"pip", "setuptools"}} == wanted | {
        "panel-tui": panel_tui.__version__
    }


@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("pip", ["23.0.1", "23.2.1"])
def test_an_install_that_resolves_would_stop_at_the_newer_release(
    checkout: Path, index: Path, pip_wheels: dict[str, Path | None], tmp_path: Path, lock: str, pip: str
) -> None:
    python = python_for("3.11")
    wheel = pip_wheels[pip] or missing(f"pip {pip} is not on this machine, and no registry can be reached")
    make_environment(tmp_path / "venv", python, wheel)
    locks = [part for name in LOCKS[: LOCKS.index(lock) + 1] for part in ("-r", checkout / name)]
    command = [tmp_path / "venv/bin/python", "-m", "pip", "install", "--dry-run", "--require-hashes", *locks]
    done = subprocess.run(
        command, env=only_from(index, tmp_path / "cache"), capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "must have their versions pinned with ==" in done.stderr
    assert NEWER not in installed_in(tmp_path / "venv").values()
