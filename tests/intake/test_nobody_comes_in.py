"""Whatever reader evidence comes by: no planted address, number or signature is in the bytes of the session."""

from __future__ import annotations

import base64
import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commands.table import ANA, created
from tests.intake.sources import Session
from tests.intake.trello.boards import Made, encoded
from tests.room.rooms import rooms_in

from panel_tui.intake.found import Found
from panel_tui.intake.preview import Preview
from panel_tui.intake.reading import Wishes, read
from panel_tui.session import bodies

PLANTED = re.compile(r"zebedee|quagmire|46\D{0,6}0000")
"""What may be nowhere in a session: the name and the host of an address, and the end of a telephone number."""
_ADDRESS = "zebedee.q@quagmire.example"


def _entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


FORMS = [
    _ADDRESS,
    _ADDRESS.upper(),
    quote(_ADDRESS, safe=""),
    quote(quote(_ADDRESS, safe=""), safe=""),
    _ADDRESS.replace("@", "&#64;"),
    _ADDRESS.replace("@", "&#x40;"),
    _ADDRESS.replace("@", "&commat;"),
    _entities(_ADDRESS),
    _ADDRESS.replace("@", "＠"),
    _ADDRESS.replace("@", " (at) ").replace(".", " dot "),
    _ADDRESS.replace("@", "[at]").replace(".example", "[dot]example"),
    f"<{_ADDRESS}>",
    f"mailto:{_ADDRESS}",
    f"[Write](mailto:{_ADDRESS})",
    f"[{_ADDRESS}](mailto:{_ADDRESS})",
    f"https://example.org/a?user={quote(_ADDRESS, safe='')}&b=1",
    f"https://example.org/a?utm_content={quote(quote(_ADDRESS, safe=''), safe='')}",
    f"https://example.org/users/{quote(_ADDRESS, safe='')}/a",
    f"https://zebedee:secret@example.org/a#{_ADDRESS}",
    f"https://example.org/a?d={base64.b64encode(_ADDRESS.encode()).decode()}",
    "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=05%7C01%7C"
    + quote(_ADDRESS, safe="")
    + "%7Cabc&reserved=0",
    f"[The notes](https://example.org/users/{quote(_ADDRESS, safe='')}/a)",
    "+44 20 7946 0000",
    "020 7946 0000",
    "[call](tel:+442079460000)",
]
SIGNED = [
    "\n-- \nZebedee Quagmire\nDesigner, 020 7946 0000",
    "\nKind regards,\nZebedee Quagmire\nQuagmire Council",
    "\nSent from my iPhone\nZebedee Quagmire",
    "\nFrom: Zebedee Quagmire\nSent: Monday\nTo: Quagmire Council\nSubject: Audit\n\nMore",
    "\n\nOn Monday 3 May 2026, Zebedee Quagmire wrote:\n> The audit",
]
words = st.lists(st.sampled_from(["Board", "of", "research", "with", "tenants", "12", "(draft)", "–"]), max_size=4)
pieces = st.tuples(words.map(" ".join), st.sampled_from(FORMS), words.map(" ".join)).map(" ".join)
planted = st.lists(pieces, min_size=9, max_size=9)
signed = st.sampled_from(SIGNED)


def _csv_list(texts: list[str], signature: str) -> tuple[str, bytes]:
    lines = [["point", "title", "evidence", "link", "url", "note", "details", "id", "state", "owner", texts[8]]]
    lines.append([*texts[:7], texts[7], "done", texts[8], texts[8]])
    lines.append(["4", "", texts[0], texts[1], "", "See" + signature, "", "", "", "", ""])
    return "list.csv", _as_csv(lines)


def _as_csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def _markdown(texts: list[str], signature: str) -> tuple[str, bytes]:
    below = ("See" + signature).replace("\n", "\n  ")
    lines = [
        f"# {texts[0]}",
        f"- [x] {texts[1]}",
        f"  {texts[2]}",
        "",
        f"- {texts[3]}",
        f"# 4 {texts[4]}",
        f"- {texts[5]}",
    ]
    return "list.md", "\n".join([*lines, f"  {below}", "", texts[6], ""]).encode()


