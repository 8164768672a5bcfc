"""Files of other versions of this program: an older one is read for ever, a newer one is named and left alone."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.cli.run import run

from panel_tui import __version__
from panel_tui.report import export
from panel_tui.rooms import Rooms
from panel_tui.session import chain
from panel_tui.session.bodies import NoteTaken, SessionReopened
from panel_tui.session.events import Event
from panel_tui.session.view import AUDIENCES
from panel_tui.session.views import audience
from panel_tui.store.errors import NewerVersion, NotASession
from panel_tui.store.folder import SessionsFolder
from panel_tui.store.layout import FORMAT_NUMBER
from panel_tui.store.protocol import SummaryFields
from panel_tui.store.tinydb_file import create_session, open_session
from panel_tui.store.verify import verify

Make = Callable[..., list[Event]]
Tables = dict[str, Any]
KEPT = sorted((Path(__file__).parents[1] / "formats").glob("[0-9]*.json"))


def sealed_anew(tables: Tables) -> Tables:
    """As a newer version would have written them: each event with the hash of what it holds."""
    prev = chain.GENESIS
    for document in tables["events"].values():
        document["prev"] = prev
        document.pop("hash", None)
        document["hash"] = prev = hash_of(document)
    return tables


def hash_of(document: dict[str, Any]) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def whole(tmp_path: Path, make: Make) -> Tables:
    create_session(tmp_path / "whole.json", make(3)).close()
    tables: Tables = json.loads((tmp_path / "whole.json").read_bytes())
    (tmp_path / "whole.json").unlink()
    return tables


def refused(path: Path) -> NewerVersion:
    """What both ways of opening say; checks that the file and its folder stay as they are."""
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(NewerVersion) as looked:
        open_session(path, read_only=True)
    with pytest.raises(NewerVersion) as caught:
        open_session(path)
    assert caught.value.message == looked.value.message
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()} == before
    assert "was written by a newer panel-tui" in caught.value.message
    assert "update to open it" in caught.value.message
    return caught.value


WHAT_A_NEWER_VERSION_ADDS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field of an event": lambda event: event["what"].update(mood="glad"),
    "a field around an event": lambda event: event.update(device="phone"),
    "a kind of event": lambda event: event["what"].update(event="song-sung"),
    "a word of a closed set": lambda event: event["what"].update(kind="risk"),
    "another type of a field": lambda event: event["what"].update(point=["p1", "p2"]),
    "a field that is no longer there": lambda event: event["what"].pop("kind"),
}


@pytest.mark.parametrize("add", WHAT_A_NEWER_VERSION_ADDS.values(), ids=WHAT_A_NEWER_VERSION_ADDS)
@pytest.mark.parametrize("says_so", ["by its number", "by its version", "by nothing"])
def test_what_a_newer_version_wrote_is_never_called_damage(
    tmp_path: Path, whole: Tables, add: Callable[[dict[str, Any]], object], says_so: str
) -> None:
    add(whole["events"]["2"])
    if says_so == "by its number":
        whole["about"]["1"]["format"] = f"panel-session-file/{FORMAT_NUMBER + 1}"
    elif says_so == "by its version":
        whole["about"]["1"]["written_by"] = "99.1"
    path = tmp_path / "s.json"
    path.write_text(json.dumps(sealed_anew(whole)))
    assert ("newer panel-tui (99.1)" in refused(path).message) is (says_so == "by its version")


@pytest.mark.parametrize("name", [name for name in WHAT_A_NEWER_VERSION_ADDS if name != "a kind of event"])
def test_the_same_without_a_hash_that_fits_is_damage(tmp_path: Path, whole: Tables, name: str) -> None:
    WHAT_A_NEWER_VERSION_ADDS[name](whole["events"]["2"])
    path = tmp_path / "s.json"
    path.write_text(json.dumps(whole))
    with pytest.raises(NotASession, match="cannot be read at event 2"):
        open_session(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.update(attachments={}),
        lambda t: t.update(events=["compressed"]),
        lambda t: t["about"].update({"2": {"format": "more"}}),
        lambda t: t["about"]["1"].update(tools={"export": "3"}),
        lambda t: t["events"].clear(),
    ],
)
def test_a_higher_number_is_seen_whatever_else_the_file_holds(
    tmp_path: Path, whole: Tables, change: Callable[[Tables], object]
) -> None:
    whole["about"]["1"] |= {"format": f"panel-session-file/{FORMAT_NUMBER + 1}", "written_by": "99.1"}
    change(whole)
    path = tmp_path / "s.json"
    path.write_text(json.dumps(whole))
    assert "(99.1)" in refused(path).message


def test_a_higher_number_is_seen_in_a_file_that_is_no_json_after_its_first_line(tmp_path: Path, whole: Tables) -> None:
    whole["about"]["1"] |= {"format": f"panel-session-file/{FORMAT_NUMBER + 1}", "written_by": "99.1"}
    path = tmp_path / "s.json"
    for rest in (b"", b"\n\x1f\x8b\x08 compressed", b"x" * 2_000_000):
        path.write_bytes(b'{"about":%b,' % json.dumps(whole["about"]).encode() + rest)
        assert "(99.1)" in refused(path).message
        assert "(99.1)" in verify(path).why


def test_a_list_of_sessions_names_it_and_forgets_that_when_the_program_was_updated(
    tmp_path: Path,
    whole: Tables,
    summarise: Callable[[Sequence[Event]], SummaryFields],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole["about"]["1"] |= {"format": f"panel-session-file/{FORMAT_NUMBER + 1}", "written_by": "99.1"}
    (tmp_path / "s.json").write_text(json.dumps(whole))
    folder = SessionsFolder(tmp_path, summarise)
    for _ in range(2):  # the second comes from the index
        (listed,) = folder.list()
        assert "newer panel-tui (99.1)" in str(listed.problem)
    monkeypatch.setattr("panel_tui.store.layout.FORMAT_NUMBER", FORMAT_NUMBER + 1)
    (listed,) = folder.list()
    assert listed.problem is None


# Every way in


@pytest.mark.parametrize(
    "args",
    [
        ("plain", "NEWER"),
        ("plain", "NEWER", "--read-only"),
        ("serve", "NEWER"),
        ("export", "NEWER"),
        ("verify", "NEWER"),
        ("sessions",),
        ("import", "self", "NEWER", "OURS"),
        ("import", "csv", "list.csv", "NEWER"),
        ("new", "plan.yaml"),
        ("follow-up",),
        ("register", "-o", "public"),
    ],
    ids=" ".join,
)
def test_every_way_in_says_to_update(tmp_path: Path, args: tuple[str, ...]) -> None:
    ours = Path(run(tmp_path, "demo", "--make").stdout.strip())
    newer = ours.with_name("newer.json")
    tables = json.loads(ours.read_bytes())
    tables["about"]["1"] |= {"format": f"panel-session-file/{FORMAT_NUMBER + 1}", "written_by": "99.1"}
    newer.write_text(json.dumps(tables))
    before = newer.read_bytes()
    (tmp_path / "list.csv").write_text("title,point\nResearch,1\n")
    (tmp_path / "plan.yaml").write_text(
        f"service: Pay rent\nphase: beta\nstandard: localgov-2016\nearlier: {newer}\n"
        "panel:\n  - {name: Ana Lead, role: lead}\n  - {name: Bo, role: member}\n"
    )
    done = run(tmp_path, *(str({"NEWER": newer, "OURS": ours}.get(arg, arg)) for arg in args))
    said = done.stdout + done.stderr
    assert "written by a newer panel-tui (99.1)" in said
    assert "update" in said
    for word in ("damaged", "backup", "cannot be read at", "Traceback"):
        assert word not in said
    assert newer.read_bytes() == before
    assert not list(ours.parent.glob(".newer*"))


# Who wrote last


def laid_out(tables: Tables, layout: str) -> bytes:
    """The same file as panel-tui writes it, or as another program may have saved it."""
    if layout in ("spaced", "indented"):
        return json.dumps(tables, indent=2 if layout == "indented" else None).encode()
    if layout == "ours in one line":
        return json.dumps(tables, separators=(",", ":")).encode()[:-2] + b"\n}}\n"
    lines = ",\n".join(f'"{n}":{json.dumps(one, separators=(",", ":"))}' for n, one in tables["events"].items())
    about = json.dumps(tables["about"], separators=(",", ":"))
    return f'{{"about":{about},\n"events":{{\n{lines}\n}}}}\n'.encode()


@pytest.mark.parametrize("layout", ["ours", "ours in one line", "spaced", "indented"])
def test_the_file_tells_which_version_wrote_to_it_last(tmp_path: Path, make: Make, layout: str) -> None:
    events = make(5)
    path = tmp_path / "s.json"
    create_session(path, events[:3]).close()
    tables = json.loads(path.read_bytes())
    tables["about"] = {"1": {"format": "panel-session-file/1", "app": "0.0.9", "created": "2026-11-21T09:30:00Z"}}
    path.write_bytes(laid_out(tables, layout))
    before = path.read_bytes()
    session = open_session(path)
    assert path.read_bytes() == before, "looking at it changes nothing"
    session.append(events[3:4])
    session.append(events[4:])
    session.close()
    about = json.loads(path.read_bytes())["about"]["1"]
    assert about == {
        "format": f"panel-session-file/{FORMAT_NUMBER}",
        "app": "0.0.9",
        "created": "2026-11-21T09:30:00Z",
        "written_by": __version__,
    }
    assert open_session(path, read_only=True).events() == tuple(events)
    assert verify(path).ok
    assert path.read_bytes().count(b"\n") == 8, "in the layout of a session"


def test_a_copy_elsewhere_tells_who_wrote_it(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "s.json"
    create_session(path, make(1)).close()
    text = path.read_text().replace(f"/{FORMAT_NUMBER}", "/1").replace(f',"written_by":"{__version__}"', "")
    path.write_text(text)
    session = open_session(path)
    session.save_elsewhere(tmp_path / "copy.json")
    session.close()
    assert json.loads((tmp_path / "copy.json").read_bytes())["about"]["1"]["written_by"] == __version__
    assert path.read_text() == text


# Every format there ever was


def test_a_session_of_every_format_is_kept() -> None:
    assert {int(path.name.partition("-")[0].partition(".")[0]) for path in KEPT} == set(range(1, FORMAT_NUMBER + 1))


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_a_session_of_every_format_opens_verifies_exports_and_goes_on(tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "sessions" / "s.json"
    path.parent.mkdir()
    path.write_bytes(kept.read_bytes())
    verdict = verify(path)
    assert verdict.ok, verdict.why
    rooms = Rooms.at(path.parent, {}, tmp_path)
    (listed,) = rooms.list()
    assert listed.problem is None
    with_all = rooms.open("s")
    assert with_all.state.n == verdict.events
    for reader in AUDIENCES:
        viewer = audience(reader)
        report = export.build(with_all.view(viewer), with_all.log(viewer), with_all.now(), __version__)
        for format in export.formats():
            if format != "cards":
                assert export.render(report, format)
    lead = with_all.state.lead
    with_all.record(lead, SessionReopened(reason="One more note")).result()
    with_all.record(lead, NoteTaken(id="", point=None, kind="observation", text="It goes on.")).result()
    with_all.close()
    assert verify(path).events == verdict.events + 2
    assert json.loads(path.read_bytes())["about"]["1"]["format"] == f"panel-session-file/{FORMAT_NUMBER}"
