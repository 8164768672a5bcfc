"""Every package that running takes has a wheel for every platform that the docs name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
WHEELS = (Path(__file__).parent / "wheels.txt").read_text(encoding="utf-8").splitlines()[1:]
ENTRY = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.*?))?(\s+--hash.*)$", re.MULTILINE)
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))


def manylinux(machine: str, minor: int) -> list[str]:
    """The platform tags that a Linux with glibc 2.`minor` takes, as PEP 600 has them."""
    older = {17: [f"manylinux2014_{machine}"], 12: [f"manylinux2010_{machine}"], 5: [f"manylinux1_{machine}"]}
    tags: list[str] = []
    for step in range(minor, 4, -1):
        tags += [f"manylinux_2_{step}_{machine}", *older.get(step, [])]
    return tags


def musllinux(machine: str) -> list[str]:
    """The platform tags that a Linux with musl 1.2 takes, as PEP 656 has them; Alpine is one."""
    return [f"musllinux_1_{step}_{machine}" for step in (2, 1, 0)]


PLATFORMS: dict[str, tuple[str, str, list[str]]] = {  # sys_platform, platform_machine, tags
    "glibc 2.17, x86_64": ("linux", "x86_64", manylinux("x86_64", 17)),
    "glibc 2.17, aarch64": ("linux", "aarch64", manylinux("aarch64", 17)),
    "glibc 2.36, x86_64": ("linux", "x86_64", manylinux("x86_64", 36)),
    "musl, x86_64": ("linux", "x86_64", musllinux("x86_64")),
    "musl, aarch64": ("linux", "aarch64", musllinux("aarch64")),
    "macOS 11, Intel": ("darwin", "x86_64", list(mac_platforms((11, 0), "x86_64"))),
    "macOS 11, Apple silicon": ("darwin", "arm64", list(mac_platforms((11, 0), "arm64"))),
    "Windows, x86_64": ("win32", "AMD64", ["win_amd64"]),
    "Windows on ARM": ("win32", "ARM64", ["win_arm64"]),
}
KNOWN_GAPS = {("Windows on ARM", (3, 11)): {"pyyaml"}}  # docs/installing.md asks for Python 3.12 there


def environment(system: str, machine: str, python: tuple[int, int]) -> dict[str, str]:
    """What the markers of the lock are evaluated in."""
    return {
        "sys_platform": system,
        "platform_machine": machine,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "os_name": "nt" if system == "win32" else "posix",
        "python_version": "{}.{}".format(*python),
        "python_full_version": "{}.{}.0".format(*python),
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


def wanted(markers: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The name, version and hashes of each package that the lock names for an environment."""
    for name, version, marker, hashes in re.findall(
        r"^([\w.-]+)==([^\s;]+)(?: ; (.*?))?(\s+--hash.*)$", LOCK, re.MULTILINE
    ):
        if not marker or Marker(marker).evaluate(markers):
            yield canonicalize_name(name), version, hashes


def serves(wheel: str, name: str, version: str, hashes: str, tags: set[Tag]) -> bool:
    """Whether a line of wheels.txt is a wheel of this package which these tags take and the lock allows."""
    digest, file = wheel.split()
    package, number, _, wheel_tags = parse_wheel_filename(file)
    return package == name and str(number) == version and digest in hashes and bool(wheel_tags & tags)


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: "Python {}.{}".format(*python))
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_package_that_running_takes_has_a_wheel(platform: str, python: tuple[int, int]) -> None:
    system, machine, names = PLATFORMS[platform]
    tags = {*cpython_tags(python, platforms=names)}
    tags |= {*compatible_tags(python, interpreter="cp{}{}".format(*python), platforms=names)}
    without = {
        name
        for name, version, hashes in wanted(environment(system, machine, python))
        if not any(serves(wheel, name, version, hashes, tags) for wheel in by_name(name))
    }
    assert without == KNOWN_GAPS.get((platform, python), set())


def by_name(name: str) -> list[str]:
    """The lines of wheels.txt that begin with the package's name."""
    return [wheel for wheel in WHEELS if canonicalize_name(wheel.split()[1].split("-")[0]) == name]


def test_only_a_certificate_is_missing_where_cryptography_has_no_wheel() -> None:
    everywhere = {name for name, _, _ in wanted(environment("linux", "x86_64", (3, 12)))}
    for system, machine in (("darwin", "x86_64"), ("win32", "ARM64")):
        here = {name for name, _, _ in wanted(environment(system, machine, (3, 12)))}
        assert everywhere - here == {"cryptography", "cffi", "pycparser"}
