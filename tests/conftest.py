"""What every test gets: a home of its own, one time zone, and an honest answer about missing programs."""

import os
import shutil
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings
from tests.missing import missing

# A busy machine is not a bug of ours: an example may take its time.
settings.register_profile("panel", deadline=None, print_blob=True)
settings.load_profile("panel")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `needs("tmux")` or `needs("chromium|google-chrome")` where none of the programs is found.

    In CI such a test fails instead: `.ci/run` installs what the tests use, so a skip there would hide a hole.
    """
    for mark in item.iter_markers("needs"):
        for wanted in mark.args:
            if any(shutil.which(program) for program in wanted.split("|")):
                continue
            missing(f"this test uses {wanted.replace('|', ' or ')}, which is not installed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that last longest, or a single process works on the last of them while the others idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the person's own sessions and settings, and the settings out of the tests.

    For the whole run, so that Hypothesis may repeat a test without asking for it again; a test that keeps files
    uses its own `tmp_path`.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("PANEL_TUI_", "XDG_", "TEXTUAL")) or name in {
                "NO_COLOR",
                "FORCE_COLOR",
                "COLUMNS",
                "LINES",
            }:
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        patch.setenv("TZ", "UTC")
        if hasattr(time, "tzset"):
            time.tzset()
        yield
