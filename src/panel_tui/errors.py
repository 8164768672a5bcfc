"""The one root of every error that panel-tui raises on purpose."""


class PanelError(Exception):
    """Something is wrong that a person can understand and mend.

    Holds one plain sentence: what is wrong and what to do. Without one, the sentence is the first line of the
    class's own docstring. The front doors print it as it is; it is data, never markup.
    """

    def __init__(self, message: str | None = None) -> None:
        doc = (type(self).__doc__ or "").strip()
        self.message = message or doc.partition("\n")[0]
        super().__init__(self.message)
