"""The session and the standard's model are pure: what they need to know of the world is passed in.

import-linter keeps libraries that do input and output away; these are the doors that need no import.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "panel_tui"
PURE = [*sorted((SRC / "session").rglob("*.py")), SRC / "standard" / "model.py"]

CLOCKS = {"now", "utcnow", "today"}
DOORS = {"open", "print", "input", "breakpoint", "exec", "eval"}


def doors(text: str) -> Iterator[str]:
    """Yield each call in a module that would look at the world, with its line."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in DOORS:
            yield f"line {node.lineno}: {called.id}()"
        # Only the classes' own methods are clocks: our `clock.now` field is a plain value.
        if (
            isinstance(called, ast.Attribute)
            and called.attr in CLOCKS
            and ast.unparse(called.value).split(".")[-1] in {"datetime", "date"}
        ):
            yield f"line {node.lineno}: {ast.unparse(called)}()"


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(SRC)))
def test_a_pure_module_opens_no_door_to_the_world(path: Path) -> None:
    assert not list(doors(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("call", ["datetime.now(UTC)", "datetime.date.today()", "print('x')", "open('x')"])
def test_a_door_to_the_world_is_seen(call: str) -> None:
    assert list(doors(f"x = {call}"))
