"""The draft of a form: all its fields together, for one seat and about one thing."""

from __future__ import annotations

from collections.abc import Mapping

from panel_tui.live_room import LiveRoom
from panel_tui.session.unsent import of_seat, packed


class FormDraft:
    """What a seat typed into a form and has not sent. `about` is what it is about: a point's id, a question's, or
    None; another one is another draft."""

    def __init__(self, room: LiveRoom, seat: str, name: str) -> None:
        self._room = room
        self._seat = seat
        self._name = name

    def read(self, about: str | None) -> Mapping[str, str]:
        """The fields as they were left; nothing where there is no draft. Reads drafts of earlier versions too."""
        forms = of_seat(self._seat, ((key, draft.text) for key, draft in self._room.drafts.items()))
        return next((one.fields for one in forms if (one.form, one.about) == (self._name, about)), {})

    def keep(self, about: str | None, fields: Mapping[str, str]) -> None:
        """Remember these fields, together; none forgets the draft."""
        self._room.keep_draft(self._seat, self._name, about, packed(fields) if fields else "")
        for key in self._room.drafts:
            if (key.seat, key.point) == (self._seat, about) and key.field.startswith(f"{self._name}."):
                self._room.keep_draft(*key, "")  # of an earlier version, which kept each field by itself
