"""The standard as the rest of the program knows it: frozen data, no I/O.

A session keeps its whole standard, so everything here goes through JSON and back without loss
(`msgspec.json.encode` / `msgspec.json.decode(..., type=Standard)`). The shape of the YAML file is in
`standard.schema.json`; `reader` turns one into the other. Points are one flat tuple in the order of the file, each
with the id of its group.
"""

import re
from functools import cached_property
from typing import Any, Literal

import msgspec

UNSCORED = "unscored"
"""The word an outcome rule uses for points that have no decision yet."""

EVERY_PHASE = "all"
"""The key under `prompts` and `evidence` for what holds in every phase."""

Order = Literal["sections", "numbers"]
Translations = dict[str, dict[str, str]]

_LENGTH = re.compile(r"(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,5})s)?")


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a scale. `rank` is higher for better; None is outside the order (such as not applicable)."""

    id: str
    label: str
    rank: int | None
    short: str | None = None
    key: str | None = None
    description: str = ""
    colour: str | None = None
    requires: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One overall result."""

    id: str
    label: str
    description: str = ""


class RuleTest(msgspec.Struct, frozen=True, kw_only=True):
    """How many points may have `level` (a level id of any scale, or `unscored`): at least `min`, at most `max`.

    `points` limits the count to those point ids; empty means all points in scope.
    """

    level: str
    min: int | None = None
    max: int | None = None
    points: tuple[str, ...] = ()


class OutcomeRule(msgspec.Struct, frozen=True, kw_only=True):
    """Suggests the outcome `then` where every test of `when` holds. An empty `when` always holds."""

    then: str
    when: tuple[RuleTest, ...] = ()


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """Which phase a service can be in. `timeboxes` maps a name to a length as written: `45m`, `1h`, `1h30m`."""

    id: str
    title: str
    timeboxes: dict[str, str] = {}


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A discipline that leads the questions on some points."""

    id: str
    title: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A heading over some points."""

    id: str
    title: str
    description: str = ""
    translations: Translations = {}


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the running order: the points a panel hears together. `points` holds point ids."""

    id: str
    title: str
    minutes: int | None = None
    roles: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered item. `id` never changes; `number` is what is printed.

    `prompts` and `evidence` map a phase id, or `all`, to lines of text. Empty `phases` means every phase.
    `scale` is None where the session chooses. `minutes` is the planned time in whole minutes.
    """

    id: str
    number: str
    title: str
    short_title: str | None = None
    summary: str = ""
    guidance: str = ""
    url: str | None = None
    importance: str | None = None
    scale: str | None = None
    phases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    minutes: int | None = None
    prompts: dict[str, tuple[str, ...]] = {}
    evidence: dict[str, tuple[str, ...]] = {}
    previous_ids: tuple[str, ...] = ()
    group: str | None = None
    translations: Translations = {}
    x: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The short title where there is one, else the title: what fits in a list."""
        return self.short_title or self.title


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes the standard."""

    name: str
    url: str | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the wording was taken from, and when (`retrieved` is `YYYY-MM-DD`)."""

    url: str
    retrieved: str | None = None


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """What others may do with the wording."""

    id: str
    url: str | None = None
    attribution: str = ""


class Heading(msgspec.Struct, frozen=True, kw_only=True, rename={"kinds": "from"}):
    """A heading of a conversation's report, filled from notes of these `kinds` (`from` in files)."""

    id: str
    title: str
    kinds: tuple[str, ...] = ()


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """Marks a standard without levels: what is said is gathered under `headings`, nothing is scored."""

    headings: tuple[Heading, ...]
    recommendations: bool = True


