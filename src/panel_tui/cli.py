"""The front door: the panel-tui command."""

import click

from panel_tui import __version__


@click.group()
@click.version_option(__version__, prog_name="panel-tui")
def main() -> None:
    """Run a service assessment panel in the terminal."""
