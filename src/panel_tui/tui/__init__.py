"""The lead's screens.

How a screen is made
--------------------

A **stage's screen** lives in `screens/<stage>.py`, with its `.tcss` beside it, and is a `StageScreen`::

    class BriefingScreen(StageScreen):
        STAGE = "briefing"
        BINDINGS = keys.bindings(commands.on_stage("briefing"))   # one per action that has a key; ids for keymaps
        CSS_PATH = "briefing.tcss"

        def body(self) -> ComposeResult:          # between the status line and the footer
            yield Page(id="scope")

        def show(self, view: View) -> None:       # on opening, after every change, and when the seat changes
            self.query_one(Page).show(paras(view.scope or "nothing yet"))

        def tick(self, now: Now) -> None:         # once a second, for clocks only
            super().tick(now)

It is given nothing and asks for `self.view` (a `View` of the seat that has the keyboard), `self.room`, `self.speaker`,
`self.clock("deliberation")` (a `Reading`) and `self.host` (the app: see `host.Host`). It changes things by
`self.say("score 4 met")`, which shows a toast and returns False where that is refused. `looked_at` is the point that
its actions are about (override it where there is a list); `look_at(point_id)` is called by search and by `show 4`.

**Actions** come from `commands.ACTIONS`. A key calls `act(action)`: refused, a toast says why; else a method
`do_<id>()` of the screen where there is one; else, for an action with `form`, `panel_tui.tui.forms.open_form(screen,
action, point)` (returns False where it has no form for it, and the prompt opens with the first words); else it is
spoken, with the number of `looked_at` where its usage has POINT; else `doing.carry_out`. The footer shows the actions
whose `footer` names the stage, greyed where they are refused.

**Other screens** (Home, set-up, standards) are `ActScreen`s in `screens/`, named in `app.PLACES` and shown with
`self.host.open_screen(name, ...)`. Home has `BINDINGS = keys.bindings(commands.AT_HOME)`, a `KeyFooter` that it sets
with `show(self.footer_keys(commands.AT_HOME))`, `actions_here()` and `do_open()`, `do_new()` and so on.
`self.host.open_room(room)` goes into a room. **Overlays** (prompt, lists, forms) are `ModalScreen`s that dismiss with
a value; their `room_changed()` and `second()`, where they have them, are called like a stage's.

**The seats** (`doorway`, `overlays/seats_*`): `self.host.doorway` holds the `Hosting` while seats are open, closes it
with the room, and says in toasts who came and who asks to come in; `NEWS` of a screen or overlay says whether those
wait (`later`, on a projector) or are seen there (`seen`). `doorway.how(room)` is how each seat is there. The screens
know no server: the command line hands one in as `Doors`. Keys of the panel are `commands.DOOR`.

**Text** is drawn by `ink`: a `Line` is a tuple of pieces, each a text or `(text, tones)`; a `Para` is a line with a
lead and a hanging indent. Tones: strong, muted, good, warn, bad, accent, link, dim, under, turned. `Rows` (a list that
draws only what is in sight) and `Page` (text that wraps and scrolls) take them. Never use markup, and give
`markup=False` to any Textual widget that would read it. `marks` has the glyphs; a glyph never stands without its word
somewhere on the screen. In `.tcss`, use theme variables only: $background, $surface, $panel, $foreground,
$tone-muted, $tone-good, $tone-warn, $tone-bad, $tone-accent, $ground-chosen, $border. Screens carry the classes
`-narrow` (below 110 columns), `-normal` and `-wide` (from 160).

**What is typed** and not sent is kept with `self.room.keep_draft(seat, field, point, text)` and put back with
`self.room.draft(seat, field, point)`. Modules of other screens and libraries are imported where they are used, so
that the first frame does not wait for them.
"""
