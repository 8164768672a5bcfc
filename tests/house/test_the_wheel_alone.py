"""The built wheel, installed with only what it asks for, in a clean environment far from this checkout."""

import hashlib
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import panel_tui

ROOT = Path(__file__).parents[2]

# As it was before the tests got a home of their own: pip's cache and settings are there. Our own settings are not.
PERSON = {name: value for name, value in os.environ.items() if not name.startswith("PANEL_TUI_")}
FULL_SCREEN = "\x1b[?1049h"  # what an app sends to take the whole screen; a help text would not

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is drawn into; Windows has none"),
]


def run(*args: str | Path, cwd: Path) -> str:
    """Run a program as the person would, and return what it printed; what it complained of is in the failure."""
    done = subprocess.run(
        [str(part) for part in args], cwd=cwd, env=PERSON, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, args))}\n{done.stdout}{done.stderr}"
    return done.stdout


def asked_for(package: str, extras: Iterable[str] = ()) -> set[str]:
    """Return a package and everything that it asks for on this machine, by canonical name."""
    found: set[str] = {canonicalize_name(package)}
    for line in importlib.metadata.requires(package) or []:
        wanted = Requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found |= asked_for(wanted.name, wanted.extras)
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", where, ROOT, cwd=where)
    (built,) = where.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, and of the lock only what the wheel asks for."""
    where = tmp_path_factory.mktemp("alone")
    wanted = asked_for("panel-tui")
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    kept = [entry for entry in entries if canonicalize_name(entry.partition("==")[0]) in wanted]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = where / "runtime.lock"
    lock.write_text("\n".join([*kept, f"panel-tui @ {wheel.as_uri()} --hash=sha256:{digest}\n"]), encoding="utf-8")
    venv.create(where / "venv", with_pip=True)
    bin_ = where / "venv/bin"
    run(bin_ / "python", "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps", "-r", lock, cwd=where)
    run(bin_ / "python", "-m", "pip", "check", cwd=where)
    return bin_


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
    import pexpect  # neither is there on Windows
    import pyte

    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    app = pexpect.spawn(
        str(installed / "panel-tui"),
        cwd=str(tmp_path),
        dimensions=(24, 80),
        encoding="utf-8",
        codec_errors="replace",
        env=PERSON | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "TERM": "xterm-256color"},
    )
    drawn = ""
    until = time.monotonic() + 20
    while FULL_SCREEN not in drawn or "demo" not in "\n".join(screen.display).lower():
        assert time.monotonic() < until, "\n".join(screen.display)
        try:
            drawn += app.read_nonblocking(65536, timeout=0.2)
        except pexpect.TIMEOUT:
            continue
        except pexpect.EOF:
            pytest.fail(f"the app ended before it drew:\n{drawn}", pytrace=False)
        screen.reset()
        stream.feed(drawn)
    app.sendcontrol("q")
    app.expect(pexpect.EOF, timeout=10)
    app.close()
    assert app.exitstatus == 0
