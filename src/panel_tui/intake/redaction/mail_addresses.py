"""Where e-mail addresses stand in a decoded text, plain or spelt out."""

from __future__ import annotations

import re

Span = tuple[int, int]

_LOCAL = r"[\w.!#$%&*+/=?^~'’\u00ad-]"
_LABEL = r"[\w\u00ad-]"
_DOMAIN = rf"(?:{_LABEL}++\.)+(?:xn--[\w-]+|[^\W\d_]{{2,}})(?![^\W_])(?:-+\w[\w-]*+)?|\[[0-9a-f.:]{{3,45}}\]"
_ADDRESS = re.compile(
    rf"(?:\"[^\"\n@]{{1,64}}\"|(?<!{_LOCAL})(?P<local>{_LOCAL}++))@(?P<domain>{_DOMAIN})(?:{_LOCAL}*+@(?:{_DOMAIN}))*",
    re.IGNORECASE,
)
_LEADING = re.compile(r".*[/=?&#*!$^]|[_~'’]+", re.DOTALL)
"""What stands before an address and is none of it: `user=`, a path, emphasis."""

_GAP = r"[ \t]"
_OPEN, _CLOSED = rf"{_GAP}{{0,3}}[(\[{{<]{_GAP}{{0,2}}", rf"{_GAP}{{0,2}}[)\]}}>]{_GAP}{{0,3}}"
_AT = rf"(?:{_OPEN}(?:at|@|ät){_CLOSED}|{_GAP}{{1,3}}@{_GAP}{{0,3}}|@{_GAP}{{1,3}})"
_DOT = rf"(?:\.|{_OPEN}(?:dot|\.|punkt){_CLOSED}|{_GAP}{{1,3}}dot{_GAP}{{1,3}})"
_WORD_AT, _WORD_DOT = (rf"(?:{_GAP}{{1,3}}|[_-]){word}(?:{_GAP}{{1,3}}|[_-])" for word in ("at", "dot"))
_SPELT = re.compile(
    rf"(?<![\w.+-])(?P<local>(?:[\w+'’-]{{1,64}}+(?:{_OPEN}dot{_CLOSED}|{_GAP}{{1,3}}dot{_GAP}{{1,3}})){{0,4}}"
    rf"[\w.+'’-]{{1,64}}+)(?<![.])"
    rf"(?P<at>{_AT})[\w-]{{1,63}}?(?:{_DOT}[\w-]{{1,63}}?){{1,8}}(?<=[^\W\d_]{{2}})(?![\w-])",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    rf"(?<![\w.+-])[^\W_][\w.+'’]{{0,63}}?(?:{_GAP}{{1,3}}dot{_GAP}{{1,3}}[\w+'’]{{1,64}}?){{0,4}}{_WORD_AT}"
    rf"(?!(?:the|an?|this|that|each|every|which|our|its|their|your|one)\b)"
    rf"[a-z0-9-]{{1,63}}?(?:(?:{_WORD_DOT}|\.)[a-z0-9]{{1,63}}?){{0,6}}{_WORD_DOT}[a-z]{{2,24}}(?![^\W_])",
    re.IGNORECASE,
)
_SIGNS_OF_SPELT = ("at)", "at]", "at}", "at>", "ät)", "ät]", "at )", "at ]", "@)", "@]", "@ ", " @", "\t@", "@\t")
_NOBODYS = re.compile(
    r"@(?:[\d.]+x(?:~\w+)?\.\w+|thread\.\w+|(?:group|resource)\.calendar\.google\.com|v?\d+\.\d+[\w.-]*)$",
    re.IGNORECASE,
)
"""What only looks like an address: `logo@2x.png`, a conversation in Teams, a shared calendar, a version."""


def addresses_in(text: str) -> list[Span]:
    """Where addresses stand, in order and apart."""
    spans = []
    if "@" in text:
        spans += [span for match in _ADDRESS.finditer(text) if (span := _trimmed(text, match))]
    low = text.casefold()
    if any(sign in low for sign in _SIGNS_OF_SPELT):
        spans += [match.span() for match in _SPELT.finditer(text) if _is_spelt(match)]
    if "dot" in low and "at" in low:
        spans += [match.span() for match in _SPOKEN.finditer(text)]
    return merged(spans)


def merged(spans: list[Span]) -> list[Span]:
    """The same in order, where two overlap as one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _trimmed(text: str, match: re.Match[str]) -> Span | None:
    """The address itself; None where it is nobody's."""
    start, end = match.span()
    if (leading := _LEADING.match(match["local"] or "")) and leading.end() < len(match["local"]):
        start += leading.end()
    address = text[start:end]
    if _NOBODYS.search(address) or (address[:4].casefold() == "git@" and text[end : end + 1] in (":", "/")):
        return None
    return start, end


def _is_spelt(match: re.Match[str]) -> bool:
    """Whether `x @ y.z` is an address and not where something takes place: `Demo @ Town.Hall`."""
    if "@" not in match["at"] or match["at"].strip() != "@":
        return True
    local = match["local"]
    return local == local.lower() or "." in local
