"""The way out: formats, names of files, and writing that leaves everything else alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.stage import Stage, created, standard

from panel_tui.report.export import ExportError, default_audience, file_name, formats, render, write
from panel_tui.store import layout


def test_the_formats_are_those_of_the_issue() -> None:
    assert set(formats()) == {"md", "html", "docx", "csv", "json", "odt", "trello-csv", "cards"}


def test_a_copy_is_for_the_team_but_json_is_the_complete_record() -> None:
    assert {format: default_audience(format) for format in formats()} == dict.fromkeys(formats(), "team") | {
        "json": "internal"
    }


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        ExportError, match=r"There is no format 'pdf': choose md, html, docx, odt, csv, json, trello-csv, cards\."
    ):
        render(Stage(created(standard())).report(), "pdf")


def test_the_file_is_named_after_day_service_phase_and_audience(assessed: Stage) -> None:
    name = file_name(assessed.report("public").view, "html")
    assert name == "2026-11-21-manage-arrears-beta-report-public.html"


@given(st.text(), st.text())
def test_any_service_gives_a_name_that_every_system_takes(service: str, date: str) -> None:
    view = Stage(created(standard(), service=service, date=date)).report().view
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", file_name(view, "md"))


def test_a_copy_is_written_whole_and_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    assert write(file, b"one") == file
    write(file, b"two")
    assert file.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder: name a file in it"):
        write(tmp_path, b"x")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"was not written, because its folder is gone.*name another file\."):
        write(tmp_path / "gone" / "report.md", b"x")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_ordinary_file_is_left_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="is no ordinary file: name another"):
        write(pipe, b"x")
    assert pipe.is_fifo()


def test_a_session_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    kept = bytes(layout.begin(layout.about("1.0", "2026-11-21T09:30:00Z")))
    file.write_bytes(kept)
    with pytest.raises(ExportError, match="is a session, not a report, and was left as it is"):
        write(file, b"x")
    assert file.read_bytes() == kept


def test_a_file_that_nobody_may_write_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_bytes(b"one")
    file.chmod(0o400)
    with pytest.raises(ExportError, match="because you are not allowed to write it"):
        write(file, b"two")
    assert file.read_bytes() == b"one"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_no_half_copy_stays_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "report.md").symlink_to("/dev/full/report.md")
    with pytest.raises(ExportError):
        write(tmp_path / "report.md", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


@pytest.mark.parametrize(
    ("format", "unwanted"),
    [("md", "docx odfdo jinja2 lxml"), ("json", "docx odfdo jinja2 lxml"), ("html", "docx odfdo lxml")],
)
def test_a_format_loads_the_libraries_of_no_other(format: str, unwanted: str) -> None:
    module = {"md": "markdown", "json": "record", "html": "html"}[format]
    code = (
        f"import sys, panel_tui.report.export, panel_tui.report.{module}\n"
        f"print(*[name for name in {unwanted.split()!r} + ['textual', 'tinydb'] if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