class Standard(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A whole published standard.

    A conversation has no scales, outcomes or rules; every other standard has at least the scale `default`.
    """

    schema: str
    id: str
    title: str
    version: str
    licence: Licence
    points: tuple[Point, ...]
    revision: int = 1
    locale: str = "en-GB"
    description: str = ""
    issuer: Issuer | None = None
    source: Source | None = None
    supersedes: tuple[str, ...] = ()
    scales: dict[str, tuple[Level, ...]] = {}
    outcomes: tuple[Outcome, ...] = ()
    outcome_rules: tuple[OutcomeRule, ...] = ()
    phases: tuple[Phase, ...] = ()
    roles: tuple[Role, ...] = ()
    groups: tuple[Group, ...] = ()
    running_order: tuple[Section, ...] = ()
    conversation: Conversation | None = None
    translations: Translations = {}
    x: dict[str, Any] = {}

    # Looking things up. A session of thousands of events asks often, so the answers are kept.

    @cached_property
    def _points_by_id(self) -> dict[str, Point]:
        return {point.id: point for point in self.points}

    @cached_property
    def _points_by_number(self) -> dict[str, Point]:
        return {point.number.casefold(): point for point in reversed(self.points)}

    def point(self, point_id: str) -> Point | None:
        """The point with this id, or None."""
        return self._points_by_id.get(point_id)

    def point_by_number(self, text: str) -> Point | None:
        """The point whose printed number a person typed (`4`, ` 1.A `), or None."""
        return self._points_by_number.get(text.strip().casefold())

    def phase(self, phase_id: str) -> Phase | None:
        """The phase with this id, or None."""
        return next((phase for phase in self.phases if phase.id == phase_id), None)

    def role(self, role_id: str) -> Role | None:
        """The role with this id, or None."""
        return next((role for role in self.roles if role.id == role_id), None)

    def group(self, group_id: str | None) -> Group | None:
        """The group with this id, or None."""
        return next((group for group in self.groups if group.id == group_id), None)

    def outcome(self, outcome_id: str) -> Outcome | None:
        """The outcome with this id, or None."""
        return next((outcome for outcome in self.outcomes if outcome.id == outcome_id), None)

    @property
    def is_conversation(self) -> bool:
        """Whether there is nothing to score."""
        return self.conversation is not None

    # Scales

    def level(self, level_id: str, scale: str = "default") -> Level | None:
        """The level with this id: of `scale` where it has one, else of the first scale that has, else None."""
        scales = (self.scales.get(scale, ()), *self.scales.values())
        return next((level for levels in scales for level in levels if level.id == level_id), None)

    def scale_of(self, point: Point, session_scale: str = "default") -> tuple[Level, ...]:
        """The levels a point may be given, best first, those outside the order last; empty in a conversation.

        A point that names a scale keeps it. Others use the session's, and `default` where that does not exist.
        """
        return self.levels(point.scale or session_scale) or self.levels("default")

    def levels(self, scale: str = "default") -> tuple[Level, ...]:
        """The levels of a scale, best first, those outside the order last; empty where there is no such scale."""
        levels = self.scales.get(scale, ())
        return tuple(sorted(levels, key=lambda level: (level.rank is None, -(level.rank or 0))))

    # What is in scope, and in which order

    def points_in(self, phase: str) -> tuple[Point, ...]:
        """The points in scope in this phase, in the order of the file."""
        return tuple(point for point in self.points if not point.phases or phase in point.phases)

    def sections_in(self, phase: str) -> tuple[tuple[Section | None, tuple[Point, ...]], ...]:
        """The running order of this phase: sections with their points in scope; empty sections are left out.

        Points that no section names come last, under None.
        """
        waiting = {point.id: point for point in self.points_in(phase)}
        parts: list[tuple[Section | None, tuple[Point, ...]]] = []
        for section in self.running_order:
            points = tuple(waiting.pop(point_id) for point_id in section.points if point_id in waiting)
            if points:
                parts.append((section, points))
        if waiting:
            parts.append((None, tuple(waiting.values())))
        return tuple(parts)

    def in_running_order(self, phase: str, order: Order = "sections") -> tuple[Point, ...]:
        """The points in scope, as the panel hears them (`sections`) or as they are numbered (`numbers`)."""
        if order == "numbers":
            return self.points_in(phase)
        return tuple(point for _, points in self.sections_in(phase) for point in points)

    # Per point and phase

    def prompts_for(self, point: Point, phase: str) -> tuple[str, ...]:
        """Questions to ask: those for every phase, then those for this one."""
        return point.prompts.get(EVERY_PHASE, ()) + point.prompts.get(phase, ())

    def evidence_for(self, point: Point, phase: str) -> tuple[str, ...]:
        """Evidence to expect: that of every phase, then that of this one."""
        return point.evidence.get(EVERY_PHASE, ()) + point.evidence.get(phase, ())

    def minutes_for(self, point: Point, default: int | None = None) -> int | None:
        """The planned minutes: the point's own, else its even share of its section's, else `default`."""
        if point.minutes is not None:
            return point.minutes
        for section in self.running_order:
            if section.minutes is not None and point.id in section.points:
                return max(1, section.minutes // len(section.points))
        return default

    def timebox(self, phase: str, name: str) -> int | None:
        """The length in seconds that the phase plans for a timebox (`deliberation`), or None."""
        found = self.phase(phase)
        text = found.timeboxes.get(name) if found else None
        return None if text is None else seconds(text)


def seconds(text: str) -> int | None:
    """A length such as `45m`, `1h`, `1h30m` or `90s` in seconds; None where it is not one or is zero."""
    match = _LENGTH.fullmatch(text)
    if not match:
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest or None


def plain_types(standard: Standard) -> dict[str, Any]:
    """The standard as it stands in a session's file: JSON's own types and nothing else."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(standard))
    return plain


def canonical_hash(standard: Standard) -> str:
    """The sha256, in hex, of the standard's canonical JSON: keys sorted, fields at their default left out.

    Leaving defaults out means that a field added to this module later changes no hash that was kept before.
    """
    import hashlib  # only a session that begins asks for it

    return hashlib.sha256(msgspec.json.encode(_lean(standard), order="sorted")).hexdigest()


def _lean(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(value)
        pairs = ((field, getattr(value, field.name)) for field in fields)
        return {field.encode_name: _lean(item) for field, item in pairs if item != _default(field)}
    if isinstance(value, tuple):
        return [_lean(item) for item in value]
    if isinstance(value, dict):
        return {key: _lean(item) for key, item in value.items()}
    return value


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default
