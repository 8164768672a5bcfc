"""A disk with a power switch: records what the store asks of the system, and builds what is left after a cut.

The rules are those of strict POSIX. The content of a file is safe after fsync of the file; that a file or folder was
made, renamed or removed is safe after fsync of the folder it is in. Of everything else, any part may be lost.
"""

import os
import stat
from pathlib import Path
from random import Random

import pytest

from panel_tui.store import system


class _File:
    def __init__(self, content: bytes = b"") -> None:
        self.content = bytearray(content)
        self.safe = bytes(content)


class _Folder:
    def __init__(self) -> None:
        self.entries: dict[str, _File | _Folder] = {}
        self.safe: dict[str, _File | _Folder] = {}
        self.pending: list[dict[str, _File | _Folder | None]] = []
        """What was changed since the last fsync, step by step."""


Step = tuple[str, Path, Path | bytes | None]


class Recorder:
    """Records the steps of a scenario on real files."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.steps: list[Step] = []
        self._paths: dict[int, Path] = {}
        for name in ("open_file", "write", "sync", "replace", "remove", "make_folder"):
            patch.setattr(system, name, getattr(self, name))

    def open_file(self, path: Path, flags: int, mode: int = 0o600) -> int:
        is_new = bool(flags & os.O_CREAT) and not os.path.lexists(path)
        descriptor = os.open(path, flags, mode)
        self._paths[descriptor] = path
        if is_new:
            self.steps.append(("create", path, None))
        return descriptor

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        # Half of it in each step, so that the power can be cut in the middle.
        written = os.write(descriptor, data[: len(data) // 2 + 1])
        self.steps.append(("write", self._paths[descriptor], bytes(data[:written])))
        return written

    def sync(self, descriptor: int) -> None:
        kind = "sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync"
        self.steps.append((kind, self._paths[descriptor], None))

    def replace(self, source: Path, target: Path) -> None:
        os.replace(source, target)  # noqa: PTH105
        self.steps.append(("replace", source, target))

    def remove(self, path: Path) -> None:
        os.unlink(path)  # noqa: PTH108
        self.steps.append(("remove", path, None))

    def make_folder(self, path: Path, mode: int) -> None:
        os.mkdir(path, mode)  # noqa: PTH102
        self.steps.append(("make folder", path, None))

    def cut(self, after: int, chance: Random | None, to: Path) -> None:
        """Build in `to` what the disk may hold when the power is cut after so many steps.

        Without `chance` everything that is not surely safe is gone; with it, each unsynced part is there or not.
        """
        disk = _Disk(self.root)
        for step in self.steps[:after]:
            disk.take(step)
        disk.build(disk.top, to, chance)


class _Disk:
    def __init__(self, root: Path) -> None:
        self._root = root
        self.top = _Folder()

    def take(self, step: Step) -> None:
        kind, path, more = step
        if kind == "idle":
            return
        if kind == "sync folder":
            folder = self._folder(path)
            folder.safe, folder.pending = dict(folder.entries), []
            return
        folder, name = self._folder(path.parent), path.name
        if kind in ("create", "make folder"):
            self._change(folder, {name: _File() if kind == "create" else _Folder()})
        elif kind == "remove":
            self._change(folder, {name: None})
        elif kind == "replace":
            assert isinstance(more, Path)
            assert more.parent == path.parent, "a rename across folders is not atomic for the power"
            self._change(folder, {name: None, more.name: folder.entries[name]})
        else:
            file = folder.entries[name]
            assert isinstance(file, _File)
            if kind == "write":
                assert isinstance(more, bytes)
                file.content += more
            else:
                file.safe = bytes(file.content)

    def _folder(self, path: Path) -> _Folder:
        if not path.is_relative_to(self._root):
            return _Folder()  # the world around: it is there already
        folder = self.top
        for part in path.relative_to(self._root).parts:
            below = folder.entries[part]
            assert isinstance(below, _Folder)
            folder = below
        return folder

    def _change(self, folder: _Folder, changes: "dict[str, _File | _Folder | None]") -> None:
        _apply(folder.entries, changes)
        folder.pending.append(changes)

    def build(self, folder: _Folder, to: Path, chance: Random | None) -> None:
        entries = dict(folder.safe)
        for changes in folder.pending:
            if chance is not None and chance.random() < 0.5:
                _apply(entries, changes)
        to.mkdir(exist_ok=True)
        for name, entry in entries.items():
            if isinstance(entry, _Folder):
                self.build(entry, to / name, chance)
            else:
                lucky = chance is not None and chance.random() < 0.5
                (to / name).write_bytes(entry.content if lucky else entry.safe)


def _apply(entries: "dict[str, _File | _Folder]", changes: "dict[str, _File | _Folder | None]") -> None:
    for name, entry in changes.items():
        if entry is None:
            entries.pop(name, None)
        else:
            entries[name] = entry
