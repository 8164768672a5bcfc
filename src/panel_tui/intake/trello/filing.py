"""The pieces of evidence on a board, each under its point, with its state and the sign of that."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from panel_tui.intake.found import FoundItem, How
from panel_tui.intake.matching import NOTHING, Match, Matcher
from panel_tui.intake.trello import links
from panel_tui.intake.trello.board import Attachment, Board, BoardList, Card, CheckItem, Checklist, Comment
from panel_tui.intake.trello.layout import Laid
from panel_tui.intake.trello.people import People
from panel_tui.intake.trello.signs import sign_of
from panel_tui.intake.trello.tally import Tally
from panel_tui.session.terms import EvidenceState
from panel_tui.session.words import LINE_LENGTH, PROSE_LENGTH, bare, clean, clean_line

NAMELESS = "A card without a title"
UNNAMED = "An attachment without a name"
REMARK = 80
"""Characters of a comment, or of a description, that stand as its title."""

Sign = tuple[EvidenceState, str]

_SENTENCE = re.compile(r"(?<=[.!?])\s|(?<=[。！？])")
_MARKS = "#>*-_ "


class _Place(Struct, frozen=True, kw_only=True):
    """Where a card stands: its point and how that was found, whether it is that point and no evidence itself, the
    state of what hangs on it with its sign, and the place in words."""

    point: str | None
    how: How | None
    is_point: bool
    sign: Sign
    where: str

    @property
    def below(self) -> Match:
        """The point of what hangs on the card."""
        return (self.point, "list") if self.point else NOTHING


class Filing:
    """Makes the items of a board, card by card, and counts in `tally` what there is to be said of them."""

    def __init__(
        self, board: Board, laid: Laid, matcher: Matcher, people: People, unmarked: EvidenceState, tally: Tally
    ) -> None:
        self._laid = laid
        self._matcher = matcher
        self._people = people
        self._unmarked = unmarked
        self._tally = tally
        self._lists: dict[str | None, BoardList] = {one.id: one for one in board.lists}
        self._names = {one.short: one.name for one in board.cards if one.short}
        self._keys: dict[str, int] = {}

    def card(self, card: Card) -> tuple[FoundItem, ...]:
        """Everything on a card: itself, its checklist items, links, and comments."""
        card = replace(card, desc=self._people.redaction.unsigned(bare(card.desc)))
        place = self._place(card)
        main = None if place.is_point else self._main(card)
        parts = (self._itself(card, place, main), self._ticks(card, place), self._linked(card, place, main))
        items = tuple(item for part in (*parts, self._comments(card, place)) for item in part)
        self._tally.empty += not items
        self._tally.colours.update(card.colours)
        self._tally.colour_only += bool(card.colours)
        return items

    # Where a card stands

    def _place(self, card: Card) -> _Place:
        listed = self._lists.get(card.list)
        own = self._matcher.match(card.name)
        by_list: Match = NOTHING
        if listed is not None and self._laid != "states" and (point := self._matcher.match(listed.name)[0]):
            by_list = (point, "list")
        first, second = (by_list, own) if self._laid == "lists" else (own, by_list)
        point, how = first if first[0] else second
        names = [one for one in ((listed.name if listed else ""), card.name) if one.strip()]
        return _Place(
            point=point,
            how=how,
            is_point=self._laid != "states" and point == own[0] is not None and self._matcher.is_title(card.name),
            sign=self._sign(card, None if by_list[0] or listed is None else listed.name),
            where=self._in_words(*names),
        )

    def _sign(self, card: Card, list_name: str | None) -> Sign:
        state, because = sign_of(card, list_name) or (self._unmarked, "")
        return state, self._people.quietly(_line(because))

    def _in_words(self, *names: str) -> str:
        return " › ".join(_cut(self._people.quietly(_line(one)), REMARK) for one in names)

    # What a card holds

    def _itself(self, card: Card, place: _Place, main: str | None) -> Iterator[FoundItem]:
        """A card as an item. One that only says its point is that point, and its description is an item."""
        desc = self._people.out_of(_prose(card.desc))
        if place.is_point:
            if links.without_links(card.desc):
                title, text = _remark(desc)
                yield self._item(f"card/{card.id}", title, place, place.below, text=text)
            return
        name = _line(card.name)
        in_name = next(links.links_in(name), None)
        if in_name is not None and not links.without_links(name):
            self._people.redaction.link(in_name.url)
            name = self._title_of(in_name.url)
        elif not any(one.isalnum() for one in name) and not (desc or main or card.checklists or card.comments):
            return  # a line that divides a list, or nothing at all
        title = self._people.out_of(name) or NAMELESS
        if main is not None and any(one.url == main for one in card.attachments):
            self._people.redaction.link(main)
        url = (self._kept(main) if main else None) or self._kept(card.link)
        yield self._item(f"card/{card.id}", title, place, (place.point, place.how), text=desc, url=url)

    def _main(self, card: Card) -> str | None:
        """The link that a card's own item carries: the first in its title, attached, or in its description; one that
        leads out of Trello where there is one. A link that names a member is an item of its own, also where all that
        named them can be left out: so it was before that could be done, and a board that comes again has no item
        twice."""
        every = [one.url for one in links.links_in(card.name)]
        every += [one.url for one in card.attachments if not one.upload and links.is_link(one.url)]
        every += [one.url for one in links.links_in(card.desc)]
        usable = [url for url in every if not links.is_trello_file(url) and not self._people.in_link(url)]
        outside = [url for url in usable if links.trello_card(url) is None]
        return next(iter(outside or usable), None)

    def _ticks(self, card: Card, place: _Place) -> Iterator[FoundItem]:
        for checklist in card.checklists:
            where = " › ".join(part for part in (place.where, self._in_words(checklist.name)) if part)
            for item in checklist.items:
                if name := self._people.out_of(_line(item.name)):
                    yield self._tick(item, name, checklist, place, where)

    def _tick(self, item: CheckItem, name: str, checklist: Checklist, place: _Place, where: str) -> FoundItem:
        sign = place.sign
        if item.complete is not None:
            sign = ("done", "it is ticked") if item.complete else ("planned", "it is not ticked")
        link = next(links.links_in(item.name), None)
        url = self._kept(link.url) if link else None
        match = place.below if place.point else self._of_checklist(item, checklist)
        return self._item(f"item/{item.id}", name, place, match, url=url, sign=sign, where=where)

    def _of_checklist(self, item: CheckItem, checklist: Checklist) -> Match:
        """Where no card and no list says the point, a checklist's name may, or the item's own words: its number alone
        does not, which any list has."""
        if point := self._matcher.match(checklist.name)[0]:
            return point, "list"
        return self._matcher.match(item.name) if self._matcher.is_title(item.name) else NOTHING

    def _linked(self, card: Card, place: _Place, main: str | None) -> Iterator[FoundItem]:
        """The links of a card that its own item does not carry: attached, then in its description."""
        seen = {main, card.link}
        for one in card.attachments:
            if one.upload or one.url not in seen:
                seen.add(one.url)
                yield self._attached(one, place)
        for link in links.links_in(card.desc):
            if link.url not in seen:
                seen.add(link.url)
                digest = hashlib.sha256(link.url.encode("utf-8", "replace")).hexdigest()[:16]
                title = self._people.out_of(_line(link.words) or self._title_of(link.url))
                url = self._counted(link.url)
                yield self._item(f"link/{card.id}/{digest}", title, place, place.below, url=url)

    def _attached(self, one: Attachment, place: _Place) -> FoundItem:
        name = _line(one.name) if one.name != one.url else ""
        title = self._people.out_of(name or self._title_of(one.url)) or UNNAMED
        text = None if links.is_link(one.url) else self._people.out_of(_prose(one.url))
        self._people.redaction.link(one.url)
        self._tally.uploads += one.upload or links.is_trello_file(one.url)
        return self._item(f"attachment/{one.id}", title, place, place.below, url=self._counted(one.url), text=text)

    def _comments(self, card: Card, place: _Place) -> Iterator[FoundItem]:
        for one in card.comments:
            unsigned = self._people.redaction.unsigned(_prose(one.text))
            if said := self._people.out_of(unsigned, comment=True):
                yield self._comment(one, said, place)

    def _comment(self, one: Comment, said: str, place: _Place) -> FoundItem:
        self._tally.strangers += one.stranger
        link = next(links.links_in(said), None)  # not one that stands in the signature
        url = self._kept(link.url) if link else None
        title, text = _remark(said)
        return self._item(f"comment/{one.id}", title, place, place.below, url=url, text=text)

    # How an item is made

    def _title_of(self, url: str) -> str:
        """What a link without words is called: the card of this board that it leads to, or its address."""
        kept = self._people.redaction.link_quietly(url)
        shown = self._people.redaction.called(url) if kept is None else links.shown(kept)
        return _line(self._names.get(links.trello_card(url) or "") or shown)

    def _counted(self, url: str) -> str | None:
        kept = self._kept(url)
        self._tally.trello_links += kept is not None and links.trello_card(kept) is not None
        return kept

    def _kept(self, url: str) -> str | None:
        """An address as it may be kept: whole, and with nobody's name in it."""
        if not links.is_link(url) or _line(url) != url:
            return None
        kept = self._people.redaction.link_quietly(url)
        return kept if kept is not None and links.is_link(kept) else None

    def _item(
        self,
        key: str,
        title: str,
        place: _Place,
        match: Match,
        *,
        text: str | None = None,
        url: str | None = None,
        sign: Sign | None = None,
        where: str | None = None,
    ) -> FoundItem:
        state, because = sign or place.sign
        self._tally.unmarked += not because
        if len(title) > LINE_LENGTH:
            text = f"{title}\n\n{text}" if text else title
        if text and len(text) > PROSE_LENGTH:
            self._tally.cut += 1
        return FoundItem(
            key=self._alone(key),
            title=_cut(title, LINE_LENGTH),
            state=state,
            point=match[0],
            how=match[1],
            url=url,
            text=_cut(text, PROSE_LENGTH) if text else None,
            where=place.where if where is None else where,
            because=because,
        )

    def _alone(self, key: str) -> str:
        """A key that nothing else here has, also where a file says an id twice."""
        self._keys[key] = self._keys.get(key, 0) + 1
        return key if self._keys[key] == 1 else f"{key}/{self._keys[key]}"


def _line(text: str) -> str:
    return clean_line(text, 8 * len(text) + 1)


def _prose(text: str) -> str:
    return clean(text, 8 * len(text) + 1)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _remark(text: str) -> tuple[str, str | None]:
    """A title made of a text, its first line or sentence, and the text where that is more than its title."""
    first = _line(text.split("\n", 1)[0].lstrip(_MARKS)) or _line(text)
    if len(first) > REMARK:
        first = _SENTENCE.split(first, maxsplit=1)[0]
    if len(first) > REMARK:
        first = first[: REMARK - 1].rsplit(" ", 1)[0] + "…"
    return first, None if first == text else text
