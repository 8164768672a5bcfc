"""Corrections of a preview as they are typed: `12 4`, `12 done`, `12 none`, `12 out`."""

from __future__ import annotations

from panel_tui.intake.found import IntakeError
from panel_tui.intake.preview import Preview

HOW = (
    '"12 4" (row 12 to point 4), "12 done" or "12 planned", "12 none" (to no point), "12 out" (leave it out) '
    'or "12 in" (take it after all)'
)


def corrected(preview: Preview, typed: str) -> Preview:
    """The preview after one correction. Raises `IntakeError`, with how it is typed, where this is none."""
    row, _, rest = typed.replace("=", " ", 1).strip().partition(" ")
    words = " ".join(rest.casefold().split())
    if not (row.isascii() and row.isdecimal()) or len(row) > 9 or not words:
        raise IntakeError(f"'{typed.strip()[:40]}' is no correction: type {HOW}.")
    number = int(row)
    if words in ("done", "planned"):
        return preview.corrected(number, state="done" if words == "done" else "planned")
    if words in ("out", "in"):
        return preview.corrected(number, leave_out=words == "out")
    if words == "none":
        return preview.corrected(number, point=None)
    point = preview.state.standard.point_by_number(words.removeprefix("point ").removeprefix("@"))
    if point is None:
        raise IntakeError(f"There is no point '{words[:40]}': type {HOW}.")
    return preview.corrected(number, point=point.id)
