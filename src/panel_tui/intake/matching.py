"""Which point a title is about: by the number that it starts with, then by its words. Never a guess between two."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

from panel_tui.intake.found import How
from panel_tui.standard.model import Point, Standard

Match = tuple[str | None, How | None]

NOTHING: Match = (None, None)
CLOSE = 0.84
"""How alike two titles must be to be called the same; 1 is the same letter by letter."""
CLEARLY = 0.05
"""How much more alike than that of any other point."""
_NEAR = CLOSE - CLEARLY
_SUPPORT = 0.55
"""How alike words must be to a title where a number already says that it is this one."""
_LONGEST = 600
"""Characters of a title that are looked at."""

_NOT_WORDS = re.compile(r"[\W_]+")
_KEYCAP = re.compile("\ufe0f?\u20e3")
_SAID = re.compile(
    r"\W*(?:(?:gds|gov\.?uk|nhs|service|digital|the)\s+)*"
    r"(?:(?:standard|point|criterion|principle|pt|std)\.?\s*(?:point|number|no\.?)?\s*[#:–—-]?\s*|#\s?)"
    r"([0-9]+(?:\.(?:[0-9]+|[a-z]))*|[a-z])(?![\w])",
)
"""`Point 1`, `Standard 4:`, `Service standard point 4`, `#3`."""
_LED = re.compile(
    r"\W*?(?:s{1,2})?\s?([0-9]+(?:\.(?:[0-9]+|[a-z](?![a-z])))*|(?<![a-z])[a-z](?=[.):\]]))"
    r"(?:\s*$|\s*[)\]](?=\W|\s|$)|\s?[.:](?=[\s]|$)|\.(?=[^\W\d])|(?:\s*[–—|](?=\s|[^\W\d])|\s*-\s|\s-)(?!\s*\d))",
)
"""`1. …`, `4) …`, `2 – …`, `S4`, `[4] …`; not `3 interviews`, `1.5 hours`,
`3-day sprint` or `7 – 9 May`."""
_BARE = re.compile(r"\W*([0-9]+(?:\.(?:[0-9]+|[a-z]))*)\s+(?=[^\W\d])")
_HEAD = re.compile(r"\s[-–—|]+\s|:\s|\s\(|\s\[")
_FILLING = frozenset(
    re.findall(
        "[a-z]+", "the a an of and for to your their our all it its is are be with in on make sure have use create do"
    )
)


class Matcher:
    """Says which point of a standard a title is about: only points that the session looks at, in a phase, without
    those that are `carried` over (ids). The same title gets the same answer, and is thought about once."""

    def __init__(self, standard: Standard, phase: str, carried: Collection[str] = ()) -> None:
        self._asked = {point.id for point in standard.points_in(phase)} - set(carried)
        self.standard = standard
        self._titles = [(point.id, title) for point in standard.points for title in _titles(point)]
        self._exact = _alone((title, id) for id, title in self._titles)
        self._gist = _alone((_gist(title), id) for id, title in self._titles if _says_enough(_gist(title)))
        self._letters = [Counter(title) for _, title in self._titles]
        stems = [len({_stem(word) for word in _gist(title).split()}) for _, title in self._titles]
        self._enough = [(2 * number + 1) // 3 if number > 2 else 1 for number in stems]
        self._by_word: dict[str, set[int]] = {}
        for place, (_, title) in enumerate(self._titles):
            for word in _gist(title).split():
                self._by_word.setdefault(_stem(word), set()).add(place)
        self._known: dict[str, tuple[Match, bool]] = {}

    def match(self, text: str) -> Match:
        """The id of the point and how it was found, or None twice."""
        return self._look(text)[0]

    def is_title(self, text: str) -> bool:
        """Whether a title says which point it is and nothing else: its number alone, or its own words."""
        return self._look(text)[1]

    def _look(self, text: str) -> tuple[Match, bool]:
        text = text[:_LONGEST]
        if text not in self._known:
            self._known[text] = self._think(text)
        return self._known[text]

    def _think(self, text: str) -> tuple[Match, bool]:
        plain = _plain(text)
        numbered = self._number(plain)
        if numbered is not None:
            point, rest = numbered
            own = not rest or self._supports(point, rest)
            return (self._answer(point, "number"), own)
        words = _words(plain)
        by_words = self._exact.get(words) or self._gist.get(_gist(words)) or self._part(words) or self._close(words)
        if by_words:
            return (self._answer(by_words, "title"), True)
        head = _words(_HEAD.split(plain, maxsplit=1)[0])
        return (self._answer(self._exact.get(head) if head != words else None, "title"), False)

    def _answer(self, point: str | None, how: How) -> Match:
        return (point, how) if point in self._asked else NOTHING

    def _number(self, plain: str) -> tuple[str, str] | None:
        """The point whose number leads a title, and the words after it."""
        for pattern in (_SAID, _LED, _BARE):
            found = pattern.match(plain)
            if found is None:
                continue
            number = found[1]
            point = self.standard.point_by_number(number) or self.standard.point_by_number(number.lstrip("0"))
            if point is None:
                continue
            rest = _words(plain[found.end() :])
            if pattern is not _BARE or number[-1].isalpha() or self._supports(point.id, rest):
                return point.id, rest
        return None

    def _supports(self, point: str, words: str) -> bool:
        gist = _gist(words)
        return any(
            words == title or gist == _gist(title) or _alike(title, words) >= _SUPPORT
            for id, title in self._titles
            if id == point
        )

    def _part(self, words: str) -> str | None:
        """The one point of whose title these words are a piece, of two words that say something and of half of it."""
        gist = _gist(words)
        if " " not in gist:
            return None
        first = self._by_word.get(_stem(gist.partition(" ")[0]), ())
        held = [self._titles[place] for place in first if f" {words} " in f" {self._titles[place][1]} "]
        found = {point for point, _ in held}
        whole = min((len(_gist(title).split()) for _, title in held), default=0)
        return min(found) if len(found) == 1 and 2 * len(gist.split()) >= whole else None

    def _close(self, words: str) -> str | None:
        """The one point whose title is close to these words, and clearly closer than any other's."""
        shared: dict[int, int] = {}
        for word in {_stem(word) for word in _gist(words).split()}:
            for place in self._by_word.get(word, ()):
                shared[place] = shared.get(place, 0) + 1
        best: dict[str, float] = {}
        for place, count in shared.items():
            point, title = self._titles[place]
            shorter, length = min(len(title), len(words)), len(title) + len(words)
            if count >= self._enough[place] and 2 * shorter >= _NEAR * length and self._could(place, words):
                best[point] = max(best.get(point, 0.0), _alike(title, words))
        if not best:
            return None
        point = max(best, key=best.__getitem__)
        second = max((ratio for id, ratio in best.items() if id != point), default=0.0)
        return point if best[point] >= CLOSE and best[point] - second >= CLEARLY else None

    def _could(self, place: int, words: str) -> bool:
        """Whether words could be close to a title if all letters that both have stood in the same order: quickly said,
        and true of few."""
        title = self._titles[place][1]
        shared = sum(min(count, words.count(letter)) for letter, count in self._letters[place].items())
        return 2 * shared >= _NEAR * (len(title) + len(words))


