"""Events to keep, and the ways to make a disk misbehave for real."""

import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.missing import missing

from panel_tui.session.events import Event
from panel_tui.store.protocol import SummaryFields

_MAKING = runpy.run_path(str(Path(__file__).with_name("making.py")))

MakeEvents = Callable[..., list[Event]]


@pytest.fixture
def make() -> MakeEvents:
    made: MakeEvents = _MAKING["notes"]
    return made


@pytest.fixture
def seal() -> MakeEvents:
    made: MakeEvents = _MAKING["sealed"]
    return made


@pytest.fixture
def summarise() -> Callable[[Sequence[Event]], SummaryFields]:
    def of(events: Sequence[Event]) -> SummaryFields:
        return SummaryFields(
            service="Manage Arrears",
            phase="beta",
            standard_title="Service Standard",
            stage="points",
            outcome=None,
            date="2026-11-21",
            rehearsal=False,
            events=len(events),
        )

    return of


@pytest.fixture
def in_a_small_disk(tmp_path: Path) -> Callable[..., str]:
    """Run a script in a namespace of its own, where `disk` is a mounted disk of so many kilobytes.

    The script finds the disk's path in `disk`, and `mount(options)` to mount it anew. Works for people who are
    not root, where the system has namespaces for them; skips with the reason where it has not.
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], capture_output=True).returncode:
        missing("this test mounts a small disk, for which this system gives no namespace (unshare)")

    def run(script: str, kilobytes: int = 64) -> str:
        preamble = (
            "import os, subprocess, sys\n"
            f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "from pathlib import Path\n"
            "from making import notes\n"
            "from panel_tui.store import errors\n"
            "from panel_tui.store.tinydb_file import create_session, open_session\n"
            f"disk = Path({str(disk)!r})\n"
            "def mount(options):\n"
            "    subprocess.run(['mount', '-t', 'tmpfs', '-o', options, 'none', str(disk)], check=True)\n"
            f"mount('size={kilobytes}k')\n"
        )
        done = subprocess.run(
            [*namespace, sys.executable, "-c", preamble + script],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
