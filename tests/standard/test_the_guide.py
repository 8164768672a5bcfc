"""docs/writing-a-standard.md and the JSON Schema say the same as the program."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from panel_tui.standard.printed import check_lines
from panel_tui.standard.reader import check_text
from panel_tui.standard.shape import definition

GUIDE = (Path(__file__).parents[2] / "docs" / "writing-a-standard.md").read_text("utf-8")
SCHEMA = definition()


def properties(schema: Any, name: str = "the file") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each field of the schema, by the name of what it belongs to."""
    if isinstance(schema, list):
        for part in schema:
            yield from properties(part, name)
    if isinstance(schema, dict):
        for key, part in schema.get("properties", {}).items():
            if key not in ("scales", "outcomes", "outcome_rules") or "description" in part:
                yield f"{name}: {key}", part
        for key, part in schema.items():
            yield from properties(part, name if key in ("properties", "items") else key)


FIELDS = dict(properties(SCHEMA))


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_documented_and_explained_to_editors(field: str) -> None:
    name = field.rpartition(": ")[2]
    assert re.search(rf"`{name}`", GUIDE), f"docs/writing-a-standard.md does not name `{name}`"
    assert FIELDS[field]["description"].endswith(".")


def test_every_choice_is_documented() -> None:
    for field, part in FIELDS.items():
        for choice in part.get("enum", part.get("items", {}).get("enum", ())):
            assert f"`{choice}`" in GUIDE, field


def test_the_schema_is_a_valid_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_example_in_the_guide_has_no_mistakes() -> None:
    whole, rules, talk = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert check_text(whole, "guide").problems == ()

    start, _, rest = whole.partition("scales:")
    points = "roles:" + rest.partition("\nroles:")[2].replace("          beta:", "          all2:")
    points = re.sub(r" +all2:\n.*\n", "", re.sub(r" +evidence:\n.*\n.*\n", "", points))
    assert check_text(start + talk + points, "guide").problems == ()

    rag = "scales:\n  default:\n" + "".join(
        f"    - {{id: {level}, label: {level.title()}, rank: {rank}}}\n"
        for rank, level in enumerate(("red", "amber", "green"))
    )
    outcomes = "outcomes:\n" + "".join(f"  - {{id: {each}, label: x}}\n" for each in ("red", "amber", "green"))
    assert check_text(start + rag + outcomes + rules + points, "guide").problems == ()


def test_the_messages_in_the_guide_are_real() -> None:
    whole = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0]
    said = re.findall(r"```\n(our-standard\.yaml, line.*?)```", GUIDE, re.DOTALL)[0].splitlines()
    broken = whole.replace("          alpha:\n", "          alfa:\n").replace("summary:", "sumary:")
    lines = check_lines(Path("our-standard.yaml"), check_text(broken, "our-standard.yaml"))
    assert lines == said
