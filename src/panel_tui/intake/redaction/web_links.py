"""Web links without what says who somebody is: sign-in names, parameters with an address, wrappings of mail filters."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from panel_tui.intake.redaction.decoding import decoded
from panel_tui.intake.redaction.mail_addresses import addresses_in
from panel_tui.intake.redaction.mail_filters import unwrapped
from panel_tui.intake.redaction.telephone_numbers import is_number, numbers_in

_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*:)?(?P<slashes>//)?(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = (
    "%",
    "=",
    "@",
    "&",
    "\\",
    "＠",
    "﹫",
    "_x00",
    "wa.me",
    "t.me",
    "whatsapp",
    "urldefense",
    "email-protection",
    "at",
    "_dot_",
)
_LONG = re.compile(r"[\w+-]{12}")
"""What a link of the web is without that holds no address and no number."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}+")
_MAIL_NAMES = re.compile(
    r"(?:[\w.-]*[_.-])?(?:e-?mail(?:_?address)?|mail|mailto|upn|login_?hint)(?:\[\])?$|user_?e?mail$|email\w*$",
    re.IGNORECASE,
)
_PHONE_NAMES = re.compile(
    r"(?:[\w.-]*[_.-])?(?:(?:tele)?phone(?:_?(?:number|no))?|tel|mobile|msisdn|cell|fax|sms)$", re.IGNORECASE
)
_NOTHING = re.compile(r"(?:true|false|yes|no|on|off|null|none|[0-9]{0,3})?$", re.IGNORECASE)
_PHONE_LINK = re.compile(
    r"//(?:(?:www\.)?wa\.me/\+?\d{6}|t\.me/\+\d{6}|(?:api|web)\.whatsapp\.com/send)", re.IGNORECASE
)
_MAIL_LINK = re.compile(r"/cdn-cgi/l/email-protection", re.IGNORECASE)
"""What Cloudflare makes of an e-mail address on a page, which can be turned back."""
_ENTITY = re.compile(r"&(?:amp;)*(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|commat|period)(?:;|(?![\w;]))", re.IGNORECASE)
"""A sign of a link as HTML writes it, which must not be taken for the end of a parameter or of a path."""
_SEPARATOR = re.compile(r"([&;])")


class CleanLink(Struct, frozen=True):
    """What is left of a link. `url` is None where nothing of it can stay; `host` is what it is called then.

    The rest says what was taken out: `addresses` and `numbers` are counts, `sign_in` a name before the host,
    `wrapped` that it came through a mail filter.
    """

    url: str | None
    host: str
    addresses: int = 0
    numbers: int = 0
    sign_in: bool = False
    wrapped: bool = False


def cleaned(url: str) -> CleanLink:
    """A link without addresses, telephone numbers and sign-in names."""
    if url.startswith(("https://", "http://")) and not any(sign in url for sign in _SIGNS) and not _LONG.search(url):
        return CleanLink(url, url.partition("://")[2].partition("/")[0])
    inside = _ENTITY.sub(lambda code: quote(decoded(code[0]).text, safe=""), unwrapped(url))
    parts = next(_PARTS.finditer(inside))  # every text has these parts, all of which may be empty
    scheme = (parts["scheme"] or "").lower()
    host, sign_in = _host(parts["authority"], named=bool(parts["slashes"]))
    wrapped = unwrapped(url) != url
    around = _count(url) if wrapped else 0
    if scheme in _OF_MAIL or scheme in _OF_PHONES:
        return CleanLink(None, "", addresses=scheme in _OF_MAIL, numbers=scheme in _OF_PHONES)
    whole = f"//{host}{parts['path']}"
    if _PHONE_LINK.search(whole):
        return CleanLink(None, host, numbers=1, wrapped=wrapped)
    in_path = _count(parts["path"]) + bool(_MAIL_LINK.search(whole)) + (0 if parts["slashes"] else _count(host))
    called = _numbers(parts["path"])
    query, of_query = _parameters(parts["query"] or "")
    fragment, of_fragment = _parameters(parts["fragment"] or "")
    addresses = of_query[0] + of_fragment[0] + in_path
    numbers = of_query[1] + of_fragment[1] + called
    kept = f"{parts['scheme'] or ''}{parts['slashes'] or ''}{host}{parts['path']}{query}{fragment}"
    return CleanLink(
        None if in_path or called else kept if (addresses or numbers or sign_in or wrapped) else url,
        host,
        addresses=max(addresses, around),
        numbers=numbers,
        sign_in=sign_in,
        wrapped=wrapped,
    )


