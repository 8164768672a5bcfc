"""One room for each library, and one writer: what only one part of the house may know.

The floors themselves are import-linter's (pyproject.toml). These doors are stricter than a floor, and are checked
even while a room is still to be built.
"""

from collections.abc import Iterator

import grimp
import pytest

ONLY = {
    "textual": {"panel_tui.tui"},
    "tinydb": {"panel_tui.store"},
    "filelock": {"panel_tui.store"},
    "jsonschema": {"panel_tui.standard"},
    "aiohttp": {"panel_tui.web", "panel_tui.remote"},
    "jinja2": {"panel_tui.report", "panel_tui.web"},
    "cryptography": {"panel_tui.web.tls"},
    "docx": {"panel_tui.report"},
    "odfdo": {"panel_tui.report"},
    # Screens and seats hold a Room, never a store. A report is put on disk by the store's own safe writing.
    "panel_tui.store": {
        "panel_tui.room",
        "panel_tui.live_room",
        "panel_tui.rooms",
        "panel_tui.keeper",
        "panel_tui.setup_draft",
        "panel_tui.plain",
        "panel_tui.cli",
        "panel_tui.report",
        "panel_tui.remote",
    },
}


def inside(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def strangers(graph: grimp.ImportGraph, known: str, rooms: set[str]) -> Iterator[str]:
    """Yield each module that imports what only the named rooms, and its own, may import."""
    for module in sorted(graph.modules):
        if inside(module, known) or any(inside(module, room) for room in rooms):
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if inside(imported, known):
                yield f"{module} imports {imported}; only {', '.join(sorted(rooms))} may"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("panel_tui", include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("known", ONLY)
def test_only_its_own_room_knows(graph: grimp.ImportGraph, known: str) -> None:
    assert not list(strangers(graph, known, ONLY[known]))


def test_a_stranger_is_named() -> None:
    made = grimp.ImportGraph()
    made.add_module("tinydb", is_squashed=True)
    made.add_import(importer="panel_tui.store.files", imported="tinydb")
    made.add_import(importer="panel_tui.storeroom", imported="tinydb")
    (said,) = strangers(made, "tinydb", {"panel_tui.store"})
    assert said == "panel_tui.storeroom imports tinydb; only panel_tui.store may"
