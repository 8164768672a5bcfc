"""What a conversation's headings say on the stages that would otherwise show levels."""

from __future__ import annotations

from panel_tui.session.view import View
from panel_tui.standard.model import Heading
from panel_tui.tui.forms.closing import gathered
from panel_tui.tui.ink import Para, heading
from panel_tui.tui.screens import points_text
from panel_tui.tui.widgets.rows import Row

BLANK = Para()


def headings(view: View) -> tuple[Heading, ...]:
    """The headings of a conversation; of a standard with levels none."""
    return view.standard.conversation.headings if view.standard.conversation else ()


def agreed(view: View, under: Heading) -> str | None:
    """The agreed text under a heading."""
    return next((one.text for one in view.agreed if one.heading == under.id), None)


def rows(view: View) -> list[Row]:
    """A row for each heading, with how far it is."""
    held = headings(view)
    done = sum(agreed(view, one) is not None for one in held)
    made = [Row(None, (("What the panel agrees ", "strong muted"), (f" {done} of {len(held)}", "muted")))]
    for one in held:
        text = agreed(view, one)
        many = len(gathered(view, one))
        notes = "1 note" if many == 1 else f"{many} notes"
        mark = ("✓ ", "good") if text else ("· ", "warn")
        tail = ("agreed", "good") if text else (f"{notes}, nothing agreed", "muted")
        made.append(Row(f"heading:{one.id}", (mark, (one.title, "" if text else "strong")), (tail, " ")))
    return made


def detail(view: View, under: Heading) -> list[Para]:
    """One heading: its agreed text, and the notes that belong there."""
    text = agreed(view, under)
    made = [Para(((under.title, "strong"),)), BLANK]
    made.append(
        Para((text,)) if text else Para((("Nothing is agreed yet: A writes it, beginning with these notes.", "muted"),))
    )
    made += [BLANK, heading("Notes that belong here")]
    notes = [points_text.note(view, one) for one in gathered(view, under)]
    return [*made, *(notes or [Para((("none", "muted"),))])]
