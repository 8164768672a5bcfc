"""What a stranger finds at the top of the repository, and what must not be found anywhere in it."""

import importlib.metadata
import re
import subprocess
from pathlib import Path

import pytest

import panel_tui

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_changelog_has_a_chapter_for_this_version() -> None:
    assert f"\n## [{panel_tui.__version__}]" in read("CHANGELOG.md")


def test_the_installed_version_is_the_one_in_the_source() -> None:
    assert importlib.metadata.version("panel-tui") == panel_tui.__version__


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "src/panel_tui/py.typed").is_file()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_a_newcomer_is_told_the_two_commands(name: str) -> None:
    assert "make run" in read(name)
    assert "make test" in read(name)


@pytest.mark.needs("git")
def test_no_kept_file_names_an_index_of_packages() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout")
    address = re.compile(rb"(pypi|pythonhosted|npmjs|deb[.]debian)[.]org")
    kept = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert not [path for path in kept if path.is_file() and address.search(path.read_bytes())]
