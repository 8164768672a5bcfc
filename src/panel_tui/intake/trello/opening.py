"""What is in a file that was said to be a Trello export: a board, a card, or something else taken for one."""

from __future__ import annotations

import codecs
import json
from typing import Any

import msgspec

from panel_tui.intake.found import IntakeError
from panel_tui.session.words import bare

LARGEST = 64 * 1024 * 1024
"""Bytes. A board of ten years has two or three million."""
HOW = "in Trello open the board's menu, choose Print, export and share, and Export as JSON"

_NOT_TEXT = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_REFUSALS = ("unauthorized", "invalid id", "invalid key", "board not found", "card not found", "not found")


def opened(data: bytes, name: str) -> dict[str, Any]:
    """The board or the card that a file holds, as it was exported. `name` is the file's, for what is said of it.

    Raises `IntakeError` where it is neither.
    """
    called = " ".join(bare(name).split())[:100] or "this file"
    if len(data) > LARGEST:
        raise IntakeError(
            f"{called} has {len(data) / 1024 / 1024:,.0f} MB, and at most {LARGEST // 1024 // 1024} are read: "
            "export single cards instead, by adding .json to a card's address."
        )
    if data.startswith(_NOT_TEXT):
        raise IntakeError(f"{called} is not a text file, and a Trello export is one: {HOW}.")
    text = _text(data)
    if not text:
        raise IntakeError(f"{called} is empty: export the board again.")
    _refuse_other_kinds(text, called)
    root = _json(text, called)
    if not isinstance(root, dict) or not (is_board(root) or is_card(root)):
        raise IntakeError(f"{called} is JSON, but neither a Trello board nor a Trello card: {HOW}.")
    return root


def is_board(root: dict[str, Any]) -> bool:
    """Whether this is a board's export, of any year."""
    return _named(root) and isinstance(root.get("cards"), list) and isinstance(root.get("lists"), list)


def is_card(root: dict[str, Any]) -> bool:
    """Whether this is the export of a single card."""
    return _named(root) and "cards" not in root and isinstance(root.get("idBoard"), str)


def _named(root: dict[str, Any]) -> bool:
    return all(isinstance(root.get(key), str) for key in ("id", "name")) and bool(root["id"].strip())


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what some shells make of a download
        return data.decode("utf-16", "replace").strip()
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").strip()


def _refuse_other_kinds(text: str, called: str) -> None:
    if text.startswith("<"):
        raise IntakeError(
            f"{called} is a web page, most likely Trello's log-in page: log in to Trello first, then export again."
        )
    if text.startswith(("{", "[")):
        return
    first = text.split("\n", 1)[0]
    if "Card ID" in first and "Card Name" in first:
        raise IntakeError(
            f"{called} is Trello's CSV export, which has no comments and no checklist items: export the board as JSON, "
            "or bring this file in as a CSV list."
        )
    if text[:60].casefold().startswith(_REFUSALS):
        raise IntakeError(
            f"{called} only holds Trello's answer '{' '.join(first.split())[:60]}': log in and export again."
        )
    raise IntakeError(f"{called} is not JSON: {HOW}.")


def _json(text: str, called: str) -> Any:
    try:
        try:
            return msgspec.json.decode(text)
        except (msgspec.MsgspecError, UnicodeError):
            # Half an emoji, an endless number: Trello has written such things, and only the other reader takes them.
            return json.loads(text)
    except RecursionError:
        raise IntakeError(f"{called} is nested deeper than any Trello export: export the board again.") from None
    except json.JSONDecodeError as error:
        if error.pos >= len(text) - 1 or error.msg.startswith("Unterminated"):
            raise IntakeError(f"{called} ends in the middle: download the export again, to its end.") from None
        raise IntakeError(
            f"{called} is not whole JSON, it goes wrong at character {error.pos + 1:,}: export the board again."
        ) from None
    except ValueError:  # a number of thousands of digits
        raise IntakeError(f"{called} holds a number that is none: export the board again.") from None
