"""The built wheel, installed with only what it asks for, in a clean environment far from this checkout.

No registry is asked: the packages that the wheel names, and what those name, are linked from the environment of the
tests, and nothing else is. So what the wheel does not ask for is not there.
"""

import email
import importlib.metadata
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.set_up import installed as an_install
from tests.set_up.pythons import base_of

import panel_tui
from panel_tui.report.export import formats

ROOT = Path(__file__).parents[2]

# As it was before the tests got a home of their own. Our own settings are not in it.
PERSON = {name: value for name, value in os.environ.items() if not name.startswith("PANEL_TUI_")}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is drawn into; Windows has none"),
]

IMPORT_ALL = """
import importlib, pkgutil, panel_tui
for module in pkgutil.walk_packages(panel_tui.__path__, "panel_tui."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def run(*args: str | Path, cwd: Path) -> str:
    """Run a program as the person would, and return what it printed; what it complained of is in the failure."""
    return an_install.run(*args, cwd=cwd, env=PERSON)


def asked_for(lines: list[str], extras: set[str], reached: set[tuple[str, str]]) -> None:
    """Add the packages and extras that requirements name, and all that those ask for, on this machine."""
    for wanted in map(Requirement, lines):
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            for extra in ("", *wanted.extras):
                if (canonicalize_name(wanted.name), extra) not in reached:
                    reached.add((canonicalize_name(wanted.name), extra))
                    asked_for(importlib.metadata.requires(wanted.name) or [], {extra}, reached)


def link(package: str, site: Path) -> None:
    """Link an installed package into another environment's packages."""
    for file in importlib.metadata.files(package) or []:
        top = file.parts[0]
        if top != ".." and not (site / top).exists():
            (site / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / top)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", where, ROOT, cwd=where)
    (built,) = where.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, and only what the wheel asks for."""
    where = tmp_path_factory.mktemp("alone")
    run(base_of(Path(sys.executable)), "-m", "venv", "--without-pip", where / "venv", cwd=where)
    (site,) = (where / "venv").glob("lib/python3.*/site-packages")
    metadata = zipfile.ZipFile(wheel).read(f"panel_tui-{panel_tui.__version__}.dist-info/METADATA").decode()
    reached: set[tuple[str, str]] = set()
    asked_for(email.message_from_string(metadata).get_all("Requires-Dist", []), set(), reached)
    for package in {name for name, _ in reached}:
        link(package, site)
    pip = (sys.executable, "-m", "pip", "--isolated", "--python", where / "venv/bin/python")
    run(*pip, "install", "-qq", "--disable-pip-version-check", "--no-index", "--no-deps", wheel, cwd=where)
    run(*pip, "check", cwd=where)
    return where / "venv/bin"


def test_the_wheel_holds_the_standards_and_every_file_of_the_package(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/panel_tui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    standards = {f"panel_tui/standards/{path.name}" for path in (ROOT / "standards").glob("*.yaml")}
    assert package <= inside
    assert standards
    assert standards <= inside


def test_the_wheel_brings_no_tests_and_no_sessions(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"panel_tui", f"panel_tui-{panel_tui.__version__}.dist-info"}


def test_the_installed_command_knows_its_version(installed: Path, tmp_path: Path) -> None:
    assert panel_tui.__version__ in run(installed / "panel-tui", "--version", cwd=tmp_path)


def test_the_installed_command_finds_the_standards_that_ship(installed: Path, tmp_path: Path) -> None:
    listed = run(installed / "panel-tui", "standards", cwd=tmp_path)
    assert [path.stem for path in (ROOT / "standards").glob("*.yaml") if path.stem not in listed] == []


def test_the_installed_command_serves_the_pages_of_the_seats_with_their_look_and_script(
    installed: Path, tmp_path: Path
) -> None:
    plan = "service: Manage Arrears\nphase: beta\nstandard: localgov-2016\npanel:\n  - {name: Ana, role: lead}\n"
    (tmp_path / "plan.yaml").write_text(plan)
    session = run(installed / "panel-tui", "--sessions", tmp_path, "new", "plan.yaml", cwd=tmp_path).strip()
    with subprocess.Popen(
        [installed / "panel-tui", "serve", session, "--json"],
        cwd=tmp_path,
        env=PERSON,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    ) as serving:
        try:
            assert serving.stdout is not None
            url = json.loads(serving.stdout.readline())["url"]
            for path, holds in (
                ("/", "Ask to come in"),
                ("/static/seat.css", ":root"),
                ("/static/seat.js", "document"),
            ):
                with urlopen(url + path, timeout=20) as answer:  # noqa: S310
                    assert holds in answer.read().decode()
        finally:
            serving.terminate()


def test_the_installed_app_draws_its_first_frame_and_leaves_when_asked(installed: Path, tmp_path: Path) -> None:
    an_install.opens_and_closes(installed / "panel-tui", tmp_path)


def test_the_installed_command_exports_every_format(installed: Path, tmp_path: Path) -> None:
    an_install.exports(installed / "panel-tui", tmp_path, tuple(formats()))


def test_every_module_finds_what_it_imports(installed: Path, tmp_path: Path) -> None:
    run(installed / "python", "-I", "-c", IMPORT_ALL, cwd=tmp_path)


def test_a_package_that_the_wheel_does_not_ask_for_is_not_there(installed: Path, tmp_path: Path) -> None:
    for module in ("pytest", "hatchling", "pip"):
        absent = f"import importlib.util as util; assert util.find_spec({module!r}) is None"
        run(installed / "python", "-I", "-c", absent, cwd=tmp_path)
