"""Letters large enough for a wall, drawn with half blocks from a small font of our own."""

from __future__ import annotations

import unicodedata

_FONT = """
0 ### #.# #.# #.# ###|1 .#. ##. .#. .#. ###|2 ### ..# ### #.. ###|3 ### ..# .## ..# ###|4 #.# #.# ### ..# ..#
5 ### #.. ### ..# ###|6 ### #.. ### #.# ###|7 ### ..# ..# .#. .#.|8 ### #.# ### #.# ###|9 ### #.# ### ..# ###
A .#. #.# ### #.# #.#|B ##. #.# ##. #.# ##.|C .## #.. #.. #.. .##|D ##. #.# #.# #.# ##.|E ### #.. ##. #.. ###
F ### #.. ##. #.. #..|G .## #.. #.# #.# .##|H #.# #.# ### #.# #.#|I ### .#. .#. .#. ###|J ..# ..# ..# #.# .#.
K #.# #.# ##. #.# #.#|L #.. #.. #.. #.. ###|M #...# ##.## #.#.# #...# #...#|N #..# ##.# #.## #..# #..#
O ### #.# #.# #.# ###|P ##. #.# ##. #.. #..|Q ### #.# #.# ### ..#|R ##. #.# ##. #.# #.#|S .## #.. .#. ..# ##.
T ### .#. .#. .#. .#.|U #.# #.# #.# #.# ###|V #.# #.# #.# #.# .#.|W #...# #...# #.#.# ##.## #...#
X #.# #.# .#. #.# #.#|Y #.# #.# .#. .#. .#.|Z ### ..# .#. #.. ###|: . # . # .|+ ... .#. ### .#. ...
- ... ... ### ... ...|. . . . . #|, .. .. .. .# #.|' # # . . .|& .#.. #.#. .##. #..# .##.|/ ..# ..# .#. #.. #..
( .# #. #. #. .#|) #. .# .# .# #.|? ### ..# .## ... .#.|! # # # . #
"""
_GLYPHS = {entry[0]: entry[2:].split() for line in _FONT.strip().splitlines() for entry in line.split("|")}
_GLYPHS[" "] = ["..", "..", "..", "..", ".."]
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def folded(text: str) -> str | None:
    """The text in capitals that the font has, accents left out; None where it has other letters."""
    text = unicodedata.normalize("NFKD", text.replace("–", "-").replace("’", "'")).upper()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text if all(letter in _GLYPHS for letter in text) else None


def columns(text: str, scale: int) -> int:
    """The width of a folded text at this scale, in columns."""
    return scale * (sum(len(_GLYPHS[letter][0]) + 1 for letter in text) - 1) if text else 0


def rows(scale: int) -> int:
    """The height of a line at this scale, in rows."""
    return (5 * scale + 1) // 2


def large(text: str, scale: int) -> list[str]:
    """A folded text as rows of half blocks; a dot of the font is `scale` columns wide."""
    dots = [
        [dot == "#" for letter in text for dot in f"{_GLYPHS[letter][row]}." for _ in range(scale)][:-scale]
        for row in range(5)
        for _ in range(scale)
    ]
    if len(dots) % 2:
        dots.append([False] * len(dots[0]))
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
    ]


def wrapped(text: str, scale: int, width: int) -> list[str] | None:
    """The words of a folded text on lines no wider than `width` columns; None where a word does not fit."""
    lines: list[str] = []
    for word in text.split():
        if columns(word, scale) > width:
            return None
        if lines and columns(f"{lines[-1]} {word}", scale) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
