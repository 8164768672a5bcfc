"""Reading any source of evidence: which kind it is, and what it holds for a session."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from panel_tui.intake import board_list, lists, markdown_list, self_assessment, trello
from panel_tui.intake.found import Found, IntakeError
from panel_tui.intake.matching import Matcher
from panel_tui.intake.redaction import Redaction
from panel_tui.lines import on_one_line
from panel_tui.rooms import Rooms
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.rules.gathered import LARGEST_BATCH
from panel_tui.session.state import State
from panel_tui.session.terms import SOURCE_WORDS, EvidenceState, Source, SourceKind

Layout = Literal["auto", "lists", "cards", "states"]
LARGEST = 64 * 1024 * 1024
"""Bytes of a file: thirty times the largest board that was ever seen."""
KINDS: tuple[SourceKind, ...] = tuple(SOURCE_WORDS)

_ENDINGS: dict[str, SourceKind] = {".csv": "csv", ".tsv": "csv", ".md": "markdown", ".markdown": "markdown"}
_SESSION = b"panel-session-file/"
_WEB_PAGE = (b"<!doctype html", b"<html")
_LONGEST_NAME = 120
_NO_TEXT = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


class Wishes(Struct, frozen=True, kw_only=True):
    """How a source is to be read: `layout` of a board, the state of what says neither done nor planned, and whether
    what was archived comes too."""

    layout: Layout = "auto"
    unmarked: EvidenceState = "planned"
    archived: bool = False


def read(
    kind: SourceKind | None,
    given: str,
    state: State,
    *,
    folder: Path,
    rooms: Rooms | None = None,
    wishes: Wishes | None = None,
) -> Found:
    """What the file `given`, relative to `folder`, holds for a session as it stands. A team's own record may also be
    given by its name among `rooms`. Without a `kind`, the file says which it is, and where there is none of that
    name, a session of it is meant.

    Raises `IntakeError`, and nothing else, where it cannot be read or is more than comes in at once.
    """
    found = _found(kind, given, state, folder, rooms, wishes or Wishes())
    if len(found.items) > LARGEST_BATCH:
        raise IntakeError(
            f"{on_one_line(found.source.name)} holds {len(found.items):,} pieces of evidence, and at most "
            f"{LARGEST_BATCH:,} are brought in at once: leave out what the panel need not see, or bring it in parts."
        )
    return found


def _found(
    kind: SourceKind | None, given: str, state: State, folder: Path, rooms: Rooms | None, wishes: Wishes
) -> Found:
    path = _path(given, folder)
    by_name = rooms is not None and not _there(path)
    if kind == "self" or (by_name and kind is None and _is_session(rooms, given)):
        return self_assessment.read(rooms or _rooms_of(folder), given if by_name else str(path), state)
    data = _bytes(path)
    name = on_one_line(path.name)
    kind = kind or _kind(path, data, name)
    if kind == "self":
        return self_assessment.read(rooms or _rooms_of(folder), str(path), state)
    matcher = Matcher(state.standard, state.created.phase, state.created.carried)
    if kind == "markdown":
        return _as_before(markdown_list.read(_text(data, name), name, matcher, unmarked=wishes.unmarked), name, state)
    if kind == "trello" and not _is_list_of_a_board(data):
        return _of_trello(data, name, state, wishes)
    rows = lists.rows_of(_text(data, name), name)
    header, cells = rows[0][1], [cells for _, cells in rows[1:]]
    if board_list.is_of_a_board(header):
        found = _of_trello(board_list.as_export(header, cells), name, state, wishes)
        said = (board_list.NOT_IN_IT, *board_list.left_out(header, cells), *found.said)
        return replace(found, said=said, whole=False)
    return _as_before(lists.read(rows, name, matcher, unmarked=wishes.unmarked), name, state)


def kind_and_file(words: str) -> tuple[SourceKind | None, str]:
    """The kind, where the first of the words is one, and the file, which may have spaces and stand in quotes."""
    first, _, rest = words.strip().partition(" ")
    kind = next((one for one in KINDS if one == first.lower()), None) if rest.strip() else None
    file = (rest if kind else words).strip()
    if len(file) > 1 and file[0] in "\"'" and file[0] == file[-1]:
        file = file[1:-1]
    return kind, file


def _of_trello(data: bytes, name: str, state: State, wishes: Wishes) -> Found:
    return trello.read(
        data,
        name,
        state.standard,
        state.created.phase,
        layout=wishes.layout,
        unmarked=wishes.unmarked,
        archived=wishes.archived,
        carried=state.created.carried,
    )


def _is_session(rooms: Rooms | None, name: str) -> bool:
    return rooms is not None and any(one.name == name for one in rooms.list())


def _rooms_of(folder: Path) -> Rooms:
    return Rooms.at(folder, {}, folder)


# The file


def _path(given: str, folder: Path) -> Path:
    if "\0" in given:
        raise IntakeError(f"{on_one_line(given)} is no name of a file: check it.")
    try:
        return folder / Path(given).expanduser()
    except RuntimeError:
        raise IntakeError(f"There is no home folder for {on_one_line(given)}: write the whole path.") from None


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for any file
        return False


def _bytes(path: Path) -> bytes:
    where = _shown(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IntakeError(f"{where} is a folder: name the file in it that holds the evidence.")
        if not stat.S_ISREG(mode):
            raise IntakeError(f"{where} is no file on a disk: save it as one first.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise IntakeError(f"There is no file {where}: check its name and its folder.") from None
    except PermissionError:
        raise IntakeError(f"You are not allowed to read {where}: ask whoever owns it.") from None
    except OSError as error:
        raise IntakeError(f"{where} could not be read ({error.strerror}): check its disk and try again.") from None
    if len(data) > LARGEST:
        raise IntakeError(f"{where} is larger than {LARGEST // 1024 // 1024} MB, which no list or board is: split it.")
    return data


def _shown(path: Path) -> str:
    """A path as it may stand in a sentence: of one that no disk could have, its beginning and its end."""
    where = on_one_line(str(path))
    half = _LONGEST_NAME // 2
    return where if len(where) <= 2 * _LONGEST_NAME else f"{where[:half]}…{where[-half:]}"


def _text(data: bytes, name: str) -> str:
    if data.startswith(_NO_TEXT):
        raise IntakeError(f"{name} is not plain text: save it as 'CSV UTF-8', or as text in UTF-8.")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise IntakeError(
            f"{name} is not in UTF-8, which line {line} shows: save it as 'CSV UTF-8', or as text in UTF-8."
        ) from None


# Which kind it is


def _kind(path: Path, data: bytes, name: str) -> SourceKind:
    begins = data.removeprefix(codecs.BOM_UTF8)[:4096].lstrip()
    if begins.startswith((b"{", b"[")):
        return "self" if _SESSION in begins else "trello"
    if begins[:20].lower().startswith(_WEB_PAGE):
        raise IntakeError(
            f"{name} is a web page, most likely one to log in: log in where the evidence is kept, then export it again."
        )
    ending = path.suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending == ".json":
        return "trello"
    text = _text(data, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if _is_list_of_a_board(data) or lists.is_header(first):
        return "csv"
    if any(line.startswith(("#", "- ", "* ", "+ ")) for line in text.splitlines()):
        return "markdown"
    raise IntakeError(
        f"{name} does not show what it is: say so, with {', '.join(KINDS[:-1])} or {KINDS[-1]} before it."
    )


def _is_list_of_a_board(data: bytes) -> bool:
    first = data.removeprefix(codecs.BOM_UTF8)[:4096].lstrip().partition(b"\n")[0]
    return b"Card ID" in first and b"Card Name" in first


# The same list under another name


def _as_before(found: Found, name: str, state: State) -> Found:
    """A list under the key that it had before, where it was renamed meanwhile: else all of it would come twice. An
    earlier version kept the whole `name` of the file in the key, also where that held an address."""
    former = f"{found.source.kind}:{name.casefold()}"
    if any(seen.source.key == former for seen in state.sources):
        return replace(found, source=Source(kind=found.source.kind, key=former, name=found.source.name))
    if any(seen.source.key == found.source.key for seen in state.sources):
        return found
    keys = {item.key for item in found.items} | {item.former_key for item in found.items if item.former_key}
    best, shared = None, 0
    for seen in state.sources:
        if seen.source.kind == found.source.kind:
            held = {one.brought.key for one in all_evidence(state) if one.source == seen.source.key and one.brought}
            if len(keys & held) > shared and 2 * len(keys & held) >= min(len(keys), len(held)):
                best, shared = seen.source, len(keys & held)
    if best is None:
        return found
    said = (
        f"This is taken for the {SOURCE_WORDS[best.kind]} '{Redaction().line(best.name)}' that was brought in before, "
        f"under another name: {shared} of its pieces are the same."
    )
    return replace(found, source=Source(kind=best.kind, key=best.key, name=found.source.name), said=(said, *found.said))
