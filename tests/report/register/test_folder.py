"""Putting the register in place: whole, and nothing of anybody else touched."""

from __future__ import annotations

import os
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from msgspec.structs import replace
from tests.report.register.test_sessions import FIELDS, PUBLISHED, summary

from panel_tui.report.register import folder as pages
from panel_tui.report.register.folder import RegisterError, write
from panel_tui.report.register.model import Entry, Register, register
from panel_tui.report.register.sessions import gather
from panel_tui.store import system


def years(*names: str, per_page: int = 1) -> Register:
    return register([Entry(service="Pay rent", date=name) for name in names], per_page=per_page)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_is_made_and_everybody_may_read_what_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "public"
    written = write(folder, years("2021", "2020"))
    assert names(folder) == ["2020.html", "2020.md", "index.html", "register.md"]
    assert written.pages == tuple(folder / name for name in ("index.html", "register.md", "2020.html", "2020.md"))
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_a_page_of_a_year_that_is_gone_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, years("2022", "2021", "2020"))
    for name in ("2019.html", "1999.md", "logo.svg", "notes.html"):
        (tmp_path / name).write_text("mine")
    (tmp_path / "notes-2020.html").write_bytes((tmp_path / "2020.html").read_bytes())
    (tmp_path / "1990.html").mkdir()
    (tmp_path / "1991.html").symlink_to(tmp_path / "2020.html")
    assert write(tmp_path, years("2022", "2021")).removed == 2
    kept = {"2019.html", "1999.md", "logo.svg", "notes.html", "notes-2020.html", "1990.html", "1991.html"}
    assert set(names(tmp_path)) == kept | {"2021.html", "2021.md", "index.html", "register.md"}
    assert (tmp_path / "2019.html").read_text() == "mine"


@pytest.mark.parametrize("name", ["index.html", "register.md", "2020.md"])
def test_a_file_of_somebody_else_is_never_replaced_and_then_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(RegisterError, match="was not written by panel-tui register and was left as it is"):
        write(tmp_path, years("2021", "2020"))
    assert names(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_link_to_somewhere_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "index.html").symlink_to(tmp_path / "secret")
    with pytest.raises(RegisterError, match="left as it is"):
        write(tmp_path, years("2021"))
    assert (tmp_path / "secret").read_text() == "mine"


def test_a_page_that_says_the_same_is_not_written_again_and_one_that_does_not_is(tmp_path: Path) -> None:
    write(tmp_path, years("2021", "2020"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write(tmp_path, years("2021", "2021", "2020", per_page=2))
    changed = {path.name for path in tmp_path.iterdir() if before.get(path) != path.stat().st_mtime_ns}
    assert changed == {"index.html", "register.md", "2020.html", "2020.md"}
    again = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write(tmp_path, years("2021", "2021", "2020", per_page=2))
    assert again == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")
    with pytest.raises(RegisterError, match="is no folder: name another with -o"):
        write(tmp_path / "public", years("2021"))
    with pytest.raises(RegisterError, match="could not be made"):
        write(tmp_path / "public" / "deeper", years("2021"))


def trouble(*_: Any, **__: Any) -> Any:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("place", "call"), [(Path, "is_file"), (Path, "chmod"), (system, "replace"), (system, "remove")]
)
def test_what_the_disk_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: object, call: str
) -> None:
    if call != "replace":
        write(tmp_path, years("2021", "2020"))
    if call == "chmod":
        write(tmp_path, years("2021"))
        (tmp_path / "index.html").chmod(0o600)
    monkeypatch.setattr(place, call, trouble)
    with pytest.raises(RegisterError) as caught:
        write(tmp_path, years("2021"))
    assert "\n" not in caught.value.message


def test_everybody_can_read_a_new_register_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write(tmp_path / "public" / "register", years("2021"))
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "public").rglob("*")}
    assert modes == {"register": 0o755, "index.html": 0o644, "register.md": 0o644}
    assert (tmp_path / "public").stat().st_mode & 0o777 == 0o755


def test_a_page_has_its_mode_before_it_is_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    putting = system.replace

    def look(source: Path, target: Path) -> None:
        assert source.stat().st_mode & 0o777 == 0o644
        putting(source, target)

    monkeypatch.setattr(system, "replace", look)
    write(tmp_path, years("2021"))


@pytest.mark.parametrize("year", ["2021", "2020"], ids=["the same page", "another page"])
def test_a_page_that_a_stopped_run_left_unreadable_is_mended_by_the_next(tmp_path: Path, year: str) -> None:
    write(tmp_path, years("2021"))
    for path in tmp_path.iterdir():
        path.chmod(0o600)
    write(tmp_path, years(year))
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o644}


def test_a_page_that_was_given_to_a_group_stays_with_it(tmp_path: Path) -> None:
    write(tmp_path, years("2021"))
    (tmp_path / "index.html").chmod(0o640)
    write(tmp_path, years("2021"))
    write(tmp_path, years("2020"))
    assert (tmp_path / "index.html").stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_looked_into_holds_nothing_to_take_away(tmp_path: Path) -> None:
    assert pages.files(tmp_path / "gone") == ()


def test_a_thousand_sessions_are_on_their_pages_at_once(tmp_path: Path) -> None:
    """The benchmark has the figure, which is far below; this holds off what grows with the square."""
    listed = [
        summary(
            replace(
                FIELDS,
                id=f"s{number}",
                published=replace(
                    PUBLISHED, date=f"{2007 + number // 50}-05-06", service=f"Service {number}", description="x " * 900
                ),
            )
        )
        for number in range(1_000)
    ]
    began = process_time()
    found = gather(listed)
    written = write(tmp_path, register(one.entry for one in found.published))
    assert process_time() - began < 2
    assert len(written.pages) == 2 * 20
    assert b"Service 999" in (tmp_path / "index.html").read_bytes()
