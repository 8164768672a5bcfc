"""A terminal that cannot draw, no terminal, and a checkout that cannot be written to: one sentence, and a way on."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from tests.missing import missing
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is driven; Windows has none")
APP = [sys.executable, "-m", "panel_tui"]


def in_terminal(folder: Path, *args: str, **environ: str) -> tuple[str, int | None]:
    """What the app prints in a pseudo-terminal, and its exit status. There is no TERM unless it is given."""
    env = {name: value for name, value in os.environ.items() if name != "TERM"} | environ
    app = pexpect.spawn(APP[0], [*APP[1:], *args], cwd=str(folder), env=env, encoding="utf-8", timeout=PATIENCE)
    app.expect(pexpect.EOF)
    app.close()
    return str(app.before), app.exitstatus


@pytest.mark.parametrize("args", [(), ("demo",), ("open", "a-session")])
@pytest.mark.parametrize(("term", "why"), [("dumb", "TERM is dumb"), ("unknown", "TERM is unknown"), ("", "not set")])
def test_a_terminal_that_cannot_draw_is_shown_to_plain_mode(
    tmp_path: Path, args: tuple[str, ...], term: str, why: str
) -> None:
    printed, status = in_terminal(tmp_path, *args, **({"TERM": term} if term else {}))
    assert status == 1
    assert why in printed
    assert printed.endswith("'panel-tui plain SESSION' works in every terminal.\r\n")
    assert "\x1b" not in printed, "nothing is drawn"
    assert printed.count("\n") == 1
    assert list(tmp_path.iterdir()) == [], "no demo is made that nobody sees"


def test_plain_mode_works_in_a_terminal_that_cannot_draw(tmp_path: Path) -> None:
    made = subprocess.run([*APP, "demo", "--make"], cwd=tmp_path, capture_output=True, text=True, check=True)
    env = {**os.environ, "TERM": "dumb"}
    command = [*APP[1:], "plain", made.stdout.strip()]
    app = pexpect.spawn(APP[0], command, cwd=str(tmp_path), env=env, encoding="utf-8", timeout=PATIENCE)
    app.expect("Manage Arrears")
    app.sendline("quit")
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 0


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_without_a_terminal_the_sentence_is_another(tmp_path: Path, stream: str) -> None:
    shell = f'"$@" {"</dev/null" if stream == "stdin" else "| cat"}'
    env = {**os.environ, "TERM": "xterm"}
    command = ["-c", shell, "sh", *APP]
    app = pexpect.spawn("sh", command, cwd=str(tmp_path), env=env, encoding="utf-8", timeout=PATIENCE)
    app.expect(pexpect.EOF)
    assert "the screens need a terminal; 'panel-tui plain SESSION' works without one." in str(app.before)
    assert "\x1b" not in str(app.before)


@pytest.mark.needs("unshare", "mount")
def test_a_folder_of_sessions_that_cannot_be_written_to_is_passed_over_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "checkout/sessions").mkdir(parents=True)
    mounted = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift && "$@"'
    within = ["unshare", "--map-root-user", "--mount", "sh", "-c", mounted, "sh", str(tmp_path / "checkout")]
    if subprocess.run([*within, "true"], capture_output=True, check=False).returncode:
        missing("this machine allows no mounts of its own")
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    env.pop("PANEL_TUI_SESSIONS", None)
    done = subprocess.run([*within, *APP, "demo", "--make"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "data/panel-tui/sessions"))
    assert done.stderr == (
        f"panel-tui: {tmp_path}/checkout/sessions cannot be written to, so sessions are kept in "
        f"{tmp_path}/data/panel-tui/sessions. To look at those that are there, use --sessions with that folder.\n"
    )
