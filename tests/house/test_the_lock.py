"""The two locks, to run and to check: everything pinned, with its hashes, by name only."""

import importlib.metadata
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RUN = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CHECK = (ROOT / "requirements-check.lock").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
DEV: list[str] = [wanted for wanted in PROJECT["dependency-groups"]["dev"] if isinstance(wanted, str)]
BUILD_GROUP: list[str] = PROJECT["dependency-groups"]["build"]
BUILD: list[str] = PROJECT["build-system"]["requires"]

ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; .*?)?(?P<hashes>\s+--hash.*)$")


def entries(*locks: str) -> dict[str, re.Match[str]]:
    """The entries of locks by canonical name; a line that is not one fails here."""
    found: dict[str, re.Match[str]] = {}
    for line in "".join(locks or (RUN, CHECK)).replace("\\\n", "").splitlines():
        if line.startswith("#"):
            continue
        entry = ENTRY.match(line)
        assert entry, f"this is not a pinned name with hashes: {line[:80]}"
        found[canonicalize_name(entry["name"])] = entry
    return found


@pytest.mark.parametrize("lock", [RUN, CHECK], ids=["run", "check"])
def test_a_lock_names_packages_and_never_an_address(lock: str) -> None:
    assert "://" not in lock
    assert not re.search(r"^\s*-(?!-hash=sha256:)", lock, re.MULTILINE)
    assert "@" not in lock


def test_no_package_is_in_both_locks() -> None:
    assert set(entries(RUN)) & set(entries(CHECK)) == set()


def test_the_lock_to_run_holds_what_the_project_asks_for_and_what_installs_it_and_no_more() -> None:
    asked: set[tuple[str, frozenset[str]]] = set()
    named = [Requirement(wanted) for wanted in RUNTIME + BUILD_GROUP]
    waiting = [requirement for requirement in named if requirement.marker is None or requirement.marker.evaluate()]
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key not in asked:
            asked.add(key)
            waiting += needs(key[0], requirement.extras)
    elsewhere = {name for name, entry in entries(RUN).items() if " ; " in entry[0]}
    assert {name for name, _ in asked} | elsewhere == set(entries(RUN))


def needs(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed package asks for, with these extras of it."""
    asked = [Requirement(line) for line in importlib.metadata.requires(name) or []]
    return [
        requirement
        for requirement in asked
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]


def test_every_package_of_the_lock_has_hashes_and_nothing_else() -> None:
    for name, entry in entries().items():
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry["hashes"]), name


@pytest.mark.parametrize("wanted", RUNTIME + DEV + BUILD_GROUP + BUILD)
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
        (at,) = [number for number, line in enumerate(lines) if f'"{wanted}",' in line]
        assert re.search(r",\s+# \w+", lines[at]) or lines[at - 1].lstrip().startswith("# "), wanted


def test_every_runtime_dependency_has_a_range() -> None:
    assert all(Requirement(wanted).specifier for wanted in RUNTIME)
