"""Reads a page as strictly as a person who maintains it would."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
POINTERS = ("for", "aria-labelledby", "aria-describedby")


class Page(HTMLParser):
    """Every tag is closed where it was opened; ids are used once, and what points at an id finds it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"never closed: {tag}" for tag in self.open]
        self.faults += [f"twice: {id}" for id in set(self.ids) if self.ids.count(id) > 1]
        self.faults += [f"points nowhere: {id}" for id in self.pointed if id not in self.ids]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        if len(held) != len(attrs):
            self.faults.append(f"an attribute twice: {self.get_starttag_text()}")
        for name, value in held.items():
            if name == "id":
                self.ids.append(value or "")
            if name in POINTERS:
                self.pointed += (value or "").split()
            if name == "style" or name.startswith("on"):
                self.faults.append(f"inline {name}")
        if tag in ("style", "iframe", "object") or (tag == "script" and not held.get("src")):
            self.faults.append(f"inline {tag}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closes out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [held for name, held in self.tags if name == tag and wanted.items() <= held.items()]

    def forms(self) -> set[str]:
        return {(held.get("action") or "").removeprefix("/do/") for held in self.all("form")}
