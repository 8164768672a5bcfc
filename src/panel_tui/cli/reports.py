"""The commands that write a report and that check a record."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from panel_tui import __version__
from panel_tui.cli.door import main, rooms_of

_FORMATS = "md, html, docx, odt, csv, json, trello-csv or cards; else from the ending of -o, else md."
_OUTPUT = "A file, a folder, or - for standard output; for cards, the folder that they go into."


@main.command()
@click.argument("session")
@click.option("--format", "format", help=_FORMATS)
@click.option("--for", "reader", help="team, panel, internal or public. JSON is internal unless said otherwise.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help=_OUTPUT)
@click.option("--names/--no-names", default=None, help="Whether people's names stand in it; only internal has them.")
@click.option("--as", "name", help="A seat whose own private notes go along, for that person alone.")
@click.pass_context
def export(
    ctx: click.Context,
    session: str,
    format: str | None,
    reader: str | None,
    output: Path | None,
    names: bool | None,
    name: str | None,
) -> None:
    """Write the report of a session as it stands; a session that is not closed gives a draft."""
    from panel_tui.grammar.reader import find_seat
    from panel_tui.report import export as reports
    from panel_tui.report.export import ExportError
    from panel_tui.session.view import AUDIENCES, Audience
    from panel_tui.session.views import audience

    ending = output.suffix.removeprefix(".").lower() if output else ""
    format = (format or (ending if ending in reports.formats() else "md")).lower()
    wanted = reader or reports.default_audience(format)
    known: Audience | None = next((one for one in AUDIENCES if one == wanted), None)
    if known is None:
        raise ExportError(f"There is no audience '{reader}': choose {', '.join(AUDIENCES)}.")
    room = rooms_of(ctx).open(session, read_only=True)
    seat = find_seat(room.state, name).id if name else None
    viewer = audience(known, seat=seat, names=names)
    view = room.view(viewer)
    report = reports.build(view, room.log(viewer), room.now(), __version__)
    if output == Path("-"):
        sys.stdout.buffer.write(reports.render(report, format))
        return
    path = output or Path(reports.file_name(view, format))
    if path.is_dir() and format != "cards":
        path = path / reports.file_name(view, format)
    click.echo(reports.put(path, report, format))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def verify(ctx: click.Context, file: Path) -> None:
    """Walk the chain of hashes of a session's file and name the first event that does not fit."""
    from panel_tui.lines import on_one_line
    from panel_tui.store.verify import verify as walk

    verdict = walk(file)
    click.echo(on_one_line(f"{file}: {verdict.why}"), err=not verdict.ok)
    ctx.exit(0 if verdict.ok else 1)
