"""Links as mail filters and redirects wrap them, and the link that is inside."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote

MOST_HOPS = 5
"""Wrappings inside one another that are taken off."""

_PARTS = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*):)?//(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>[^#]*)", re.IGNORECASE
)
_WRAPPED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(place, re.IGNORECASE), tuple(names.split()))
    for place, names in (
        (r"[\w.-]+\.safelinks\.protection\.(?:outlook|office365|partner\.outlook)\.\w+/", "url"),
        (r"statics\.teams\.cdn\.office\.net/.*safelinks", "url"),
        (r"(?:www\.)?google\.[a-z.]{2,6}/(?:url|imgres)$", "q url imgurl"),
        (r"urldefense\.proofpoint\.com/v1/url$", "u"),
        (r"(?:linkprotect\.cudasvc\.com|linklock\.titanhq\.com)/", "a url"),
        (r"[\w.-]*\.trendmicro\.com/wis/clicktime/", "url"),
        (r"(?:clicktime\.symantec\.com|scanmail\.trustwave\.com|protect2?\.fireeye\.com)/", "u"),
        (r"(?:lm?\.facebook\.com/l\.php|l\.instagram\.com/)", "u"),
        (r"(?:www\.)?linkedin\.com/(?:redir|safety/go)", "url"),
        (r"(?:[\w-]+\.)?slack-redir\.net/link", "url"),
        (r"(?:www\.)?youtube\.com/redirect", "q"),
        (r"duckduckgo\.com/l/", "uddg"),
        (r"[\w.-]*\.protection\.sophos\.com/", "u"),
    )
)
_PROOFPOINT_2 = re.compile(
    r"//urldefense\.(?:proofpoint\.)?com/v2/url\?(?:[^#]*&)?(?:amp;)?u=(?P<link>[^&#]*)", re.IGNORECASE
)
_PROOFPOINT_3 = re.compile(r"//urldefense\.(?:proofpoint\.)?com/v3/__(?P<link>.+?)__;(?P<signs>[\w=-]*)", re.IGNORECASE)
_CISCO = re.compile(r"//secure-web\.cisco\.com/[^/]+/(?P<link>https?%3a%2f%2f[^?#]+)", re.IGNORECASE)
_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_STARS = re.compile(r"\*(?:\*(.))?")
_ONE_SLASH = re.compile(r"^([a-z][a-z0-9+.-]*:/)(?=[^/])", re.IGNORECASE)
_UNFIT = re.compile(r"[\s<>\"]")


def unwrapped(url: str) -> str:
    """The link that a link leads to, as far as that stands in it."""
    for _ in range(MOST_HOPS):
        inside = _inside(url)
        if inside is None:
            break
        url = _UNFIT.sub(lambda sign: f"%{ord(sign[0]):02X}", inside.strip())
    return url


def _inside(url: str) -> str | None:
    if match := _PROOFPOINT_2.search(url):
        return unquote(match["link"].translate(str.maketrans("-_", "%/")))
    if match := _PROOFPOINT_3.search(url):
        return _of_proofpoint_3(match["link"], match["signs"])
    if match := _CISCO.search(url):
        return unquote(match["link"])
    parts = _PARTS.match(url)
    if parts is None:
        return None
    place = f"{parts['host']}{parts['path']}"
    names = next((names for pattern, names in _WRAPPED if pattern.match(place)), ())
    for name in names:
        for parameter in re.split("[&?]", parts["query"]):
            key, _, value = parameter.removeprefix("amp;").partition("=")
            if key.lower() == name and (link := _link(value)):
                return link
    return None


def _link(value: str) -> str | None:
    """The link that a parameter is, in percent codes or in base64."""
    plain = unquote(value)
    if re.match(r"[a-z][a-z0-9+.-]*:", plain, re.IGNORECASE):
        return plain
    if plain.startswith("aHR0c"):  # "http" in base64
        try:
            return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def _of_proofpoint_3(link: str, signs: str) -> str:
    """A link whose unusual characters stand behind it in base64, with a `*` for each and `**X` for several."""
    try:
        characters = base64.urlsafe_b64decode(signs + "=" * (-len(signs) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        characters = ""
    place = 0

    def sign(star: re.Match[str]) -> str:
        nonlocal place
        length = _LENGTHS.find(star[1]) + 2 if star[1] else 1
        taken = characters[place : place + length]
        place += length
        return taken or star[0]

    return _ONE_SLASH.sub(r"\1/", _STARS.sub(sign, link))
