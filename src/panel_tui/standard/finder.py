"""Where standards live, and which file is meant by an id.

Three folders, the earlier one winning where two hold the same id: `./standards`, the user's config folder, and what
ships with the program. So an organisation can change a shipped standard by putting its own copy in front of it.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from panel_tui.errors import PanelError
from panel_tui.standard.file_text import UnreadableText, read_text
from panel_tui.standard.problems import Problems, TooManyProblems, did_you_mean, quoted
from panel_tui.standard.reader import check_file
from panel_tui.standard.yaml_nodes import UnreadableYaml, read_nodes

Origin = Literal["here", "yours", "shipped"]

_ENDINGS = frozenset({".yaml", ".yml"})
_ID_LINE = re.compile(r"^id:[ \t]+[\"']?([a-z0-9.-]+)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


class UnknownStandardError(PanelError):
    """There is no standard of that name."""


class Folder(msgspec.Struct, frozen=True):
    """A folder that may hold standards: `here` beside the work, `yours` in the config folder, or `shipped`."""

    path: Path
    origin: Origin


class Found(msgspec.Struct, frozen=True):
    """One file in a folder of standards. A file with mistakes has a `problem`, its id as far as it could be read,
    and no title, version or points.
    """

    id: str
    title: str
    version: str
    points: int
    path: Path
    origin: Origin
    problem: str | None = None


def shipped_folder() -> Path:
    """The standards that ship: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "standards"
    return inside if inside.is_dir() else package.parents[1] / "standards"


def here() -> Path:
    """The folder one is in; one's home where that folder was taken away meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.environ.get("HOME") or os.sep)


def default_folders(cwd: Path | None = None) -> tuple[Folder, ...]:
    """The three folders in the order in which they win. The same folder is named once, as `shipped` if it is that."""
    from platformdirs import user_config_dir  # not needed to read a file whose path is given

    shipped = shipped_folder().resolve()
    wanted = (
        Folder((cwd or here()) / "standards", "here"),
        Folder(Path(user_config_dir("panel-tui", appauthor=False)) / "standards", "yours"),
        Folder(shipped, "shipped"),
    )
    kept: dict[Path, Folder] = {}
    for folder in wanted:
        place = folder.path.resolve()
        kept.setdefault(place, Folder(folder.path, "shipped" if place == shipped else folder.origin))
    return tuple(kept.values())


def find(id_or_path: str, cwd: Path | None = None, folders: Iterable[Folder] | None = None) -> Path:
    """The file meant by an id (`govuk-2019`) or a path (`mine.yaml`, `folder/mine.yaml`).

    Whether the file can be used is for `reader` to say. Raises UnknownStandardError for an id that no folder has.
    """
    if looks_like_a_path(id_or_path):
        return (cwd or here()) / Path(id_or_path).expanduser()
    ids: list[str] = []
    for file, _ in _files(default_folders(cwd) if folders is None else folders):
        name = _peek_id(file)
        if name == id_or_path:
            return file
        ids.append(name)
    hint = did_you_mean(id_or_path, ids)
    raise UnknownStandardError(
        f"There is no standard {quoted(id_or_path)}; {hint or 'give an id or the path of a YAML file;'} "
        "`panel-tui standards` lists what there is."
    )


def looks_like_a_path(text: str) -> bool:
    """Whether a person meant a file rather than an id."""
    return Path(text).suffix.lower() in _ENDINGS or any(sign in text for sign in (os.sep, "/", "~"))


def available(cwd: Path | None = None, folders: Iterable[Folder] | None = None) -> list[Found]:
    """Every standard that can be named by its id, folder by folder. Files with mistakes are listed with the first.

    Each file is read and checked in full (about 50 ms for 15 points).
    """
    found: dict[str, Found] = {}
    for file, origin in _files(default_folders(cwd) if folders is None else folders):
        each = _describe(file, origin)
        first = found.get(each.id)
        if first is None:
            found[each.id] = each
        elif first.path.parent == each.path.parent:
            problem = f"the id {quoted(each.id)} is already used by {first.path.name}, which is read instead"
            found[str(file)] = Found(each.id, "", "", 0, file, origin, problem)
    return list(found.values())


def _files(folders: Iterable[Folder]) -> Iterator[tuple[Path, Origin]]:
    for folder in folders:
        try:
            files = sorted(folder.path.iterdir())
        except OSError:
            continue  # a folder that is not there, or not ours to read, holds no standards for us
        for file in files:
            if file.suffix.lower() in _ENDINGS and not file.name.startswith("."):
                yield file, folder.origin


def _describe(file: Path, origin: Origin) -> Found:
    report = check_file(file)
    standard = report.standard
    if standard is None:
        first = report.errors[0]
        line = "" if first.line is None else f"line {first.line}: "
        return Found(_peek_id(file), "", "", 0, file, origin, f"{line}{first.sentence()}")
    return Found(standard.id, standard.title, standard.version, len(standard.points), file, origin)


def _peek_id(file: Path) -> str:
    """The id that a file gives itself, without checking the rest; its name where it gives none."""
    try:
        text = read_text(file)
        if match := _ID_LINE.search(text):
            return match[1]
        data = read_nodes(text, Problems(str(file)))
        return str(data["id"])
    except (UnreadableText, UnreadableYaml, TooManyProblems, TypeError, KeyError):
        return file.stem
