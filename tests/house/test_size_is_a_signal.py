"""The house stays readable: sizes, names and the absence of circles (docs/architecture.md)."""

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

FILE_LINES = 400
CLASS_METHODS = 25
FUNCTION_LINES = 60
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_large(path: Path, text: str) -> Iterator[str]:
    """Yield one sentence for each thing in a module that has outgrown its size."""
    lines = len(text.splitlines())
    if lines > FILE_LINES:
        yield f"{path}: {lines} lines, more than {FILE_LINES}; is it still one room?"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(part, Function) for part in node.body)
            if methods > CLASS_METHODS:
                yield f"{path}:{node.lineno}: class {node.name} has {methods} methods, more than {CLASS_METHODS}"
        elif isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, more than {FUNCTION_LINES}"


def test_no_file_class_or_function_has_outgrown_its_room() -> None:
    found = [
        sentence for path in SOURCES for sentence in too_large(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n" * 401, "401 lines"),
        ("class Big:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(26)), "26 methods"),
        ("async def long():\n" + "    x = 1\n" * 60, "61 lines"),
    ],
)
def test_what_has_outgrown_its_room_is_named(text: str, said: str) -> None:
    (sentence,) = too_large(Path("room.py"), text)
    assert said in sentence


def test_a_full_room_is_not_called_too_large() -> None:
    text = "class Full:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(25)) + "x = 1\n" * 374
    assert not list(too_large(Path("room.py"), text))


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = [
        str(path.relative_to(ROOT))
        for path in SOURCES + TESTS
        if EMPTY_NAMES & set(path.stem.removeprefix("test_").split("_")) or path.parent.name in EMPTY_NAMES
    ]
    assert not empty


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph("panel_tui", cache_dir=None)
    order = graphlib.TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    try:
        order.prepare()
    except graphlib.CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]), pytrace=False)
