"""An import from the first key to the last: the form, the preview, and what is said after."""

from __future__ import annotations

from panel_tui import commands
from panel_tui.tui.doing import InRoom


def begin(screen: InRoom, rest: str) -> None:
    """Ask for the file, or read it at once where `rest`, the words of the command, name it."""
    action = commands.BY_ID["import"]
    refusal = screen.speaker.refusal(action)
    if refusal is not None:
        screen.toast(f"{action.label}: {refusal}", "warning")
        return
    from panel_tui.tui.forms.bringing import ImportForm

    form = ImportForm(screen.speaker, screen.host.rooms, rest)

    def was_read(done: bool | None) -> None:
        if done and form.preview is not None:
            from panel_tui.tui.overlays.import_preview import ImportPreview

            screen.app.push_screen(ImportPreview(screen.speaker, form.preview), agreed)

    def agreed(sentence: str | None) -> None:
        if sentence:
            screen.toast(sentence)

    screen.app.clear_notifications()
    screen.app.push_screen(form, was_read)
