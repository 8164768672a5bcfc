"""What a schema cannot say: names that must exist, be unique, or make sense together.

Runs on files whose shape may be wrong as well, so that all mistakes come out in one go: whatever has not the right
shape is passed over here, because `shape` has already said so.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from panel_tui.standard.model import EVERY_PHASE, UNSCORED
from panel_tui.standard.problems import Path, Problems, did_you_mean, one_of, quoted

Item = tuple[Path, dict[str, Any]]


def check_names(data: dict[str, Any], problems: Problems) -> None:
    """Add every error between the parts of a file. Raises TooManyProblems at the limit."""
    points = list(_points(data))
    _scales(data, problems)
    for kind in ("phases", "roles", "outcomes", "groups"):
        _unique(_items(data, (kind,)), "id", f"{kind[:-1]} id", problems)
    _unique(points, "id", "point id", problems)
    _unique(points, "number", "number", problems)
    _point_references(data, points, problems)
    _rules(data, points, problems)
    _running_order(data, points, problems)
    _headings(data, problems)


def check_habits(data: dict[str, Any], problems: Problems) -> None:
    """Add warnings: what is allowed and is yet likely to be an oversight. For files without errors."""
    points = list(_points(data))
    if "source" not in data:
        _warn(problems, (), "no 'source' says where the wording was taken from", "add 'source:' with a 'url:'")
    if not any(point.get("prompts") for _, point in points):
        _warn(
            problems, (), "no point has prompts, so the panel gets no questions to ask", "add 'prompts:' to the points"
        )
    heard = {point_id for _, section in _items(data, ("running_order",)) for point_id in section["points"]}
    left = [(path, point) for path, point in points if point["id"] not in heard]
    if heard and left:
        names = ", ".join(quoted(point["id"]) for _, point in left[:5]) + (", …" if len(left) > 5 else "")
        _warn(problems, ("running_order",), f"the running order leaves out {names}", "these points come last")
    long = [path for path, point in points if len(point["title"]) > 60 and "short_title" not in point]
    for path in long[:1]:
        rest = f" (and {len(long) - 1} more like it)" if len(long) > 1 else ""
        _warn(problems, (*path, "title"), f"this title is too long for a list{rest}", "add a 'short_title:'")


def _warn(problems: Problems, path: Path, message: str, hint: str) -> None:
    problems.add(path, message, hint, severity="warning")


def _scales(data: dict[str, Any], problems: Problems) -> None:
    for name in _mapping(data.get("scales")):
        levels = list(_items(data, ("scales", name)))
        _unique(levels, "id", "level id", problems, where=" in this scale,")
        _unique(levels, "key", "key", problems, where=" in this scale,")
        _unique(levels, "rank", "rank", problems, where=" in this scale,")
        if sum(isinstance(level.get("rank"), int) for _, level in levels) < 2 <= len(levels):
            problems.add(
                ("scales", name),
                f"the scale {quoted(name)} has fewer than two levels with a rank",
                "give 'rank' 0 to the worst, 1 to the next, and so on",
            )


def _point_references(data: dict[str, Any], points: list[Item], problems: Problems) -> None:
    phases, roles = _ids(data, "phases"), _ids(data, "roles")
    scales = list(_mapping(data.get("scales")))
    for path, point in points:
        for field in ("prompts", "evidence"):
            for phase in _mapping(point.get(field)):
                if phase != EVERY_PHASE:
                    _known((*path, field, phase), phase, phases, "phase", problems, also=(EVERY_PHASE,))
        for index, phase in _texts(point.get("phases")):
            _known((*path, "phases", index), phase, phases, "phase", problems)
        for index, role in _texts(point.get("roles")):
            _known((*path, "roles", index), role, roles, "role", problems)
        scale = point.get("scale")
        if isinstance(scale, str):
            _known((*path, "scale"), scale, scales, "scale", problems)


def _rules(data: dict[str, Any], points: list[Item], problems: Problems) -> None:
    rules = list(_items(data, ("outcome_rules",)))
    outcomes = _ids(data, "outcomes")
    levels = [
        level["id"]
        for name in _mapping(data.get("scales"))
        for _, level in _items(data, ("scales", name))
        if isinstance(level.get("id"), str)
    ]
    point_ids = [point["id"] for _, point in points if isinstance(point.get("id"), str)]
    for number, (path, rule) in enumerate(rules, 1):
        if isinstance(rule.get("then"), str):
            _known((*path, "then"), rule["then"], outcomes, "outcome", problems)
        for test_path, test in _items(rule, ("when",), path):
            _rule_test(test_path, test, levels, point_ids, problems)
        if "when" not in rule and number < len(rules):
            problems.add(
                path,
                "this rule has no 'when', so it always holds and the rules after it are never read",
                "move it to the end",
            )
        if "when" in rule and number == len(rules):
            problems.add(
                path,
                "the last rule has a 'when', so some results would have no outcome",
                "add a last rule with only 'then'",
            )


def _rule_test(path: Path, test: dict[str, Any], levels: list[str], points: list[str], problems: Problems) -> None:
    level, low, high = test.get("level"), test.get("min"), test.get("max")
    if isinstance(level, str) and level != UNSCORED:
        _known((*path, "level"), level, levels, "level", problems, also=(UNSCORED,))
    if isinstance(low, int) and isinstance(high, int) and low > high:
        problems.add(path, f"'min' {low} is more than 'max' {high}, so this can never hold", "swap them")
    for index, point_id in _texts(test.get("points")):
        _known((*path, "points", index), point_id, points, "point", problems)


def _running_order(data: dict[str, Any], points: list[Item], problems: Problems) -> None:
    sections = list(_items(data, ("running_order",)))
    _unique(sections, "id", "section id", problems)
    ids = [point["id"] for _, point in points if isinstance(point.get("id"), str)]
    roles = _ids(data, "roles")
    heard: dict[str, str] = {}
    for path, section in sections:
        for index, role in _texts(section.get("roles")):
            _known((*path, "roles", index), role, roles, "role", problems)
        for index, point_id in _texts(section.get("points")):
            place = (*path, "points", index)
            _known(place, point_id, ids, "point", problems)
            if point_id in heard:
                problems.add(
                    place,
                    f"point {quoted(point_id)} is already in section {quoted(heard[point_id])}",
                    "keep it in one of them",
                )
            heard.setdefault(point_id, str(section.get("id")))


def _headings(data: dict[str, Any], problems: Problems) -> None:
    conversation = _mapping(data.get("conversation"))
    _unique(_items(conversation, ("headings",), ("conversation",)), "id", "heading id", problems)


# Small readers that pass over whatever has not the right shape


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[tuple[int, str]]:
    return [
        (index, item) for index, item in enumerate(value if isinstance(value, list) else ()) if isinstance(item, str)
    ]


def _items(data: dict[str, Any], keys: tuple[str, ...], base: Path = ()) -> Iterator[Item]:
    value: Any = data
    for key in keys:
        value = _mapping(value).get(key)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (*base, *keys, index), item


def _points(data: dict[str, Any]) -> Iterator[Item]:
    for path, group in _items(data, ("groups",)):
        yield from _items(group, ("points",), path)
    yield from _items(data, ("points",))


def _ids(data: dict[str, Any], kind: str) -> list[str]:
    return [item["id"] for _, item in _items(data, (kind,)) if isinstance(item.get("id"), str)]


def _unique(items: Iterable[Item], field: str, words: str, problems: Problems, where: str = "") -> None:
    first: dict[Any, Path] = {}
    for path, item in items:
        value = item.get(field)
        if not isinstance(value, str | int):
            continue
        if value in first:
            line, _ = problems.marks.get((*first[value], field), (0, 0))
            message = f"{words} {quoted(value)} is already used{where} on line {line}"
            problems.add((*path, field), message, "change one of them")
        first.setdefault(value, path)


def _known(
    path: Path, word: str, options: Iterable[str], kind: str, problems: Problems, also: tuple[str, ...] = ()
) -> None:
    known = [*options, *also]
    if word not in known:
        few = f"there are only {one_of(known)}" if 1 < len(known) < 8 else ""
        few = f"the only one is {known[0]}" if len(known) == 1 else few
        problems.add(path, f"there is no {kind} {quoted(word)}", did_you_mean(word, known) or few)