def _titles(point: Point) -> Iterator[str]:
    """What a point may be called, as bare words: its title, the first sentence of that, the short one, translations."""
    written = [point.title, point.title.partition(". ")[0], point.short_title or ""]
    written += [text for fields in point.translations.values() for name, text in fields.items() if "title" in name]
    yield from dict.fromkeys(words for words in (_words(_plain(text)) for text in written) if words)


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words and the point that they name; words that name two are left out."""
    named: dict[str, set[str]] = {}
    for words, id in pairs:
        named.setdefault(words, set()).add(id)
    return {words: min(ids) for words, ids in named.items() if len(ids) == 1}


def _plain(text: str) -> str:
    """Lower case, one kind of each letter and digit: `１．` and `1️⃣` are `1.`"""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _KEYCAP.sub(". ", text)).replace("’", "'")
        text = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
    return text.casefold().strip()


def _words(plain: str) -> str:
    return " ".join(_NOT_WORDS.sub(" ", plain.replace("&", " and ").replace("'", "")).split())


def _gist(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _FILLING)


def _says_enough(gist: str) -> bool:
    return " " in gist or len(gist) >= 12


def _stem(word: str) -> str:
    return word[:4]


def _alike(title: str, words: str) -> float:
    return SequenceMatcher(None, title, words, autojunk=False).ratio()