def _board(texts: list[str], signature: str) -> Made:
    board = Made(name=texts[0])
    card = board.card(board.list(f"1. {texts[1]}"), texts[2], texts[3] + signature, [board.label(f"Done {texts[4]}")])
    board.checklist(card, texts[5], (texts[6], True))
    board.attach(card, texts[7], texts[8])
    board.attach(card, f"https://example.org/{texts[6]}".replace(" ", "%20"))
    board.comment(card, texts[8] + signature)
    return board


def _trello(texts: list[str], signature: str) -> tuple[str, bytes]:
    return "board.json", _board(texts, signature).json()


def _trello_card(texts: list[str], signature: str) -> tuple[str, bytes]:
    board = _board(texts, signature)
    return "card.json", encoded(board.single(board.cards[0]))


def _trello_csv(texts: list[str], signature: str) -> tuple[str, bytes]:
    header = "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Attachment Links,List Name,Board Name"
    own = [
        "c1",
        texts[0],
        "https://trello.com/c/aB1",
        texts[1] + signature,
        texts[2],
        "",
        texts[3],
        texts[4],
        texts[5],
        texts[6],
    ]
    return "board.csv", _as_csv([[*header.split(","), "Owner"], [*own, f"{texts[7]} {texts[8]}"]])


READERS = [_csv_list, _markdown, _trello, _trello_card, _trello_csv]


def bring(folder: Path, name: str, data: bytes, session: Session, **wishes: Any) -> Found:
    (folder / name).write_bytes(data)
    found = read(None, name, session.state, folder=folder, wishes=Wishes(**wishes))
    session.bring(Preview(found, session.state))
    return found


def written(session: Session) -> str:
    """The session as its file has it, and all that a screen shows of it."""
    return msgspec.json.encode(session.history.events).decode().casefold()


