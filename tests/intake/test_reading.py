"""Any file is read as what it is, or refused in one sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.commands.table import EARLIER, created
from tests.intake.sources import Session
from tests.room.rooms import a_room, rooms_in

from panel_tui.intake import reading
from panel_tui.intake.found import Found, IntakeError
from panel_tui.intake.preview import Preview
from panel_tui.intake.reading import Wishes, kind_and_file, read
from panel_tui.session.rules.gathered import LARGEST_BATCH
from panel_tui.session.terms import EarlierDecision, SourceKind

SESSION = Session()
BOARD = (
    '{"id": "b1", "name": "Arrears", "lists": [{"id": "l1", "name": "4. Iterate", "pos": 1}], '
    '"cards": [{"id": "c1", "name": "Sprint board", "idList": "l1", "pos": 1, "closed": false, "dueComplete": true}, '
    '{"id": "c2", "name": "Old", "idList": "l1", "pos": 2, "closed": true}]}'
)
BOARD_CSV = (
    "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Attachment Count,Attachment Links,"
    "Checklist Item Total Count,Checklist Item Completed Count,Vote Count,Comment Count,Last Activity Date,List ID,"
    "List Name,Board ID,Board Name,Archived,Start Date,Due Complete\n"
    'c1,Sprint board,https://trello.com/c/aB1,"Seen by Jo Bloggs","Done (green),Sprint",Jo Bloggs (jobloggs7),,2,'
    '"https://x.org/a,https://x.org/b",2,1,0,3,2026-01-01,l1,4. Iterate,b1,Arrears,false,,true\n'
    "c2,Old,https://trello.com/c/aB2,,,,,0,,0,0,0,0,2026-01-01,l2,5. Tools,b1,Arrears,TRUE,,false\n"
)


def found(path: Path, kind: SourceKind | None = None, session: Session = SESSION, **wishes: Any) -> Found:
    return read(kind, path.name, session.state, folder=path.parent, wishes=Wishes(**wishes))


def a_file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(given: str, folder: Path, kind: SourceKind | None = None) -> str:
    with pytest.raises(IntakeError) as error:
        read(kind, given, SESSION.state, folder=folder)
    assert "\n" not in error.value.message
    return error.value.message


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("board.json", BOARD, "trello"),
        ("board", BOARD, "trello"),
        ("evidence.csv", "title\nBoard\n", "csv"),
        ("evidence.TSV", "title\tpoint\nBoard\t4\n", "csv"),
        ("evidence.txt", "\n\nPoint;Title\n4;Board\n", "csv"),
        ("evidence.md", "- Board\n", "markdown"),
        ("evidence.markdown", "Board\n", "markdown"),
        ("evidence.txt", "Words.\n\n- Board\n", "markdown"),
        ("evidence", "# 4\n", "markdown"),
        ("board.csv", BOARD_CSV, "trello"),
        ("board.txt", BOARD_CSV, "trello"),
        ("bom.csv", b"\xef\xbb\xbftitle\nBoard\n", "csv"),
        ("bom.md", b"\xef\xbb\xbf# 4\n- Board\n", "markdown"),
    ],
)
def test_a_file_says_itself_what_it_is(tmp_path: Path, name: str, text: str | bytes, kind: str) -> None:
    assert found(a_file(tmp_path, name, text)).source.kind == kind


def test_a_session_is_taken_for_a_teams_own_record(tmp_path: Path) -> None:
    room = a_room(tmp_path, kind="self", id="team-session")
    room.close()
    assert found(Path(room.place)).source.kind == "self"
    assert read(None, room.place, SESSION.state, folder=tmp_path).source.kind == "self"


def test_a_teams_own_record_is_found_by_its_name_among_the_sessions(tmp_path: Path) -> None:
    rooms = rooms_in(tmp_path)
    room = a_room(tmp_path, kind="self", id="team-session")
    room.close()
    for name in (room.name, room.place):
        own = read("self", name, SESSION.state, folder=tmp_path, rooms=rooms)
        assert own.source.key == "team-session"
        assert read(None, name, SESSION.state, folder=tmp_path, rooms=rooms) == own
    with pytest.raises(IntakeError, match="There is no file"):
        read(None, "no-such-session", SESSION.state, folder=tmp_path, rooms=rooms)
    for name in ("no-such-session", "x" * 300):
        with pytest.raises(IntakeError):
            read("self", name, SESSION.state, folder=tmp_path, rooms=rooms)


def test_a_kind_that_is_said_is_believed(tmp_path: Path) -> None:
    path = a_file(tmp_path, "evidence.txt", "title\n- Board\n")
    assert found(path, "csv").items[0].title == "- Board"
    assert found(path, "markdown").items[0].title == "Board"


def test_a_board_is_read_with_the_wishes_of_whoever_brings_it(tmp_path: Path) -> None:
    path = a_file(tmp_path, "board.json", BOARD)
    assert [item.title for item in found(path).items] == ["Sprint board"]
    assert [item.state for item in found(path, archived=True, unmarked="done").items] == ["done", "done"]
    assert found(path, layout="states").items[0].title == "Sprint board"


def test_points_that_are_carried_over_get_no_evidence(tmp_path: Path) -> None:
    path = a_file(tmp_path, "evidence.csv", "point,title\n4,Board\n")
    decision = EarlierDecision(point=SESSION.id_of("4"), number="4", title="x", label="Met", reason="y", level="met")
    earlier = replace(EARLIER, decisions=(decision,))
    carrying = Session(carried=(SESSION.id_of("4"),), earlier=earlier)
    assert found(path, session=carrying).items[0].point is None


# Trello's own CSV


@pytest.mark.parametrize("kind", [None, "csv", "trello"])
def test_the_csv_that_trello_exports_is_read_as_the_board_that_it_is(tmp_path: Path, kind: SourceKind | None) -> None:
    board = found(a_file(tmp_path, "export.csv", BOARD_CSV), kind)
    assert board.source.name == "Arrears"
    assert {(item.title, item.point, item.state) for item in board.items} >= {
        ("Sprint board", SESSION.id_of("4"), "done")
    }
    assert {item.url for item in board.items} == {"https://x.org/a", "https://x.org/b"}
    assert board.said[0].startswith("This is the list that Trello exports in CSV: comments")
    assert not board.whole
    assert "Bloggs" not in repr(board)
    assert "jobloggs7" not in repr(board)
    assert len(found(a_file(tmp_path, "export.csv", BOARD_CSV), kind, archived=True).items) == 3


def test_a_board_in_csv_may_lack_columns(tmp_path: Path) -> None:
    path = a_file(tmp_path, "export.csv", "Card ID,Card Name,List Name\nc1,Board,4. Iterate\n")
    board = found(path)
    assert [(item.title, item.point) for item in board.items] == [("Board", SESSION.id_of("4"))]
    assert board.source.name == "Trello board"


# The same list under another name


def test_a_list_that_was_renamed_is_taken_for_the_one_before(tmp_path: Path) -> None:
    session = Session()
    text = "point,title\n4,Board\n5,Retro\n"
    session.bring(Preview(found(a_file(tmp_path, "evidence.csv", text)), session.state))
    assert Preview(found(tmp_path / "evidence.csv", session=session), session.state).bodies() == ()
    renamed = found(a_file(tmp_path, "evidence (2).csv", text + "6,New\n"), session=session)
    assert renamed.source.key == "csv:evidence.csv"
    assert renamed.source.name == "evidence (2).csv"
    assert renamed.said[0] == (
        "This is taken for the list 'evidence.csv' that was brought in before, under another name: 2 of its pieces "
        "are the same."
    )
    assert Preview(renamed, session.state).counts.new == 1
    other = found(a_file(tmp_path, "other.csv", "point,title\n4,Board\n6,A\n6,B\n6,C\n7,D\n"), session=session)
    assert other.source.key == "csv:evidence.csv"
    strange = found(a_file(tmp_path, "strange.csv", "point,title\n6,A\n6,B\n"), session=session)
    assert strange.source.key == "csv:strange.csv"
    same_words = found(a_file(tmp_path, "x.md", "# 4\n- Board\n# 5\n- Retro\n"), session=session)
    assert same_words.source.key == "markdown:x.md"


def test_of_two_lists_before_the_one_that_shares_more_is_meant(tmp_path: Path) -> None:
    session = Session()
    for name, text in (("a.csv", "4,Board\n"), ("b.csv", "5,Retro\n6,Chart\n")):
        session.bring(Preview(found(a_file(tmp_path, name, f"point,title\n{text}"), session=session), session.state))
    both = found(a_file(tmp_path, "c.csv", "point,title\n4,Board\n5,Retro\n6,Chart\n"), session=session)
    assert both.source.key == "csv:b.csv"


# What cannot be read


def test_what_is_no_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert refused("nofile.csv", tmp_path).startswith("There is no file ")
    assert refused("nofile.csv/evidence.csv", a_file(tmp_path, "x", "").parent).startswith("There is no file ")
    (tmp_path / "folder").mkdir()
    assert "is a folder: name the file in it" in refused("folder", tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "is no file on a disk" in refused("pipe", tmp_path)
    assert "could not be read (File name too long)" in refused("x" * 300, tmp_path)
    assert "is no name of a file" in refused("a\0b", tmp_path)
    assert "There is no home folder" in refused("~no-such-user-here/x.csv", tmp_path)
    assert refused("x" * 300, tmp_path, "self")
    assert refused("a\0b", tmp_path, "self")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, "secret.csv", "title\n")

    def no(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", no)
    assert refused(path.name, tmp_path).startswith("You are not allowed to read ")


def test_a_file_that_is_far_too_large_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(reading.LARGEST + 1)
    assert "is larger than 64 MB" in refused("large.csv", tmp_path)


@pytest.mark.parametrize("data", [b"title\nBo\xffard\n", b"title\nCaf\xe9\n"])
def test_a_file_in_another_encoding_says_which_line_shows_it(tmp_path: Path, data: bytes) -> None:
    a_file(tmp_path, "evidence.csv", data)
    assert refused("evidence.csv", tmp_path).startswith("evidence.csv is not in UTF-8, which line 2 shows: save it")


@pytest.mark.parametrize("data", ["title\nBoard\n".encode("utf-16"), b"PK\x03\x04 a spreadsheet", b"%PDF-1.7"])
def test_a_file_that_is_no_text_says_how_to_save_it(tmp_path: Path, data: bytes) -> None:
    a_file(tmp_path, "evidence.csv", data)
    assert refused("evidence.csv", tmp_path).startswith("evidence.csv is not plain text: save it as 'CSV UTF-8'")


def test_a_web_page_in_place_of_an_export_is_named_as_one(tmp_path: Path) -> None:
    a_file(tmp_path, "board.json", "<!DOCTYPE html>\n<html><body>Log in to continue</body></html>")
    said = (
        "board.json is a web page, most likely one to log in: log in where the evidence is kept, then export it again."
    )
    assert refused("board.json", tmp_path) == said


def test_more_than_comes_in_at_once_is_refused_before_anybody_corrects_it(tmp_path: Path) -> None:
    lines = "".join(f"Piece {number}\n" for number in range(LARGEST_BATCH + 1))
    a_file(tmp_path, "evidence.csv", f"title\n{lines}")
    assert "holds 10,001 pieces of evidence, and at most 10,000 are brought in at once" in refused(
        "evidence.csv", tmp_path
    )


def test_a_file_that_does_not_show_what_it_is_asks_for_it(tmp_path: Path) -> None:
    a_file(tmp_path, "evidence", "Some words.\n")
    assert "does not show what it is: say so, with trello, csv, markdown or self before it." in refused(
        "evidence", tmp_path
    )
    a_file(tmp_path, "x.json", "")
    assert refused("x.json", tmp_path)


@pytest.mark.parametrize(
    ("words", "kind", "file"),
    [
        ("board.json", None, "board.json"),
        ("trello board.json", "trello", "board.json"),
        ("CSV my evidence.csv", "csv", "my evidence.csv"),
        ("my evidence.csv", None, "my evidence.csv"),
        ("'my evidence.csv'", None, "my evidence.csv"),
        ('self "our own"', "self", "our own"),
        ("self", None, "self"),
        ("'", None, "'"),
    ],
)
def test_words_that_are_typed_are_a_kind_and_a_file(words: str, kind: str | None, file: str) -> None:
    assert kind_and_file(words) == (kind, file)


# Whatever a file holds


def found_or_said(path: Path, kind: SourceKind | None) -> Found | str:
    try:
        return found(path, kind)
    except IntakeError as error:
        return error.message


def _hostile_text() -> st.SearchStrategy[bytes]:
    bits = st.sampled_from(
        ["title", "point", "state", "link", ",", ";", "\t", '"', "\n", "\r", "4", "done", "perhaps", "# ", "- ", "[x] ",
         "[", "](", ")", "https://x.org", "```", "<!--", "-->", "  ", "\x1b", "\u202e", "\ud7ff",
         "Card ID,Card Name,List Name\n", "{", "}", '"id":', "panel-session-file/1", "sep=", "\ufeff", "\0"]
    )  # fmt: skip
    return st.one_of(st.lists(bits, max_size=30).map(lambda one: "".join(one).encode()), st.binary(max_size=60))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=_hostile_text(), kind=st.sampled_from((None, "trello", "csv", "markdown", "self")))
@example(data=b"Card ID,Card Name,List Name\n\0,\0,\0\n", kind=None)
@example(data=b'title\n"', kind="csv")
def test_whatever_a_file_holds_it_is_found_or_refused_in_a_sentence(
    tmp_path: Path, data: bytes, kind: SourceKind | None
) -> None:
    source = found_or_said(a_file(tmp_path, "evidence", data), kind)
    if isinstance(source, str):
        assert source.strip()
        assert "\n" not in source
        return
    session = Session().bring(Preview(source, SESSION.state))
    assert Preview(source, session.state).bodies() == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), bits=st.binary(max_size=6), cut=st.booleans())
def test_a_session_file_that_was_damaged_is_found_or_refused_in_a_sentence(
    tmp_path: Path, place: float, bits: bytes, cut: bool
) -> None:
    path = tmp_path / "sessions" / "own.json"
    if not path.exists():
        room = rooms_in(tmp_path).create(created(kind="self", service="Own"))
        room.close()
        Path(room.place).rename(path)
        (tmp_path / "whole").write_bytes(path.read_bytes())
    whole = (tmp_path / "whole").read_bytes()
    at = int(place * len(whole))
    path.write_bytes(whole[:at] + bits + (b"" if cut else whole[at + len(bits) :]))
    said = found_or_said(path, "self")
    assert isinstance(said, Found) or said.strip()
    assert path.read_bytes() == whole[:at] + bits + (b"" if cut else whole[at + len(bits) :])


def test_what_a_board_in_csv_says_beside_its_evidence_is_named_by_its_column(tmp_path: Path) -> None:
    text = (
        "Card ID,Card Name,Card Name,List Name,Labels,Due Date,Comment Count,Vote Count,Team,Attachment Links\n"
        'c1,Board,The board,4. Iterate,"Done (green),Sprint",2026-01-01,0,2,Web,"notes.docx, https://x.org/a"\n'
        "c2,Chart,Chart,4. Iterate,Done (green),,,,,,beyond\n"
    )
    board = found(a_file(tmp_path, "export.csv", text))
    assert [item.title for item in board.items] == ["Board", "notes.docx", "Chart"]
    assert (board.items[0].url, board.items[1].text) == ("https://x.org/a", "notes.docx")
    left_out = "Labels (1 line), Due Date (1 line), Vote Count (1 line)"
    assert board.said[1:5] == (
        "Columns that the first line names twice were read once: Card Name (1 line).",
        f"Columns of Trello's that are no evidence were left out: {left_out}.",
        "Columns that are not known were left out: Team (1 line).",
        "What stands beyond the columns of the first line was left out: column 11, which has no name (1 line).",
    )
