"""What can be done outside a session's stages: at Home and in the seats panel."""

from __future__ import annotations

from panel_tui.action import Action

# fmt: off
HOME: tuple[Action, ...] = (
    Action(id="open", usage="open SESSION", group="Home", label="Open", key="enter", plain=False, stages=(),
           help="Open the session that the cursor is on."),
    Action(id="new", usage="new", group="Home", label="New", key="n", plain=False, stages=(),
           help="Set up a new session."),
    Action(id="follow", usage="follow SESSION", group="Home", label="Follow on", key="N", plain=False, stages=(),
           help="Set up the next session of the service that the cursor is on: its recommendations to check, its "
           "decisions and its panel come along."),
    Action(id="demo", usage="demo", group="Home", label="Demo", key="d", plain=False, stages=(),
           help="Open a made-up assessment of a rent-arrears service, to look around and try things."),
    Action(id="export-from-home", usage="export SESSION", group="Home", label="Export", key="e",
           plain=False, stages=(),
           help="Write the report of the session that the cursor is on."),
    Action(id="standards", usage="standards", group="Home", label="Standards", key="s", plain=False, stages=(),
           help="Look at the standards that can be used."),
    Action(id="filter", usage="filter", group="Home", label="Filter", key="slash", plain=False, stages=(),
           help="List only the sessions that hold what you type."),
)
"""What can be done only at Home."""
DOOR: tuple[Action, ...] = (
    Action(id="admit", usage="admit KNOCK SEAT", group="Seats", label="Let in", key="a", plain=False, stages=(),
           help="Let the person who asks to come in take a seat."),
    Action(id="turn-away", usage="refuse KNOCK", group="Seats", label="Turn away", key="d", plain=False, stages=(),
           help="Turn the person away who asks to come in."),
    Action(id="copy-link", usage="copy SEAT", group="Seats", label="Copy link", key="c", plain=False, stages=(),
           help="Put the link that the cursor is on into the clipboard of your terminal."),
    Action(id="show-qr", usage="qr SEAT", group="Seats", label="QR code", key="q", plain=False, stages=(),
           help="Show the link that the cursor is on as a QR code for a phone or a tablet."),
    Action(id="new-link", usage="relink SEAT", group="Seats", label="New link", key="r", plain=False, stages=(),
           help="Give the seat a new link; the old one, and every device that came by it, is out. Asks first."),
    Action(id="new-links", usage="relink all", group="Seats", label="All new links", key="R", plain=False,
           stages=(), help="Give every seat and page a new link, and a new PIN; every device is out. Asks first."),
    Action(id="shut-out", usage="shut SEAT", group="Seats", label="Shut out", key="x", plain=False, stages=(),
           help="Take the seat's links and devices away until you give it a new link. Asks first."),
    Action(id="nudge", usage="nudge SEAT", group="Seats", label="Nudge", key="n", plain=False, stages=(),
           help="Ask the seat for its score, or to look here; it is shown there and kept nowhere."),
    Action(id="team-page", usage="team on|off", group="Seats", label="Team's page", key="t", plain=False, stages=(),
           help="Open the team's own page, or close it."),
    Action(id="share-decisions", usage="team share|unshare", group="Seats", label="Share", key="s", plain=False,
           stages=(), help="Show the team the decisions and their reasons on its page, or take them off."),
    Action(id="stop-hosting", usage="stop", group="Seats", label="Stop", key="o", plain=False, stages=(),
           help="Let nobody in any more: every device is told and is out. Asks first."),
)
"""What can be done only in the seats panel."""
# fmt: on
