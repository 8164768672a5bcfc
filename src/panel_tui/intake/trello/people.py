"""Keeping people out: names and user names of a board's members, and the secret addresses of its cards, are in no text
that is brought in. Who wrote a comment is never looked at. Addresses in general are left out by `intake.redaction`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from panel_tui.intake.redaction import NO_ADDRESS, Redaction
from panel_tui.intake.trello.board import Raw, part, rows, text
from panel_tui.session.words import clean_line

SOMEBODY = "a team member"
SOMEONE = "@someone"

_IN_ADDRESS = r"[^\s@<>()\[\],;:\"'|]"
_DOMAIN = r"@[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(rf"(?<!{_IN_ADDRESS}){_IN_ADDRESS}++{_DOMAIN}(?:{_IN_ADDRESS}*+{_DOMAIN})*")
"""An address, or several that hang together."""
_MENTION = re.compile(r"@([\w.-]+)")
_HANDLE = re.compile(r"(?<![\w@./])@(?!(?:card|board|someone)\b)[A-Za-z][A-Za-z0-9_]{2,}(?![\w/@-]|\.\w)")
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[/?#&=]")
_HANDLES = re.compile(r"[@~]([\w.-]+)")
_BETWEEN = r"(?:[\s._+*-]|%20)+"
_TRELLO = "trello.com"


class People:
    """Everybody whom an export names. `mentions` counts who was taken out so far, `redaction` takes out and counts
    addresses, telephone numbers and signatures."""

    def __init__(self, root: Raw) -> None:
        self.mentions = 0
        self.redaction = Redaction(self.in_link)
        self._shown: dict[str, str] = {}
        self._in_links: dict[str, bool] = {}
        self._users: set[str] = set()
        self._secret: set[str] = {one.casefold() for one in _addresses(root)}
        self._odd = [one for one in self._secret if not _ADDRESS.fullmatch(one)]
        self._names: dict[str, list[re.Pattern[str]]] = {}
        self._parts: list[list[str]] = []
        names: dict[str, None] = {}
        for person in _persons(root):
            user = _line(person.get("username")).removeprefix("@").casefold()
            name = _line(person.get("fullName"))
            if user:
                self._users.add(user)
            names[name] = None
            if user and _telling(user, name):
                self._know(re.escape(user), user)
        for name in names:
            self._know_name(name)

    def _know_name(self, name: str) -> None:
        words = name.split()
        if len(words) > 1 and sum(map(str.isalnum, name)) >= 4:
            self._parts.append([word.casefold() for word in words])
            self._know(_BETWEEN.join(map(_written, words)), name)
            self._know(_written(words[-1]) + r",\s+" + _BETWEEN.join(map(_written, words[:-1])), words[-1])
        elif len(name) >= 3 and name.isalpha() and name.lower() == name.upper():  # whole, in a script without capitals
            self._know(re.escape(name), "", inside=True)

    def _know(self, pattern: str, begins: str, *, inside: bool = False) -> None:
        first = _WORD.search(begins.casefold())
        whole = pattern if inside else rf"(?<![^\W\d_]){pattern}(?![^\W\d_])"
        self._names.setdefault(first[0] if first else "", []).append(re.compile(whole, re.IGNORECASE))

    def out_of(self, text: str, *, comment: bool = False) -> str:
        """A clean text, or a title, without anybody; in a comment, whatever looks like a mention is one."""
        near = list(self._near(text))
        text = self.redaction.line(text, names=bool(near))
        if "@" in text:
            for address in self._odd:
                text, count = re.subn(re.escape(address), NO_ADDRESS, text, flags=re.IGNORECASE)
                self.redaction.count_addresses(count)
            text = _MENTION.sub(self._mention, text)
            if comment:
                text, count = _HANDLE.subn(SOMEONE, text)
                self.mentions += count
        for pattern in near:
            text, count = pattern.subn(SOMEBODY, text)
            self.mentions += count
        return text

    def quietly(self, text: str) -> str:
        """The same without counting: for words that are shown a second time."""
        if text not in self._shown:
            before = self.mentions
            with self.redaction.quiet():
                self._shown[text] = self.out_of(text)
            self.mentions = before
        return self._shown[text]

    def in_link(self, url: str) -> bool:
        """Whether an address on the web says who somebody is."""
        if url not in self._in_links:
            self._in_links[url] = self._is_in_link(url)
        return self._in_links[url]

    def _is_in_link(self, url: str) -> bool:
        low = url.casefold().replace("%40", "@")
        if any(pattern.search(url) for pattern in self._near(url)):
            return True
        if "@" in low and any(one in low for one in self._odd):
            return True
        if any(self._is_somebodys(found[0]) for found in _ADDRESS.finditer(_PARTS.sub(" ", low))):
            return True
        handles = _HANDLES.findall(low) + (_PARTS.split(low) if _TRELLO in low else [])
        return any(self._user(one) for one in handles)

    def _near(self, text: str) -> Iterator[re.Pattern[str]]:
        """The patterns of those whose first word stands in a text: a board of 200 people is looked through quickly."""
        words = set(_WORD.findall(text.casefold().replace("%20", " "))) if self._names else set()
        if "" in self._names or not words.isdisjoint(self._names):
            for first, patterns in self._names.items():
                if not first or first in words:
                    yield from patterns

    def _is_somebodys(self, address: str) -> bool:
        whole = address.casefold()
        name, _, domain = whole.rpartition("@")
        if whole in self._secret or _TRELLO in domain or "@" in name:
            return True
        told = any(user in name for user in self._users if len(user) > 3)
        return told or any(all(word in name for word in words) for words in self._parts)

    def _mention(self, found: re.Match[str]) -> str:
        user = self._user(found[1])
        if not user:
            return found[0]
        self.mentions += 1
        return SOMEONE + found[1][len(user) :]

    def _user(self, handle: str) -> str:
        """The user name that a handle is or begins with, empty where it is nobody's."""
        said = (handle, handle.rstrip(".-"), re.split("[.-]", handle)[0])
        return next((one for one in said if one.casefold() in self._users), "")


def _line(value: object) -> str:
    return clean_line(text(value)[:200], 10_000)


def _written(word: str) -> str:
    return re.sub("['’]", "['’]", re.escape(word))


def _telling(user: str, name: str) -> bool:
    """Whether a user name can be nothing else, also without an @: `jdoe_7`, or the whole name run together."""
    return len(user) > 4 and (bool(re.search(r"[0-9_]", user)) or user == "".join(_WORD.findall(name.casefold())))


def _persons(root: Raw) -> Iterator[Raw]:
    """Whoever has a name anywhere in an export: members, those who left, those who were added, those who reacted."""
    yield from rows(root.get("members"))
    yield from (part(one.get("member")) for one in rows(root.get("memberships")))
    yield from _named(root.values())
    for one in rows(root.get("cards")):
        yield from rows(one.get("members"))
        yield from rows(one.get("membersVoted"))
    yield from rows(root.get("membersVoted"))
    for action in rows(root.get("actions")):
        yield from _named(action.values())
        yield from _named(part(action.get("data")).values())
        yield from (part(one.get("member")) for one in rows(action.get("reactions")))


def _named(values: Iterable[Any]) -> Iterator[Raw]:
    return (one for one in values if isinstance(one, dict) and ("username" in one or "fullName" in one))


def _addresses(root: Raw) -> Iterator[str]:
    for one in (root, *rows(root.get("cards")), *rows(root.get("members"))):
        address = _line(one.get("email"))
        if "@" in address:
            yield address
