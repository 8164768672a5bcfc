"""A checkout and an index of packages for tests of set-up: no registry, and the same on every day.

The checkout has the real `pyproject.toml`, `tools/set_up.py` and locks, with the hashes of stand-ins. A stand-in is a
wheel with the name and the version that the lock has and with the metadata of the real package, so that pip sees the
real requirements and extras, but without its code. What builds panel-tui has its code as well: set-up runs it. Beside
every locked wheel lies a newer release that cannot be used.
"""

import hashlib
import importlib.metadata
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-check.lock")
NEWER = "9999.0"
ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>.*?))?\s+--hash.*$", re.MULTILINE)


class Pin(NamedTuple):
    """One entry of a lock."""

    name: str
    version: str
    marker: str | None

    def is_wanted_by(self, python: str) -> bool:
        """Whether this Python on this system takes the package; `python` is a version such as 3.12.1."""
        here = {"python_version": ".".join(python.split(".")[:2]), "python_full_version": python}
        return self.marker is None or Marker(self.marker).evaluate(here)


def pins(*locks: str) -> list[Pin]:
    """The entries of locks."""
    text = "".join((ROOT / lock).read_text("utf-8") for lock in locks).replace("\\\n", "")
    return [Pin(canonicalize_name(entry["name"]), entry["version"], entry["marker"]) for entry in ENTRY.finditer(text)]


def make_checkout(folder: Path, index: Path) -> None:
    """Copy what set-up reads into a folder; the locks there have the hashes of the index."""
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE", "tools/set_up.py", "src/panel_tui/__init__.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "standards").mkdir()
    for lock in LOCKS:
        entries = []
        for pin in pins(lock):
            (wheel,) = (index / pin.name).glob(f"*-{pin.version}-*.whl")
            marker = f" ; {pin.marker}" if pin.marker else ""
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
            entries.append(f"{pin.name}=={pin.version}{marker} \\\n    --hash=sha256:{digest}\n")
        (folder / lock).write_text("".join(entries), "utf-8")


def make_index(folder: Path) -> None:
    """Write an index of packages (PEP 503) that offers each locked release and a newer one that cannot be used."""
    builds = set(needed_to_build())
    for pin in pins(*LOCKS):
        shelf = folder / pin.name
        shelf.mkdir(parents=True)
        metadata = metadata_of(pin.name)
        module = pin.name.replace("-", "_")
        code = dict(code_of(pin.name)) if pin.name in builds else {f"stand_ins/{module}.py": b""}
        write_wheel(shelf, pin.name, pin.version, metadata, code)
        broken = {f"{module}/__init__.py": b"raise ImportError('this release is broken')\n"}
        write_wheel(shelf, pin.name, NEWER, metadata + "Requires-Dist: a-package-that-nobody-has\n", broken)
        links = "".join(f'<a href="{wheel.name}">{wheel.name}</a>\n' for wheel in sorted(shelf.glob("*.whl")))
        (shelf / "index.html").write_text(f"<!DOCTYPE html>\n<html><body>\n{links}</body></html>\n", "utf-8")


def metadata_of(name: str) -> str:
    """What the installed package says of its requirements and extras; nothing where it is not installed here."""
    try:
        message = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    fields = ("Requires-Dist", "Provides-Extra", "Requires-Python")
    return "".join(f"{field}: {value}\n" for field in fields for value in message.get_all(field) or [])


def needed_to_build() -> Iterator[str]:
    """The packages that build and install panel-tui, and all that they ask for."""
    waiting = ["hatchling", "editables"]
    reached: set[str] = set()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in reached:
            reached.add(name)
            yield name
            wanted = [Requirement(line) for line in importlib.metadata.requires(name) or []]
            waiting += [each.name for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]


def code_of(name: str) -> Iterator[tuple[str, bytes]]:
    """The files of an installed package, except its programs and its metadata; entry points are kept."""
    for file in importlib.metadata.files(name) or []:
        inside = ".." not in file.parts and not file.is_absolute() and "__pycache__" not in file.parts
        if inside and not file.parts[0].endswith(".dist-info"):
            yield file.as_posix(), file.read_binary()


def write_wheel(folder: Path, name: str, version: str, metadata: str, files: dict[str, bytes]) -> None:
    """Write a wheel that any Python takes."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    files = files | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},,\n" for file in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        for file, content in files.items():
            wheel.writestr(file, content)
        wheel.writestr(f"{info}/RECORD", record)
