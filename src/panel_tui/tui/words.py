"""Completing the words of a command at the prompt."""

from __future__ import annotations

from typing import NamedTuple

from panel_tui import commands
from panel_tui.session.clock import BOXES
from panel_tui.session.view import AUDIENCES, View


class Completion(NamedTuple):
    """The word that was begun, what it may become, and how much of that is certain."""

    word: str
    options: tuple[str, ...]
    common: str

    def __bool__(self) -> bool:
        return bool(self.options)


def usage_of(line: str) -> str:
    """How the command goes that a line begins with, or nothing."""
    word = line.strip().partition(" ")[0].lower()
    action = next((one for one in commands.ACTIONS if one.word == word), None)
    if action is not None:
        return f"{action.usage}\n{action.help}"
    return "  ".join(one.word for one in commands.ACTIONS if word and one.word.startswith(word))


def completions(line: str, view: View) -> Completion:
    """What the last word of a line may become."""
    before, _, word = line.rpartition(" ")
    known = _words(before.split(), view)
    options = tuple(dict.fromkeys(one for one in known if one.casefold().startswith(word.casefold())))
    common = f"{options[0]} " if len(options) == 1 else _start_of_all(options)
    return Completion(word, options, common or word)


def _start_of_all(options: tuple[str, ...]) -> str:
    if not options:
        return ""
    first, last = min(options), max(options)
    same = next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))
    return first[:same]


def _words(before: list[str], view: View) -> list[str]:
    if before and before[0] == "as" and len(before) > 1:
        before = before[2:]
    if not before:
        return [action.word for action in commands.ACTIONS if action.word != ":"]
    action = next((one for one in commands.ACTIONS if one.word == before[0].lower()), None)
    if action is None:
        return []
    usage = action.usage
    known: list[str] = []
    if "STAGE" in usage:
        known += view.stages
    if "LEVEL" in usage and len(before) > 1:
        known += [level.id for level in next(iter(view.points)).levels]
    if "NAME" in usage:
        known += [seat.label.split()[0] for seat in view.seats]
    if "BOX" in usage:
        known += BOXES
    if "OUTCOME" in usage:
        known += [outcome.id for outcome in view.standard.outcomes]
    if "AUDIENCE" in usage:
        known += ["for", *AUDIENCES, "md", "html", "docx", "odt", "csv", "json", "trello-csv", "cards"]
    known += [part for words in usage.split()[1:] for part in words.strip("[]").split("|") if part.islower()]
    return known