@pytest.mark.parametrize("made", READERS)
@settings(max_examples=40)
@given(texts=planted, signature=signed)
def test_nobody_planted_in_a_file_is_in_the_session(made: Any, texts: list[str], signature: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = Session()
        name, data = made(texts, signature)
        found = bring(Path(folder), name, data, session)
        bytes_of_it = written(session) + "\n".join(Preview(found, Session().state).lines()).casefold()
    assert PLANTED.findall(bytes_of_it) == []
    assert any("left out" in sentence for sentence in found.said)
    assert found.items
    assert Preview(found, session.state).bodies() == ()
    for item in found.items:
        assert "[](" not in item.title + (item.text or "")
        assert "]()" not in item.title + (item.text or "")


@settings(max_examples=25)
@given(texts=planted, signature=signed)
def test_nobody_in_a_teams_own_record_is_in_the_session(texts: list[str], signature: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = rooms_in(Path(folder)).create(created(kind="self", id="own", earlier=None, team=texts[0], service="Own"))
        point = Session().id_of("4")
        room.record(
            ANA,
            bodies.EvidenceAdded(
                id="", point=point, state="done", title=texts[1], url="https://x.org/?e=" + quote(_ADDRESS)
            ),
            bodies.EvidenceAdded(id="", point=point, state="done", title=texts[2], url=None),
            bodies.OwnViewGiven(point=point, level="met", text=texts[3] + signature),
        ).result()
        room.close()
        session = Session()
        found = read("self", room.place, session.state, folder=Path(folder))
        session.bring(Preview(found, session.state))
    assert PLANTED.findall(written(session)) == []
    assert found.items[0].url == "https://x.org/"
    assert any("left out" in sentence for sentence in found.said)


@pytest.mark.parametrize("kind", ["csv", "md"])
def test_the_name_of_a_file_comes_without_an_address_and_its_list_is_known_again(tmp_path: Path, kind: str) -> None:
    data = b"point,title\n4,Board\n" if kind == "csv" else b"# 4\n- Board\n"
    session = Session()
    first = bring(tmp_path, f"{_ADDRESS}.{kind}", data, session)
    assert PLANTED.findall(written(session)) == []
    again = read(None, f"{_ADDRESS}.{kind}", session.state, folder=tmp_path)
    assert again.source == first.source
    assert Preview(again, session.state).bodies() == ()
    other = read(None, a_file(tmp_path, f"a.{_ADDRESS}.{kind}", data), Session().state, folder=tmp_path)
    assert other.source.name == first.source.name
    assert other.source.key != first.source.key


def a_file(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return name


# What an earlier version brought in, with everything in it, is updated and not doubled


def test_a_list_of_an_earlier_version_is_updated_and_not_doubled(tmp_path: Path) -> None:
    name = f"{_ADDRESS}.csv"
    text = f'point,title,link,note\n4,Ask {_ADDRESS},https://x.org/?e={_ADDRESS},"Yes\n-- \nZebedee"\n'
    session = Session()
    now = read(None, a_file(tmp_path, name, text.encode()), session.state, folder=tmp_path)
    raw = msgspec.structs.replace(
        now.items[0], title=f"Ask {_ADDRESS}", url=f"https://x.org/?e={_ADDRESS}", text="Yes\n-- \nZebedee"
    )
    before = msgspec.structs.replace(now.source, key=f"csv:{name}", name=name)
    session.bring(Preview(msgspec.structs.replace(now, items=(raw,), source=before), session.state))
    again = Preview(read(None, name, session.state, folder=tmp_path), session.state)
    assert (again.counts.new, again.counts.changed, again.counts.gone) == (0, 1, 0)
    session.bring(again)
    piece = session.piece("E1")
    assert (piece.title, piece.url, piece.text) == ("Ask (an e-mail address)", "https://x.org/", "Yes")


def test_a_board_of_an_earlier_version_is_updated_and_not_doubled(tmp_path: Path) -> None:
    board = Made()
    card = board.card(
        board.list("4. Iterate"), f"Ask {_ADDRESS}", f"See https://x.org/u/{_ADDRESS}/a and https://y.org"
    )
    board.attach(card, f"https://example.org/?e={_ADDRESS}", "Notes")
    board.comment(card, "Yes\n-- \nZebedee Quagmire\nhttps://quagmire.example")
    session = Session()
    found = read(None, a_file(tmp_path, "board.json", board.json()), session.state, folder=tmp_path)
    raw = tuple(
        msgspec.structs.replace(item, title=f"{item.title} {_ADDRESS}", text=f"{item.text} {_ADDRESS}")
        for item in found.items
    )
    session.bring(Preview(msgspec.structs.replace(found, items=raw), session.state))
    again = Preview(found, session.state)
    assert (again.counts.new, again.counts.gone, again.counts.changed) == (0, 0, len(found.items))
    session.bring(again)
    assert all("zebedee" not in title.casefold() for _, _, _, title in session.evidence())


def test_the_title_of_a_point_that_an_earlier_version_took_for_evidence_becomes_the_evidence(tmp_path: Path) -> None:
    standard = Session().state.standard
    title = standard.points[0].title
    text = f"Point,Title,Evidence,Status\n1,{title},Research report,Done\n1,{title},Interviews,Planned\n"
    session = Session()
    now = read(None, a_file(tmp_path, "list.csv", text.encode()), session.state, folder=tmp_path)
    assert [(item.title, item.state, item.point) for item in now.items] == [
        ("Research report", "done", standard.points[0].id),
        ("Interviews", "planned", standard.points[0].id),
    ]
    assert [row.change for row in Preview(now, session.state).rows] == ["new", "new"]
    former = now.items[0].former_key
    assert former is not None
    before = msgspec.structs.replace(now.items[0], key=former, former_key=None, title=title)
    session.bring(Preview(msgspec.structs.replace(now, items=(before,)), session.state))
    again = Preview(now, session.state)
    assert [row.change for row in again.rows] == ["changed", "new"]
    session.bring(again)
    assert [title for _, _, _, title in session.evidence()] == ["Research report", "Interviews"]
    assert Preview(now, session.state).bodies() == ()
