"""Where standards are looked for, and which file an id means."""

import os
from pathlib import Path

import pytest

from panel_tui.standard import finder
from panel_tui.standard.finder import Folder, UnknownStandardError, available, default_folders, find, here
from panel_tui.standard.reader import read_standard

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def folders(tmp_path: Path, small_text: str) -> tuple[Folder, ...]:
    """`here` holds small, `yours` holds small and other, `shipped` holds other and third."""
    made = (
        Folder(tmp_path / "standards", "here"),
        Folder(tmp_path / "config", "yours"),
        Folder(tmp_path / "lib", "shipped"),
    )
    for folder, ids in zip(made, (["small"], ["small", "other"], ["other", "third"]), strict=True):
        folder.path.mkdir()
        for name in ids:
            text = small_text.replace("id: small", f"id: {name}").replace("Small", f"{name} {folder.origin}")
            (folder.path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return made


def test_the_earlier_folder_wins(folders: tuple[Folder, ...]) -> None:
    titles = [(each.id, each.title, each.origin, each.points) for each in available(folders=folders)]
    assert titles == [
        ("small", "small here standard", "here", 2),
        ("other", "other yours standard", "yours", 2),
        ("third", "third shipped standard", "shipped", 2),
    ]
    assert find("other", folders=folders) == folders[1].path / "other.yaml"
    assert find("third", folders=folders) == folders[2].path / "third.yaml"


def test_a_standard_is_found_by_its_id_and_not_by_the_name_of_its_file(folders: tuple[Folder, ...]) -> None:
    (folders[0].path / "small.yaml").rename(folders[0].path / "renamed.YML")
    assert find("small", folders=folders) == folders[0].path / "renamed.YML"


@pytest.mark.parametrize("line", ["id: 'small'", 'id: "small"', "id:   small   # ours", '"id": small'])
def test_an_id_is_found_however_it_is_written(folders: tuple[Folder, ...], line: str) -> None:
    file = folders[0].path / "small.yaml"
    file.write_text(file.read_text("utf-8").replace("id: small", line, 1), encoding="utf-8")
    assert find("small", folders=folders) == file


def test_a_file_with_mistakes_is_listed_with_the_first_of_them(folders: tuple[Folder, ...]) -> None:
    file = folders[0].path / "small.yaml"
    file.write_text(file.read_text("utf-8").replace("rank: 2", "rank: high"), encoding="utf-8")
    broken = available(folders=folders)[0]
    assert broken.id == "small"
    assert (broken.title, broken.points) == ("", 0)
    assert broken.problem is not None
    assert broken.problem.startswith("line 8: the scale 'default' has fewer than two levels with a rank")
    assert find("small", folders=folders) == file, "the good one behind it must not be taken in silence"


@pytest.mark.parametrize("text", ["[", "", "- a", "a: \x07", "title: x"])
def test_a_file_that_gives_no_id_goes_by_its_name(folders: tuple[Folder, ...], text: str) -> None:
    (folders[0].path / "odd.yaml").write_text(text, encoding="utf-8")
    odd = next(each for each in available(folders=folders) if each.id == "odd")
    assert odd.problem


def test_a_folder_that_ends_like_a_file_is_listed_as_a_problem_and_kills_nothing(folders: tuple[Folder, ...]) -> None:
    (folders[0].path / "folder.yaml").mkdir()
    found = {each.id: each.problem for each in available(folders=folders)}
    assert found["folder"] == "this is a folder, not a file; name one of the files in it"
    assert found["third"] is None


def test_two_files_with_one_id_in_one_folder_are_both_listed(folders: tuple[Folder, ...]) -> None:
    file = folders[0].path / "small.yaml"
    (folders[0].path / "zz-copy.yaml").write_text(file.read_text("utf-8"), encoding="utf-8")
    problems = [each.problem for each in available(folders=folders) if each.id == "small"]
    assert problems == [None, "the id 'small' is already used by small.yaml, which is read instead"]


def test_other_files_and_hidden_ones_are_passed_over(folders: tuple[Folder, ...], small_text: str) -> None:
    for name in ("notes.txt", ".hidden.yaml", "small.yaml~"):
        (folders[0].path / name).write_text(small_text.replace("id: small", "id: hidden"), encoding="utf-8")
    assert "hidden" not in {each.id for each in available(folders=folders)}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert available(folders=[Folder(tmp_path / "gone", "here")]) == []


def test_an_unknown_id_gets_the_nearest_one(folders: tuple[Folder, ...]) -> None:
    with pytest.raises(UnknownStandardError) as caught:
        find("smal", folders=folders)
    assert str(caught.value) == (
        "There is no standard 'smal'; did you mean 'small'? `panel-tui standards` lists what there is."
    )
    with pytest.raises(UnknownStandardError, match="give an id or the path of a YAML file"):
        find("nothing-like-it", folders=folders)


@pytest.mark.parametrize("text", ["mine.yaml", "MINE.YML", "./mine", "folder/mine", "~/mine"])
def test_a_path_is_told_from_an_id_and_not_looked_for(tmp_path: Path, text: str) -> None:
    path = find(text, cwd=tmp_path)
    assert path == tmp_path / Path(text).expanduser()


def test_a_path_is_taken_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find("mine.yaml") == Path.cwd() / "mine.yaml"


def test_the_three_folders_are_here_yours_and_shipped(tmp_path: Path) -> None:
    first, second, third = default_folders(tmp_path)
    assert (first.path, first.origin) == (tmp_path / "standards", "here")
    assert (second.path.name, second.origin) == ("standards", "yours")
    assert "panel-tui" in second.path.parts
    assert (third.path, third.origin) == (CHECKOUT / "standards", "shipped")


def test_in_a_checkout_nothing_is_listed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    assert [folder.origin for folder in default_folders()] == ["shipped", "yours"]
    ids = [each.id for each in available()]
    assert len(ids) == len(set(ids))
    assert find("localgov-2016").resolve() == CHECKOUT / "standards" / "localgov-2016.yaml"
    assert read_standard(find("localgov-2016")).id == "localgov-2016"


def test_an_installed_package_has_its_standards_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "panel_tui"
    (package / "standards").mkdir(parents=True)
    monkeypatch.setattr(finder, "__file__", str(package / "standard" / "finder.py"))
    assert finder.shipped_folder() == package / "standards"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that somebody is in")
def test_where_the_folder_one_is_in_was_taken_away_it_is_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    assert here() == gone
    gone.rmdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert here() == tmp_path
    monkeypatch.delenv("HOME")
    assert here() == Path(os.sep)
