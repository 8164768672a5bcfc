"""Takes addresses, telephone numbers and signatures out of texts and links, and counts what it took."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from panel_tui.intake.redaction.decoding import decoded
from panel_tui.intake.redaction.mail_addresses import addresses_in
from panel_tui.intake.redaction.signatures import without_mail_parts
from panel_tui.intake.redaction.telephone_numbers import numbers_in
from panel_tui.intake.redaction.web_links import CleanLink, cleaned, without_link

NO_ADDRESS = "(an e-mail address)"
NO_NUMBER = "(a telephone number)"

_KINDS = {
    "address": ("e-mail address", "e-mail addresses"),
    "number": ("telephone number", "telephone numbers"),
    "signature": ("signature", "signatures"),
    "mail header": ("header of a quoted mail", "headers of quoted mail"),
    "disclaimer": ("disclaimer of a mail", "disclaimers of mails"),
    "sign_in": ("sign-in name in a link", "sign-in names in links"),
    "link": ("link that says who somebody is", "links that say who somebody is"),
}

_AT = re.compile(r"[^\s(\[]@|@\s|@[)\]]|@[\w-]+\.\w")
"""An at sign that is more than a mention."""
_MAYBE_ADDRESS = (
    "＠",
    "﹫",
    "at)",
    "at]",
    "at}",
    "at>",
    "ät)",
    "ät]",
    "at )",
    "at ]",
    " dot ",
    "dot)",
    "dot]",
    "_dot_",
    "-dot-",
)
_ENCODED = re.compile(r"(?:%|&(?:amp;)*#|\\[ux]|_x)[0-9a-fx;%&#]{0,32}(?:40|64)|commat", re.IGNORECASE)
_MAYBE_LINK = ("://", "www.", "](", "mailto:", "skype:", "sip:", "sips:", "xmpp:", "<a ", "<a\n")
_TELLING_LINK = (
    "%",
    "=",
    "\\",
    "&",
    "urldefense",
    "wa.me",
    "t.me",
    "whatsapp",
    "email-protection",
    "_x00",
    "tel:",
    "sms:",
    "callto:",
    "facetime",
    "mailto:",
    "skype:",
)
"""What a link without any of these, and without a sign of an address, says of nobody."""
_SIX_DIGITS = re.compile(r"[0-9](?:[^0-9\n]{0,12}[0-9]){5}")
_SIX_DIGITS_ANYWHERE = re.compile(r"\d(?:[^\d\n]{0,12}\d){5}")
_LONG_LINK = re.compile(r"://[^\s<>\"]{16,}")
_LONG_PART = re.compile(r"[\w+-]{12}")
_TARGET = r"(?:[^\s<>()]|\([^\s<>()]{0,200}\)){1,3000}+"
_LINK, _ANY_LINK = (
    re.compile(
        rf"!?\[(?P<words>[^\[\]\n]{{0,300}})\]\(\s{{0,3}}<?(?P<target>{_TARGET})>?(?:\s{{0,3}}\"[^\"\n]{{0,300}}\")?\s{{0,3}}\)"
        r"|<a\s[^<>]{0,2000}?href\s{0,2}=\s{0,2}[\"']?(?P<href>[^\"'\s<>]{1,3000})[\"']?[^<>]{0,2000}>(?P<anchor>[^<]{0,300})</a>"
        r"|(?P<mail><?(?<!\w)(?:mailto|skype|sips?|xmpp):[^\s<>()\[\]\"]+>?)"
        rf"|(?P<url>(?:{scheme}://|(?<![\w.])www\.)[^\s<>\"]+)",
        re.IGNORECASE,
    )
    for scheme in ("https?", "(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}")
)
_NOT_OF_THE_WEB = re.compile(r"(?<!http)(?<!https)://")
_REPEATED = re.compile(rf"(?P<open><)?{re.escape(NO_ADDRESS)}(?:[<>]{{0,2}}{re.escape(NO_ADDRESS)})+(?(open)>)")
"""An address and its link, as Outlook writes them: `Robin <r@x.org<mailto:r@x.org>>`."""
_AROUND = {"<": ">", "(": ")", "[": "]"}


class Redaction:
    """Takes people out of the texts and links of one source. `sentences` says what was taken out, and quotes nothing.

    `names_somebody` says of a link whether it holds the name of somebody whom only the source knows.
    """

    def __init__(self, names_somebody: Callable[[str], bool] | None = None) -> None:
        self._names_somebody = names_somebody
        self._counts: Counter[str] = Counter()
        self._links: dict[str, CleanLink] = {}

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Counts nothing: for words that are shown a second time."""
        before = self._counts.copy()
        yield
        self._counts = before

    def prose(self, text: str) -> str:
        """A text of several lines without anybody's address, number or signature."""
        return self.line(self.unsigned(text))

    def unsigned(self, text: str) -> str:
        """A text without signatures and what else mail puts around it, and with the addresses that are in it."""
        text, parts = without_mail_parts(text)
        self._counts.update(parts)
        return text

    def line(self, text: str, *, names: bool = True) -> str:
        """The same for a title, a name or part of a sentence, which nobody signs. Without `names`, its links are known
        to name nobody."""
        low = text.lower()
        linked = any(sign in low for sign in _MAYBE_LINK)
        if not (linked and names and self._names_somebody) and not _may_tell(low, linked=linked):
            return text
        if not linked:
            return self._words(text)
        pieces, place = [], 0
        for match in (_ANY_LINK if _NOT_OF_THE_WEB.search(low) else _LINK).finditer(text):
            pieces += [self._words(text[place : match.start()]), self._linked(match)]
            place = match.end()
        pieces.append(self._words(text[place:]))
        return _REPEATED.sub(NO_ADDRESS, "".join(pieces))

    def quietly(self, text: str) -> str:
        """A line that was counted before, or that will be."""
        with self.quiet():
            return self.line(text)

    def link(self, url: str) -> str | None:
        """Return the link without personal data; None where nothing is left that can be kept."""
        clean = self._cleaned(url)
        if clean.url == url:
            return url
        self._counts.update(address=clean.addresses, number=clean.numbers, sign_in=clean.sign_in)
        if clean.url is None:
            self._counts["link"] += bool(clean.host)
        elif clean.wrapped:
            self._counts["wrapped"] += 1
        else:
            self._counts["shortened"] += 1
        return clean.url

    def link_quietly(self, url: str) -> str | None:
        """A link that was counted before, or that will be."""
        return self._cleaned(url).url

    def count_addresses(self, count: int) -> None:
        """Count addresses that were left out elsewhere, because only their source knows them as such."""
        self._counts["address"] += count

    def called(self, url: str) -> str:
        """What a link is called that is not kept."""
        host = self._cleaned(url).host.removeprefix("www.")
        named = self._names_somebody is not None and self._names_somebody(f"https://{host}/")
        return host if host and not named else "a link"

    def sentences(self) -> Iterator[str]:
        """What was left out, by kind, and what became of links."""
        counts = [(self._counts[kind], names) for kind, names in _KINDS.items() if self._counts[kind]]
        if counts:
            parts = [f"{count:,} {names[count > 1]}" for count, names in counts]
            listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
            yield f"{listed} {'was' if sum(count for count, _ in counts) == 1 else 'were'} left out."
        if count := self._counts["shortened"]:
            yield f"{_links(count)} kept without the part that says who somebody is."
        if count := self._counts["wrapped"]:
            leads = "it leads straight to its page" if count == 1 else "they lead straight to their pages"
            yield f"The wrapping of a mail filter or a redirect was left out of {_number(count)}: {leads}."

    def _cleaned(self, url: str) -> CleanLink:
        if url not in self._links:
            clean = cleaned(url)
            if clean.url is not None and self._names_somebody is not None and self._names_somebody(clean.url):
                clean = without_link(clean)
            self._links[url] = clean
        return self._links[url]

    def _linked(self, match: re.Match[str]) -> str:
        """A link in a text with the words that stand for it."""
        if match["mail"]:
            self._counts["address"] += 1
            return NO_ADDRESS + ("" if match["mail"].endswith(">") else _ended(match["mail"])[1])
        if match["url"]:
            url, rest = _ended(match["url"])
            kept = self.link(url)
            return f"{self.called(url) if kept is None else kept}{self._words(rest)}"
        target, words = match["target"] or match["href"], match["words"] or match["anchor"] or ""
        kept = self.link(target)
        if kept == target:
            name = "words" if match["target"] else "anchor"
            start, end = match.start(name) - match.start(), match.end(name) - match.start()
            return f"{match[0][:start]}{self.line(words)}{match[0][end:]}"
        with self.quiet():
            plain = self.line(words)
        if kept is not None:
            return f"[{plain}]({kept})"
        clean = self._cleaned(target)
        return plain.strip() or (self.called(target) if clean.host else NO_NUMBER if clean.numbers else NO_ADDRESS)

    def _words(self, text: str) -> str:
        """Words without addresses and telephone numbers; there are no links in them."""
        low = text.lower()
        maybe_address, maybe_number = _may_hold_address(low), _may_hold_number(low)
        if not (maybe_address or maybe_number):
            return text
        plain = decoded(text)
        spans = [(*span, NO_ADDRESS) for span in (addresses_in(plain.text) if maybe_address else ())]
        spans += [
            (*span, NO_NUMBER)
            for span in (numbers_in(plain.text) if maybe_number else ())
            if not any(start < span[1] and span[0] < end for start, end, _ in spans)
        ]
        pieces, place = [], 0
        for first, last, instead in sorted(spans):
            start, end = plain.span(first, last)
            if start and text[end : end + 1] == _AROUND.get(text[start - 1]):
                start, end = start - 1, end + 1
            pieces += [text[place:start], instead]
            place = end
            self._counts["address" if instead == NO_ADDRESS else "number"] += 1
        return "".join([*pieces, text[place:]])


