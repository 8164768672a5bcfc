"""The number of a format rises with every change of what it may hold, so that an older program knows a newer file."""

from pathlib import Path

import pytest
from msgspec import Struct
from tests.formats import shapes
from tests.formats.shapes import Format, complaint, formats


@pytest.mark.parametrize("name", ["file", "wire"])
def test_the_number_rises_with_every_change_of_the_shape(name: str) -> None:
    (one,) = (one for one in formats() if one.name == name)
    problem = complaint(one)
    assert problem is None, problem


@pytest.mark.parametrize("one", formats(), ids=lambda one: one.name)
def test_every_number_has_the_shape_of_its_time(one: Format) -> None:
    first = 2 if one.name == "file" else 1  # the first file format grew three times before it had a number
    for number in range(first, one.number + 1):
        assert one._replace(number=number).kept.exists()


class _Before(Struct):
    """A shape."""

    text: str


class _After(Struct):
    """A shape."""

    text: str
    private: bool = False


def test_a_new_field_is_a_change_and_a_new_docstring_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "FOLDER", tmp_path)
    before = Format("file", 7, "FORMAT_NUMBER", (_Before,))
    assert "is missing: run" in str(complaint(before))
    before.kept.write_bytes(before.shape())
    assert complaint(before) is None
    monkeypatch.setattr(_Before, "__doc__", "Other words.")
    assert complaint(before) is None
    after = before._replace(types=(_After,))
    after.kept.write_bytes(before.shape().replace(b"_Before", b"_After"))
    assert "raise FORMAT_NUMBER to 8" in str(complaint(after))


def test_the_command_writes_what_is_missing_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "FOLDER", tmp_path)
    said: list[str] = []
    assert shapes.main(said.append) == 0
    file, wire = formats()
    assert said == [f"written: {file.kept.name}", f"written: {file.number}.json", f"written: {wire.kept.name}"]
    file.kept.write_bytes(b"{}")
    assert shapes.main(said.append) == 1
    assert "raise FORMAT_NUMBER" in said[-1]
