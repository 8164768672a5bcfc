"""A team's own record of itself, brought into the assessment: its evidence, and its own view of each point.

It is opened to look at only, and nothing of it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from panel_tui.errors import PanelError
from panel_tui.intake.found import Found, FoundItem, IntakeError
from panel_tui.intake.redaction import Redaction
from panel_tui.intake.wording import address_of, on_a_line, text_of, title_of
from panel_tui.rooms import Rooms
from panel_tui.session.earlier import matching
from panel_tui.session.fold.gathered import all_evidence
from panel_tui.session.rules.scope import numbered
from panel_tui.session.state import Evidence, OwnView, PointState, State
from panel_tui.session.terms import SOURCE_WORDS, Source, TeamView
from panel_tui.session.words import LINE_LENGTH


def read(rooms: Rooms, name_or_path: str, state: State) -> Found:
    """What a team's own record holds for the session `state`.

    Raises `IntakeError` where it cannot be read, was tampered with, or is no team's own record.
    """
    if state.is_self:
        raise IntakeError(
            "This session is a team's own record itself: bring a self-assessment into the panel's session."
        )
    team = _opened(rooms, name_or_path)
    if team.created.id == state.created.id:
        raise IntakeError("That is this very session: name the file of the team's own record.")
    if not team.is_self:
        raise IntakeError(
            "That is a panel's session and no team's own record: a new session on it brings what it left, "
            "with 'earlier:' in its plan."
        )
    redaction = Redaction()
    name = on_a_line(redaction.line(on_a_line(team.created.team or team.created.service, LINE_LENGTH)), LINE_LENGTH)
    source = Source(kind="self", key=team.created.id, name=name)
    same = {then: now for then, now in matching(team.standard, state.standard).items() if state.in_scope(now)}
    here = _Here(source, state)
    items = [
        _item(team, one, same.get(one.point or ""), redaction)
        for one in all_evidence(team)
        if not here.has(one.id, one.source, one.brought.key if one.brought else None)
    ]
    views = tuple(_without_people(view) for view in _views(team, state, same))
    said = (*map(redaction.quietly, (*here.said(), *_said(team, state, same))), *redaction.sentences())
    return Found(source=source, items=tuple(items), said=said, views=views)


def _without_people(view: TeamView) -> TeamView:
    """A view without addresses, numbers and signatures. They are not counted: nothing is told of a view before the
    panel's reveal."""
    return replace(view, text=text_of(Redaction().prose(view.text))[0]) if view.text else view


def _item(team: State, one: Evidence, point: str | None, redaction: Redaction) -> FoundItem:
    """A piece of the team's evidence. A file may have been made by other means, so its words are cleaned again."""
    title, whole = title_of(redaction.line(one.title))
    address = address_of(one.url or "")
    beside = redaction.line(one.url) if one.url and address is None else None  # longer than a link that is kept
    text, _ = text_of(whole, redaction.prose(one.text or ""), beside)
    url = address_of(redaction.link(address) or "") if address else None
    return FoundItem(
        key=one.id,
        title=title or one.id,
        state=one.state,
        point=point,
        how="column" if point else None,
        url=url,
        text=text,
        where=numbered(team, one.point) if one.point else "",
        because="the team says so",
    )


def _opened(rooms: Rooms, name_or_path: str) -> State:
    try:
        room = rooms.open(name_or_path, read_only=True)
    except PanelError as error:
        raise IntakeError(error.message) from None
    try:
        if room.broken is not None:
            raise IntakeError(f"The team's own record does not verify, so nothing is taken from it: {room.broken.why}.")
        return room.state
    finally:
        room.close()


class _Here:
    """What the session holds already out of a source that the team brought into its own record too."""

    def __init__(self, source: Source, state: State) -> None:
        held = [(one.source, one.brought.key) for one in all_evidence(state) if one.brought is not None]
        self._own = {key for source_key, key in held if source_key == source.key}
        self._others = {(source_key, key) for source_key, key in held if source_key != source.key}
        self._names = {one.source.key: one.source for one in state.sources}
        self._skipped: dict[str, int] = {}

    def has(self, id: str, source: str | None, key: str | None) -> bool:
        """Whether a piece of the team's evidence came here by another way, and is counted as that."""
        if id in self._own or source is None or (source, key) not in self._others:
            return False
        self._skipped[source] = self._skipped.get(source, 0) + 1
        return True

    def said(self) -> Iterator[str]:
        """What was left out for that, in words."""
        for key, count in self._skipped.items():
            source = self._names[key]
            yield f"Here already, from the {SOURCE_WORDS[source.kind]} '{source.name}', and not doubled: {count}."


def _views(team: State, state: State, same: Mapping[str, str]) -> Iterable[TeamView]:
    made: dict[str, TeamView] = {}
    for point in team.points.values():
        if point.own_view is not None and point.id in same:
            view = _view(team, state, point, point.own_view, same[point.id])
            before = made.get(view.point)
            made[view.point] = view if before is None else _one(state, before, view)
    return made.values()


def _one(state: State, before: TeamView, view: TeamView) -> TeamView:
    """What the team thinks of two of its points that are one here: a level only where it is the same for both."""
    if before.level == view.level:
        return replace(view, text=text_of(before.text, view.text)[0])
    labels = _levels(state, view.point)
    words = (": ".join(part for part in (labels.get(one.level or ""), one.text) if part) for one in (before, view))
    return TeamView(point=view.point, text=text_of(*words)[0])


def _view(team: State, state: State, point: PointState, view: OwnView, now: str) -> TeamView:
    """A view with its level where the session's scale has that too; else the level's words stand before the reason."""
    if view.level is None or view.level in _levels(state, now):
        return TeamView(point=now, level=view.level, text=text_of(view.text)[0])
    label = _levels(team, point.id).get(view.level, view.level)
    return TeamView(point=now, text=text_of(f"{label}: {view.text}" if view.text else label)[0])


def _levels(state: State, id: str) -> dict[str, str]:
    point = state.standard.point(id)
    return {level.id: level.label for level in state.standard.scale_of(point, state.created.scale)} if point else {}


def _said(team: State, state: State, same: Mapping[str, str]) -> Iterator[str]:
    """What is kept with the record and read by the panel, so that nothing of it may come from the team's views."""
    theirs, ours = team.created.service, state.created.service
    if theirs.casefold() != ours.casefold():
        yield f"It is about {on_a_line(theirs, 80)}, and this session about {on_a_line(ours, 80)}: is it the right one?"
    lost = [point for point in team.walk if point.id not in same]
    if lost:
        titles = ", ".join(on_a_line(f"{point.number} {point.name}", 80) for point in lost)
        yield f"Points of the team's that are not looked at here; their evidence is under none: {titles}."
    if any(not _levels(team, then).keys() <= _levels(state, now).keys() for then, now in same.items()):
        yield "The team's scale is another one: a level that is not on this session's comes in words."
    notes = len(team.notes) + sum(len(point.notes) for point in team.points.values())
    if notes:
        yield f"The team's own notes stay in its record: {notes}."
