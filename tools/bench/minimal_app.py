"""The floor of the screens: a Header, a DataTable, a TextArea and a Footer, and nothing that they do not need."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header, TextArea

ROWS = 20


class Minimal(App[None]):
    """The smallest app that shows what a working screen has: a title, a list, a text and the keys."""

    TITLE = "The floor"
    BINDINGS = [("ctrl+q", "quit", "Leave")]  # noqa: RUF012 - as Textual's own guide has it

    def compose(self) -> ComposeResult:
        """Put the four widgets under one another."""
        yield Header()
        yield DataTable(cursor_type="row")
        yield TextArea("the text begins\n" * 5)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("number", "name", "score")
        table.add_rows([(str(number), f"row-{number}", str(number * 3)) for number in range(ROWS)])


if __name__ == "__main__":
    Minimal().run()
