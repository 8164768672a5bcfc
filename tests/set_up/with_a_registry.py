"""The wheel without any lock, at both ends of every range; and that pip agrees with `wheels.txt`. Needs a registry.

pytest does not collect this file by itself, so that no other test needs a registry. `.ci/run` names it:
`pytest tests/set_up/with_a_registry.py`.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tests.missing import missing
from tests.set_up import installed
from tests.set_up.pythons import base_of, find_pythons, installed_in
from tests.set_up.stand_ins import LOCKS, pins

from panel_tui.report.export import formats

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = [Requirement(line) for line in PROJECT["dependencies"]]
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
PERSON = dict(os.environ)  # before the tests got a home of their own: pip's cache and settings are there


def pip(python: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run pip with what this person has set for it."""
    command = [python, *PIP, *arguments]
    return subprocess.run(command, env=PERSON, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, where a registry can be reached."""
    where = tmp_path_factory.mktemp("wheel")
    asked = pip(Path(sys.executable), "download", "--no-deps", "--retries", "1", "--dest", where / "asked", "segno")
    if asked.returncode:
        missing("no registry of packages can be reached")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(where), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(where.glob("*.whl"))


def lowest() -> list[str]:
    """The lowest release that each range allows, of what panel-tui itself names."""
    bounds = [(one.name, bound.version) for one in WANTED for bound in one.specifier if bound.operator in {">=", "=="}]
    return [f"{name}=={version}" for name, version in bounds]


def test_every_range_has_a_lower_end() -> None:
    assert len(lowest()) == len(WANTED)


@pytest.mark.parametrize(("end", "minor"), [("lowest", "3.11"), ("newest", "3.11"), ("newest", "3.13")])
def test_the_wheel_works_at_an_end_of_every_range(wheel: Path, tmp_path: Path, end: str, minor: str) -> None:
    python = find_pythons().get(minor) or pytest.skip(f"no Python {minor} is on PATH or in pyenv's folder")
    subprocess.run([base_of(python), "-m", "venv", tmp_path / "venv"], check=True)
    (tmp_path / "constraints.txt").write_text("\n".join(lowest() if end == "lowest" else []), "utf-8")
    inside = tmp_path / "venv/bin"

    options = ("--constraint", tmp_path / "constraints.txt", "--only-binary", ":all:")
    done = pip(inside / "python", "install", *options, wheel)
    assert done.returncode == 0, done.stdout + done.stderr

    versions = installed_in(tmp_path / "venv")
    named = {canonicalize_name(one.name): one.specifier for one in WANTED}
    assert all(named[name].contains(versions[name]) for name in named if name in versions)
    if end == "lowest":
        lower = {canonicalize_name(name): Version(version) for name, version in (pin.split("==") for pin in lowest())}
        assert {name: Version(versions[name]) for name in lower} == lower
    assert pip(inside / "python", "check").returncode == 0
    installed.opens_and_closes(inside / "panel-tui", tmp_path)
    installed.exports(inside / "panel-tui", tmp_path, tuple(formats()))


@pytest.mark.parametrize(
    ("platform", "python"),
    [("musllinux_1_2_x86_64", "3.12"), ("macosx_11_0_arm64", "3.13"), ("win_amd64", "3.11")],
)
@pytest.mark.usefixtures("wheel")
def test_pip_would_take_the_wheels_that_are_recorded(platform: str, python: str, tmp_path: Path) -> None:
    recorded = {line.split()[1] for line in (ROOT / "tests/set_up/wheels.txt").read_text("utf-8").splitlines()[1:]}
    elsewhere = {"cffi", "cryptography", "pycparser"}  # their markers are read for this system, not for that one
    names = [f"{pin.name}=={pin.version}" for pin in pins(LOCKS[0]) if pin.marker is None and pin.name not in elsewhere]
    target = ("--platform", platform, "--python-version", python, "--implementation", "cp", "--no-deps")
    options = (*target, "--only-binary", ":all:", "--dest", tmp_path)
    done = pip(Path(sys.executable), "download", *options, *names)
    assert done.returncode == 0, done.stderr
    fetched = {file.name for file in tmp_path.iterdir()}
    assert len(fetched) == len(names)
    assert fetched <= recorded
