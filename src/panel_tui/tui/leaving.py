"""Leaving a room or the app: first everything is saved, or somebody has said that it may be lost."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from panel_tui.tui.host import Host, host


class Leaving:
    """Does what was asked for when nothing would be lost by it."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._then: Callable[[], None] | None = None

    @property
    def _host(self) -> Host:
        return host(self._app)

    def when_saved(self, then: Callable[[], None]) -> None:
        """Do it now, after the write that is under way, or when somebody has answered that it may be lost."""
        speaker = self._host.open_speaker
        keeping = speaker.room.keeping if speaker else None
        in_trouble = keeping is not None and bool(keeping.trouble or keeping.drafts_trouble)
        # What waits for another computer is on this device's disk, and is sent the next time.
        saving = keeping is not None and keeping.unsaved > 0 and not in_trouble and keeping.away is None
        self._then = then if saving else None
        if in_trouble:
            self._ask(then)
        elif not saving:
            then()

    def room_changed(self) -> None:
        """A write has ended: well or not."""
        if self._then is not None:
            self.when_saved(self._then)

    def _ask(self, then: Callable[[], None]) -> None:
        from panel_tui.tui.overlays.unsaved import Unsaved

        if not isinstance(self._app.screen, Unsaved):
            room = self._host.speaker.room
            self._app.push_screen(Unsaved(room), lambda sure: then() if sure else None)
