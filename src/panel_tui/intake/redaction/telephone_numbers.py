"""Where telephone numbers stand in a decoded text: international ones, those of the United Kingdom, and whatever is
called a telephone number. What is only a figure stays: a date, an amount, a reference, a card, a standard's number.
"""

from __future__ import annotations

import re

from panel_tui.intake.redaction.mail_addresses import Span, merged

_APART = r"[ .()/\-]"
_END = r"(?![\w%£€$]|[.,:/]\d|-\w)"
_EXTENSION = r"(?:,?\s{0,2}(?:ext(?:ension|n)?\.?|x)\s{0,2}\d{1,6}(?!\w))?"
_SCHEME = r"(?:(?:tel|callto|sms):(?://)?)?"

_ABROAD = re.compile(
    rf"(?<![\w.,£€$+/-]){_SCHEME}\(?(?:\+{_APART}?|00{_APART}?)(?P<digits>[1-9](?:{_APART}{{0,3}}\d){{7,14}}){_END}{_EXTENSION}",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    rf"(?<![\w.,£€$+-]){_SCHEME}(?P<digits>\(?0[1-35789]\d{{1,4}}\)?(?:{_APART}{{0,2}}\d){{4,8}}){_END}{_EXTENSION}",
    re.IGNORECASE,
)
_AMERICAN = re.compile(rf"(?<![\w.])\([2-9]\d\d\)[ .-]?\d{{3}}[ .-]\d{{4}}{_END}{_EXTENSION}", re.IGNORECASE)
_CALLED = re.compile(
    rf"(?<!\w)(?:(?:tele)?phone|tel|mobile|mob|cell|fax|ddi|whats ?app|direct (?:line|dial)|switchboard"
    rf"|[☎☏✆📞📱](?:\ufe0f)?|[tmpf](?=[:.]))"
    rf"(?P<sign>(?:\s?(?:number|no|nr))?\s{{0,2}}[:.=*_#]{{0,4}}\s{{0,3}})"
    rf"(?P<number>\(?\+?\(?\d(?:{_APART}{{0,3}}\d){{5,14}}){_END}{_EXTENSION}",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d|[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d\d)(?!\d)")
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_DECIMAL = re.compile(r"\d+\.\d+")
_REFERENCE = re.compile(
    r"(?:ref|reference|case|order|invoice|account|acc|isbn|issn|uprn|urn|id|nhs|card|ticket|policy|licence|charity"
    r"|company|registration|doi|ean|gtin|version|serial|crn|chi|utr|vat|number|no|nr|#)[\s.:#]*(?:(?:number|num|no|nr|id)[\s.:#]*)?$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:phone|tel|mobile|mob|fax|call|ring|contact)\W*(?:(?:number|no|nr|us|me|on)\W*){0,2}$", re.IGNORECASE
)
_GROUPS = re.compile(r"\d+")
_FOUR_BEFORE = re.compile(r"(?<!\d)\d{4}[ -]$")
_BEFORE = 32
"""Characters before a number in which it may be called something."""


def numbers_in(text: str) -> list[Span]:
    """Where telephone numbers stand, in order and apart."""
    spans = [match.span() for match in _ABROAD.finditer(text) if _is_abroad(text, match)]
    spans += [match.span() for match in _AT_HOME.finditer(text) if _is_at_home(text, match)]
    spans += [match.span() for match in _AMERICAN.finditer(text)]
    spans += [(match.start("number"), match.end()) for match in _CALLED.finditer(text) if _is_called(match)]
    return merged(spans)


def is_number(text: str) -> bool:
    """Whether a text is an international number and nothing else."""
    match = _ABROAD.fullmatch(text.strip())
    return match is not None and _is_abroad("", match)


def _is_abroad(text: str, match: re.Match[str]) -> bool:
    digits = match["digits"]
    groups = _GROUPS.findall(digits)
    count = sum(map(len, groups))
    if _DATE.search(digits) or _DECIMAL.fullmatch(digits) or _is_part_of_a_card(text, match.start(), groups):
        return False
    if "+" in match[0][: match.start("digits") - match.start()]:
        return count >= 10 or (len(groups) > 1 and not _IN_THOUSANDS.fullmatch(digits))
    return (
        count >= 10
        and (len(groups) > 1 or groups[0].startswith(("44", "353")))
        and not _is_reference(text, match, groups)
    )


def _is_at_home(text: str, match: re.Match[str]) -> bool:
    digits = match["digits"]
    groups = _GROUPS.findall(digits)
    count = sum(map(len, groups))
    called = bool(_PHONE.search(text[max(0, match.start() - _BEFORE) : match.start()]))
    if count not in (10, 11) or _DATE.search(digits) or _is_part_of_a_card(text, match.start(), groups):
        return False
    if count == 10 and len(groups) == 1 and not called:
        return groups[0].startswith(("0800", "0500")) and not _is_reference(text, match, groups)
    if len(groups) > 1 and len(groups[-1]) < (2 if digits.lstrip("(").startswith("07") else 3):
        return False
    return called or not _is_reference(text, match, groups)


def _is_called(match: re.Match[str]) -> bool:
    """Whether what is called a number is one. Without a sign between, it may be a figure about telephones."""
    number = match["number"]
    if _DATE.search(number) or _DECIMAL.fullmatch(number):
        return False
    if any(sign in match["sign"] for sign in ":.=*_#") or match["sign"].strip():
        return True
    return number.lstrip("(").startswith(("0", "+")) or (" " in number and not _IN_THOUSANDS.fullmatch(number))


def _is_reference(text: str, match: re.Match[str], groups: list[str]) -> bool:
    """Whether a number that is written in one piece, or with hyphens, is called a reference."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return (len(groups) == 1 or " " not in match["digits"]) and bool(_REFERENCE.search(before))


def _is_part_of_a_card(text: str, start: int, groups: list[str]) -> bool:
    """Whether groups of four go on from one before: a card's number, or that of an account."""
    return (
        len(groups[0]) in (2, 4)
        and all(len(group) <= 4 for group in groups)
        and bool(_FOUR_BEFORE.search(text[max(0, start - 6) : start]))
    )
