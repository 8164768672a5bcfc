"""Makes the pages and pictures of docs/ that come from the code: `make docs`, or `--check` to compare only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from panel_tui.commands import ACTIONS, DOOR, HOME, Action

ROOT = Path(__file__).resolve().parent.parent
KEYS = ROOT / "docs" / "keys.md"

_NAMES = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "enter": "Enter",
    "full_stop": ".",
    "comma": ",",
}
_INTRO = """# Keys and commands

This page is made from the program (`make docs`); a test fails where it is stale.

Every action has words, and most have a key. The words work at the `:` prompt of the screens, in the palette
(`ctrl+p`), and in plain mode. A key works when you are not typing; `esc` leaves a text field. `?` lists what can be
done now, and runs what you pick. An action that cannot be done now is greyed, and pressing it says why.

Capitals are what you fill in, brackets what you may leave out. POINT is a number (`4`, `@4`) or `here`; LENGTH is
`5m`, `1h30m`, `90s`; DATE is `2026-11-21`; LEVEL is a level's id, words, digit, or the start of its name.

To use another key, write a file `keys.yaml` in your config folder with a line for each action, such as `reveal:
ctrl+r`. What it holds that is no action or no key is passed over, and said when the app starts.
"""


def key_name(key: str | None) -> str:
    """A key as it stands on a keyboard."""
    if key is None:
        return ""
    return " or ".join(
        f"`{_NAMES.get(one, one.upper() if one[:1] == 'f' and one[1:].isdecimal() else one)}`" for one in key.split(",")
    )


def where(action: Action) -> str:
    """The stages on which an action's key works."""
    if action.key is None:
        return ""
    return "everywhere" if len(action.stages) == 5 else ", ".join(action.stages)


def keys_page() -> str:
    """docs/keys.md."""
    return "\n".join(_key_lines()) + "\n"


def _key_lines() -> Iterator[str]:
    yield _INTRO
    for group in dict.fromkeys(action.group for action in ACTIONS):
        yield f"## {group}\n"
        yield "| Words | Key | Where | What it does |"
        yield "|---|---|---|---|"
        for action in ACTIONS:
            if action.group == group:
                usage = action.usage.replace("|", "\\|")
                help = action.help.replace("|", "\\|")
                yield f"| `{usage}` | {key_name(action.key)} | {where(action)} | {help} |"
        yield ""
    yield "## The seats panel\n"
    yield "These keys work in the panel that `F4` opens; `esc` leaves it, and everyone who is in stays in.\n"
    yield "| Key | What it does |"
    yield "|---|---|"
    for action in DOOR:
        yield f"| {key_name(action.key)} | {action.help} |"
    yield ""
    yield "## Home\n"
    yield "These keys work in the list of sessions. `q` leaves; the keys for help and the theme work there too.\n"
    yield "| Key | What it does |"
    yield "|---|---|"
    for action in HOME:
        yield f"| {key_name(action.key)} | {action.help} |"
    yield ""


def main() -> int:
    """Write the pages, or with --check say which are stale."""
    stale = not KEYS.exists() or KEYS.read_text("utf-8") != keys_page()
    if "--check" in sys.argv[1:]:
        if stale:
            print(f"{KEYS.relative_to(ROOT)} is stale: run `make docs`", file=sys.stderr)
        return int(stale)
    from tools import pictures, seat_pictures  # the screens; the page of keys needs none of them

    KEYS.write_text(keys_page(), "utf-8")
    folder = ROOT / "docs" / "pictures"
    for path in (KEYS, *pictures.draw(folder), *seat_pictures.draw(folder)):
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