def without_link(clean: CleanLink) -> CleanLink:
    """The same where nothing of the link can stay."""
    return replace(clean, url=None)


_OF_MAIL = ("mailto:", "sip:", "sips:", "skype:", "xmpp:")
_OF_PHONES = ("tel:", "callto:", "sms:", "whatsapp:", "facetime:", "facetime-audio:")


def _host(authority: str, *, named: bool) -> tuple[str, bool]:
    """The host of a link without the name and password before it, and whether there were any."""
    if not named or not decoded(authority).text.count("@"):
        return authority, False
    text = decoded(authority)
    at = text.text.rindex("@")
    name = text.text[:at].partition(":")
    if name[0].casefold() == "git" and not name[1]:
        return authority, False
    return authority[text.span(at, at + 1)[1] :], True


def _parameters(text: str) -> tuple[str, tuple[int, int]]:
    """A query or a fragment without the parameters that hold an address or a number, and how many of each."""
    if not text:
        return "", (0, 0)
    sign, rest = text[0], text[1:]
    kept: list[str] = []
    addresses = numbers = 0
    pieces = _SEPARATOR.split(rest)
    for place in range(0, len(pieces), 2):
        parameter = pieces[place]
        of_mail = _count(parameter) or _named(parameter, _MAIL_NAMES)
        of_phone = 0 if of_mail else _has_number(parameter)
        addresses += of_mail
        numbers += of_phone
        if not (of_mail or of_phone):
            kept += [pieces[place - 1] if place and kept else "", parameter]
    if not addresses and not numbers:
        return text, (0, 0)
    return (sign if any(kept) else "") + "".join(kept), (addresses, numbers)


def _count(text: str) -> int:
    """How many addresses a part of a link holds, plain, spelt out, in percent codes or in base64."""
    plain = decoded(text).text
    return len(addresses_in(plain)) or sum(_in_base64(match[0]) for match in _BASE64.finditer(plain))


def _in_base64(text: str) -> bool:
    """Whether a text, or a part of a path, is certainly an address, or something with one, in base64."""
    return any(addresses_in(decoded(_of_base64(part)).text) for part in {text, *text.split("/")})


def _of_base64(text: str) -> str:
    """What a text says in base64, empty where it is none or holds no address."""
    data = text.replace("+", "-").replace("/", "_")
    data = data[: len(data) - (len(data) % 4 == 1)]
    inside = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    if b"@" not in inside and b"%40" not in inside:
        return ""
    plain = inside.decode("utf-8", "replace").strip()
    return plain if plain.isprintable() and "\ufffd" not in plain else ""


def _numbers(path: str) -> int:
    """How many telephone numbers a path holds; digits in one piece are an id."""
    plain = decoded(path).text
    spans = numbers_in(plain) if " " in plain or "+" in plain or "tel:" in plain else []
    return sum(any(sign in plain[start:end] for sign in ("+", " ", "tel:")) for start, end in spans)


def _named(parameter: str, names: re.Pattern[str]) -> int:
    """Whether a parameter is called an address or a number, and is not empty."""
    name, _, value = parameter.removeprefix("amp;").partition("=")
    return int(bool(names.match(name)) and not _NOTHING.match(value))


def _has_number(parameter: str) -> int:
    """Whether a parameter holds a telephone number: by its name, or because it can be nothing else."""
    plain = decoded(parameter.partition("=")[2]).text
    digits = sum(map(str.isdigit, plain))
    named = digits >= 6 and _named(parameter, _PHONE_NAMES)
    return int(bool(named) or (digits >= 8 and is_number(plain[:1] + plain[1:].replace("+", " "))))