def _may_tell(low: str, *, linked: bool) -> bool:
    """Whether a text, in lower case, is one of the few that need to be looked at closely."""
    if _may_hold_address(low) or _may_hold_number(low):
        return True
    return linked and (
        any(sign in low for sign in _TELLING_LINK)
        or any(_LONG_PART.search(link[0]) for link in _LONG_LINK.finditer(low))
    )


def _may_hold_address(low: str) -> bool:
    if "@" in low and _AT.search(low):
        return True
    if ("%" in low or "&" in low or "\\" in low or "_x" in low) and _ENCODED.search(low):
        return True
    return any(sign in low for sign in _MAYBE_ADDRESS)


def _may_hold_number(low: str) -> bool:
    return bool((_SIX_DIGITS if low.isascii() else _SIX_DIGITS_ANYWHERE).search(low))


def _ended(url: str) -> tuple[str, str]:
    """A link, and the punctuation that ends the sentence it stands in."""
    end = len(url)
    while end and (
        url[end - 1] in ".,;:!?'*_~…]}|`" or (url[end - 1] == ")" and url.count(")", 0, end) > url.count("(", 0, end))
    ):
        end -= 1
    return url[:end], url[end:]


def _links(count: int) -> str:
    return "1 link is" if count == 1 else f"{count:,} links are"


def _number(count: int) -> str:
    return "1 link" if count == 1 else f"{count:,} links"
