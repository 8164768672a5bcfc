"""What is no export of Trello's is refused in one sentence that says what it is and what to do."""

from __future__ import annotations

import codecs
import json

import pytest
from tests.intake.trello.boards import a_card_each, encoded

from panel_tui.intake.found import IntakeError
from panel_tui.intake.trello import read
from panel_tui.standard.model import Standard

WHOLE = a_card_each().json()
HOW = "in Trello open the board's menu, choose Print, export and share, and Export as JSON"


def without(key: str) -> bytes:
    root = a_card_each().root()
    del root[key]
    return encoded(root)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "b.json is empty: export the board again"),
        (b" \n ", "b.json is empty: export the board again"),
        (WHOLE[:-1], "b.json ends in the middle: download the export again, to its end"),
        (WHOLE[: len(WHOLE) // 2], "b.json ends in the middle: download the export again, to its end"),
        (b"{", "b.json ends in the middle: download the export again, to its end"),
        (b'{"id": x}', "b.json is not whole JSON, it goes wrong at character 8: export the board again"),
        (
            b"<!DOCTYPE html><title>Log in to Trello</title>",
            "b.json is a web page, most likely Trello's log-in page: log in to Trello first, then export again",
        ),
        (
            b"Card ID,Card Name,Card URL\r\n1,One,https://trello.com/c/x",
            (
                "b.json is Trello's CSV export, which has no comments and no checklist items: export the board as "
                "JSON, or bring this file in as a CSV list"
            ),
        ),
        (
            b"unauthorized permission requested\n",
            "b.json only holds Trello's answer 'unauthorized permission requested': log in and export again",
        ),
        (b"Dear team,\nhere is our board", f"b.json is not JSON: {HOW}"),
        (b"PK\x03\x04\x00", f"b.json is not a text file, and a Trello export is one: {HOW}"),
        (b"[1, 2]", f"b.json is JSON, but neither a Trello board nor a Trello card: {HOW}"),
        (b'{"schema": "panel"}', f"b.json is JSON, but neither a Trello board nor a Trello card: {HOW}"),
        (without("id"), f"b.json is JSON, but neither a Trello board nor a Trello card: {HOW}"),
        (without("lists"), f"b.json is JSON, but neither a Trello board nor a Trello card: {HOW}"),
        (without("cards"), f"b.json is JSON, but neither a Trello board nor a Trello card: {HOW}"),
        (b"[" * 100_000, "b.json is nested deeper than any Trello export: export the board again"),
        (b'{"id":' * 100_000, "b.json is nested deeper than any Trello export: export the board again"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "b.json holds a number that is none: export the board again"),
    ],
    ids=range(19),
)
def test_what_is_no_export_says_what_it_is(standard: Standard, data: bytes, said: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read(data, "b.json", standard, "alpha")
    assert refused.value.message == f"{said}."


def test_what_is_too_large_is_not_read(standard: Standard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("panel_tui.intake.trello.opening.LARGEST", 1024 * 1024)
    with pytest.raises(IntakeError, match=r"has 2 MB, and at most 1 are read: export single cards instead"):
        read(b"x" * 2 * 1024 * 1024, "b.json", standard, "alpha")


@pytest.mark.parametrize(
    ("name", "shown"), [("a\nb\x1b[31m.json", "a b[31m.json"), ("", "this file"), ("x" * 300, "x" * 100)]
)
def test_the_name_of_a_file_is_data(standard: Standard, name: str, shown: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read(b"", name, standard, "alpha")
    assert refused.value.message == f"{shown} is empty: export the board again."


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + WHOLE,
        WHOLE.decode().encode("utf-16"),
        b"\n " + WHOLE + b" \n",
        WHOLE.replace(b"Second round", b"Second \xff round"),
        WHOLE.replace(b"Second round", b"Second \\ud83d round"),
        WHOLE.replace(b'"pinned":false', b'"pinned":1e999'),
        json.dumps(a_card_each().root(), indent=4).encode(),
    ],
    ids=["utf-8-bom", "utf-16", "spaces", "bad-byte", "half-an-emoji", "endless-number", "indented"],
)
def test_an_export_that_was_saved_in_another_way_is_read_all_the_same(standard: Standard, data: bytes) -> None:
    assert len(read(data, "b.json", standard, "alpha").items) == 7
