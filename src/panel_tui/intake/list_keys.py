"""Keys of the pieces of a list, by which they are known again when the list comes again."""

from __future__ import annotations

from panel_tui.intake.wording import key_of

Content = tuple[str | None, ...]


class ListKeys:
    """Gives each piece a key by its point and title, so that it is the same piece when its link, state or text changes.

    A second piece of the same title has a key by its link too, and any further one by its place among those. Only what
    is the same in everything is the same piece twice. Keys are computed of the source as it was written: what is left
    out of it for privacy changes no key.
    """

    def __init__(self) -> None:
        self._contents: dict[str, set[Content]] = {}
        self._taken: set[str] = set()
        self._copies: dict[str, int] = {}

    def key(self, point: str, title: str, url: str | None, *rest: str | None) -> str | None:
        """The key of the next piece, None where the same piece was there before. `rest` is what else it says."""
        first = key_of(point, title)
        contents = self._contents.setdefault(first, set())
        content = (url, *(" ".join((part or "").split()) for part in rest))
        if content in contents:
            return None
        contents.add(content)
        by_link = key_of(point, title, url)
        key = first if first not in self._taken else by_link
        if key in self._taken:
            self._copies[by_link] = self._copies.get(by_link, 1) + 1
            key = f"{by_link}~{self._copies[by_link]}"
        self._taken.add(key)
        return key

    def own(self, id: str) -> str | None:
        """The key of a piece that has an id of its own, None where another has it."""
        key = key_of("id", id)
        if key in self._taken:
            return None
        self._taken.add(key)
        return key
