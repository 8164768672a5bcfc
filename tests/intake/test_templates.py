"""Lists to fill in: each is read back without complaint, and filled in it is read as it was meant."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.commands.table import TALK, shipped
from tests.intake.sources import Session

from panel_tui.intake.found import IntakeError
from panel_tui.intake.reading import read
from panel_tui.intake.templates import FORMS, Form, template, written
from panel_tui.standard.finder import shipped_folder
from panel_tui.standard.model import Point

STANDARDS = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
ENDING = {"csv": "csv", "markdown": "md"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", STANDARDS)
def test_an_unfilled_list_of_every_standard_is_read_without_complaint(tmp_path: Path, form: Form, name: str) -> None:
    standard = shipped(name)
    phase = standard.phases[0].id
    text = template(standard, form, phase)
    for point in standard.points_in(phase):
        assert f"{point.number}. {point.name}" in text
    written(tmp_path / f"e.{ENDING[form]}", text)
    session = Session(standard=name, phase=phase)
    found = read(None, f"e.{ENDING[form]}", session.state, folder=tmp_path)
    assert (found.items, found.said) == ((), ())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("changes", [{}, TALK], ids=["levels", "talk"])
def test_what_is_filled_in_stands_under_its_point(tmp_path: Path, form: Form, changes: dict[str, Any]) -> None:
    session = Session(**changes)
    standard = session.state.standard
    text = template(standard, form)
    if form == "csv":
        lines = text.splitlines()
        filled = [lines[0], *(line.replace(",,,,,", ",Piece,done,https://x.org,,") for line in lines[1:])]
        text = "\n".join(filled)
    else:
        text = text.replace("- [ ]", "- [x] Piece https://x.org")
    written(tmp_path / f"e.{ENDING[form]}", text)
    found = read(None, f"e.{ENDING[form]}", session.state, folder=tmp_path)
    assert [(item.point, item.title, item.state) for item in found.items] == [
        (point.id, "Piece", "done") for point in standard.points_in(session.state.created.phase)
    ]


def test_a_phase_has_its_own_points_and_examples() -> None:
    standard = shipped("localgov-2016")
    later = Point(id="late", number="99", title="Later", phases=("live",), evidence={"live": ("=a--b",)})
    longer = msgspec.structs.replace(standard, points=(*standard.points, later))
    assert "99. Later" in template(longer, "csv")
    assert "99. Later" not in template(longer, "csv", "beta")
    assert "'=a--b" in template(longer, "csv", "live")
    assert "=a–b" in template(longer, "markdown", "live")
    with pytest.raises(IntakeError, match="has no phase 'gamma': choose one of "):
        template(longer, "csv", "gamma")


def test_a_list_is_written_to_a_new_file_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "e.csv", "a\r\n")
    assert path.read_bytes() == b"a\r\n"
    with pytest.raises(IntakeError, match="exists already and was not touched"):
        written(path, "b")
    with pytest.raises(IntakeError, match="cannot be written: no such file or directory; choose another place"):
        written(tmp_path / "no" / "e.csv", "b")
    assert path.read_bytes() == b"a\r\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of a file's size is set in another way there")
def test_a_list_that_does_not_fit_on_the_disk_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(IntakeError, match="cannot be written: file too large; choose another place"):
            written(tmp_path / "e.csv", "a" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not list(tmp_path.iterdir())
