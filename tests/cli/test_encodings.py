"""Text that comes in, or goes out, in another encoding than ours: read rightly or refused, and never a crash."""

from __future__ import annotations

import codecs
import io
import json
import os
import subprocess
from pathlib import Path

import pytest
from tests.cli.run import PANEL_TUI, run
from tests.room.rooms import a_room, rooms_in

from panel_tui.demo import make_demo
from panel_tui.grammar.typed import MARKED, NotText, piped, text_of
from panel_tui.session import bodies
from panel_tui.store.tinydb_file import open_session

NOTES = "note 4 + Café owners say it works 😀\nnote 4 - zwei\nnote 4 drei\n"


@pytest.fixture
def session(tmp_path: Path) -> str:
    room = a_room(tmp_path)
    room.close()
    return room.place


def notes(session: str) -> list[str]:
    events = open_session(Path(session), read_only=True).events()
    return [event.what.text for event in events if isinstance(event.what, bodies.NoteTaken)]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (NOTES.replace("😀", "").encode("cp1252"), 1),
        (b"note 4 eins\r\nnote 4 caf\xe9\r\nnote 4 drei\r\n", 2),
        (b"note 4 eins\rnote 4 zwei\rnote 4 caf\xe9", 3),
        (b"# one\n\nnote 4 \xed\xa0\x80\n", 3),
        (NOTES.encode("utf-16-le"), 1),
        (codecs.BOM_UTF16_LE + "note 4 eins\nnote 4 ".encode("utf-16-le") + b"\x00\xd8\n\x00", 2),
        ("note 4 eins\nnote 4 zwei".encode("utf-16")[:-1], 2),
    ],
    ids=["windows", "later", "old mac", "surrogates", "utf-16 without mark", "half a sign", "cut short"],
)
def test_a_line_that_is_not_utf_8_is_refused_by_its_number_and_nothing_of_it_is_kept(
    tmp_path: Path, session: str, given: bytes, line: int
) -> None:
    done = run(tmp_path, "plain", session, typed=given)
    assert done.returncode == 1
    assert done.stderr == (
        f"refused: line {line} is not UTF-8 text, so nothing of it was kept: save the text again with the encoding "
        "UTF-8, then send that line once more\n"
    )
    assert notes(session) == ["eins", "zwei"][: max(0, line - 1 - given.count(b"#") * 2)]


def test_with_keep_going_the_lines_around_it_are_kept(tmp_path: Path, session: str) -> None:
    done = run(tmp_path, "plain", session, "--keep-going", typed=b"note 4 eins\nnote 4 caf\xe9\nnote 4 Caf\xc3\xa9\n")
    assert done.returncode == 1
    assert done.stderr.startswith("refused: line 2 ")
    assert notes(session) == ["eins", "Café"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_pipe_says_with_its_byte_order_mark_how_it_is_read(
    tmp_path: Path, session: str, encoding: str, end: str
) -> None:
    done = run(tmp_path, "plain", session, typed=NOTES.replace("\n", end).encode(encoding))
    assert (done.returncode, done.stderr) == (0, "")
    assert notes(session) == ["Café owners say it works 😀", "zwei", "drei"]


def test_two_files_with_a_byte_order_mark_may_be_put_together(tmp_path: Path, session: str) -> None:
    part = "# a comment\nnote 4 eins\n".encode("utf-8-sig")
    assert run(tmp_path, "plain", session, typed=part + part + codecs.BOM_UTF8 + b"\n").returncode == 0
    assert notes(session) == ["eins", "eins"]


@pytest.mark.parametrize(
    ("typed", "locale", "kept", "refused"),
    [
        (b"note 4 caf\xe9\n", "utf-8", [], True),
        (b"note 4 caf\xe9\n", "latin-1", ["café"], False),
        (b"note 4 caf\x82\n", "cp850", ["café"], False),
    ],
)
def test_a_terminal_is_read_in_its_own_encoding(
    tmp_path: Path, session: str, typed: bytes, locale: str, kept: list[str], refused: bool
) -> None:
    keyboard, terminal = pytest.importorskip("pty").openpty()
    with subprocess.Popen(
        [*PANEL_TUI, "plain", session],
        cwd=tmp_path, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": locale},
    ) as process:  # fmt: skip
        os.close(terminal)
        os.write(keyboard, typed + b"quit\n")
        said, complaint = process.communicate(timeout=60)
        os.close(keyboard)
    assert process.returncode == 0, complaint
    assert ("refused: line 1 is not UTF-8" in (said + complaint).decode("latin-1")) is refused
    assert notes(session) == kept


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_no_command_stumbles_over_a_sign_that_the_output_cannot_show(tmp_path: Path, encoding: str) -> None:
    room = make_demo(rooms_in(tmp_path), "points")
    room.close()
    assert run(tmp_path, "plain", room.place, typed="note 4 + ⚖ Zoë 😀\n").returncode == 0
    place, points = str(room.place), tmp_path / "liste.csv"
    points.write_text("point,title,where\n4,⚖ 😀 Zoë,https://example.org\n")
    for command in (
        ["--help"],
        ["--version"],
        ["sessions"],
        ["standards"],
        ["standards", "show", "localgov-2016"],
        ["standards", "check", "⚖.yaml"],
        ["verify", place],
        ["follow-up"],
        ["follow-up", "--format", "md"],
        ["register", "--example"],
        ["import", str(points), place, "--dry-run"],
        ["export", place, "-o", str(tmp_path / "⚖.md")],
        ["⚖"],
        ["open", "⚖"],
        ["plain", place, "--read-only"],
    ):
        done = run(tmp_path, *command, typed="show\nshow notes\nshow ⚖\nhelp\n", PYTHONIOENCODING=encoding)
        text = (done.stdout + done.stderr).replace("\0", "")
        assert "UnicodeEncodeError" not in text, command
        assert "report" not in done.stderr.replace("\0", ""), (command, done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_programs_read_is_utf_8_whatever_the_output_is(tmp_path: Path, session: str, encoding: str) -> None:
    def out(*command: str, typed: str = "") -> str:
        done = subprocess.run(
            [*PANEL_TUI, *command],
            cwd=tmp_path, input=typed.encode(), capture_output=True, check=False, timeout=60,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PANEL_TUI_SESSIONS": str(tmp_path / "sessions")},
        )  # fmt: skip
        return done.stdout.decode("utf-8")

    kept = [json.loads(line) for line in out("plain", session, "--json", typed=NOTES).splitlines()]
    assert kept[0]["what"]["text"] == "Café owners say it works 😀"
    assert "Café owners say it works 😀" in out("export", session, "-o", "-")
    assert "’" in out("template", "markdown", "localgov-2016") or out("template", "csv", "localgov-2016")
    assert json.loads(out("standards", "check", "--json", "⚖.yaml"))


def test_a_stream_without_a_look_ahead_is_read_as_utf_8() -> None:
    assert list(piped(io.BytesIO("é\nx".encode()))) == ["é\n", "x"]
    assert list(piped(io.BufferedReader(io.BytesIO("é\nx".encode("utf-16"))))) == ["é\n", "x"]


def test_what_is_marked_is_what_could_not_be_read() -> None:
    assert text_of("\ufeffnote 4 é", 1) == "note 4 é"
    with pytest.raises(NotText):
        text_of(b"caf\xe9".decode(errors=MARKED), 1)
    with pytest.raises(UnicodeEncodeError):
        "⚖".encode("ascii", errors=MARKED)
