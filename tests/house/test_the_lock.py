"""requirements.lock: everything pinned, with its hashes, by name only."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
DEV: list[str] = PROJECT["dependency-groups"]["dev"]
BUILD: list[str] = PROJECT["build-system"]["requires"]

ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; .*?)?(?P<hashes>\s+--hash.*)$")


def entries() -> dict[str, re.Match[str]]:
    """The lock's entries by canonical name; a line that is not one fails here."""
    found: dict[str, re.Match[str]] = {}
    for line in LOCK.replace("\\\n", "").splitlines():
        if line.startswith("#"):
            continue
        entry = ENTRY.match(line)
        assert entry, f"this is not a pinned name with hashes: {line[:80]}"
        found[canonicalize_name(entry["name"])] = entry
    return found


def test_the_lock_names_packages_and_never_an_address() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*-(?!-hash=sha256:)", LOCK, re.MULTILINE)
    assert "@" not in LOCK


def test_every_package_of_the_lock_has_hashes_and_nothing_else() -> None:
    for name, entry in entries().items():
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry["hashes"]), name


@pytest.mark.parametrize("wanted", RUNTIME + DEV + BUILD)
def test_the_pin_of_a_package_is_one_that_the_project_allows(wanted: str) -> None:
    requirement = Requirement(wanted)
    entry = entries().get(canonicalize_name(requirement.name))
    assert entry, f"{requirement.name} is not in requirements.lock; run: make lock"
    assert requirement.specifier.contains(entry["version"], prereleases=True), "run: make lock"


@pytest.mark.parametrize("name", ["pyyaml", "msgspec", "lxml", "markupsafe", "rpds-py"])
def test_a_compiled_package_is_locked_for_every_system_and_not_only_for_this_one(name: str) -> None:
    assert entries()[canonicalize_name(name)]["hashes"].count("sha256") > 20


def test_textual_is_pinned_to_one_version() -> None:
    (pin,) = [wanted for wanted in RUNTIME if wanted.startswith("textual")]
    assert re.fullmatch(r"textual==[\d.]+", pin)


def test_every_runtime_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for wanted in RUNTIME:
        assert any(re.search(rf'"{re.escape(wanted)}",\s+# \w+', line) for line in lines), wanted


def test_every_runtime_dependency_has_a_range() -> None:
    assert all(Requirement(wanted).specifier for wanted in RUNTIME)
