"""What every HTML page of ours is made of: a template that escapes all it is given, and our own files."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import jinja2


def template(text: str, **filters: Callable[..., Any]) -> jinja2.Template:
    """A template that escapes what it is given, and fails where it asks for what it was not given."""
    environment = jinja2.Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters)
    return environment.from_string(text)


def file(room: str, name: str) -> str:
    """The text of a file that lies in one of our rooms, such as `report`."""
    return resources.files(f"panel_tui.{room}").joinpath(name).read_text(encoding="utf-8")
