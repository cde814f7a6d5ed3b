"""Business hours: whether people answer now, and when they will."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_DAYS_AHEAD = 370
_MINUTES_A_DAY = 24 * 60


class HoursError(ValueError):
    """The file of business hours does not fit; the message says where."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of minutes since local midnight for each weekday (0 is Monday), and dates that are closed."""

    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    closed: frozenset[date]

    @classmethod
    def load(cls, path: Path) -> Hours:
        """Read a file as described in ``web/hours.yml``. Raises ``HoursError`` or ``OSError``."""
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or not isinstance(content.get("week"), dict):
            raise HoursError(f"{path.name}: `timezone` and `week` are needed")
        unknown = set(content["week"]) - set(_DAYS)
        if unknown:
            raise HoursError(f"{path.name}: no day of the week: {', '.join(sorted(map(str, unknown)))}")
        try:
            zone = ZoneInfo(str(content.get("timezone")))
        except (ZoneInfoNotFoundError, ValueError):
            raise HoursError(f"{path.name}: unknown timezone {content.get('timezone')}") from None
        week = tuple(_spans(path.name, content["week"].get(day) or ()) for day in _DAYS)
        return cls(zone, week, frozenset(_dates(path.name, content.get("closed") or ())))

    def open_at(self, moment: datetime) -> bool:
        """Whether people answer at that (aware) moment."""
        return self.closes_at(moment) is not None

    def closes_at(self, moment: datetime) -> datetime | None:
        """The end of the span that holds the moment, spans that meet taken as one; None while closed."""
        end = self._end_of_span(moment)
        for _ in range(2 * _DAYS_AHEAD):
            following = self._end_of_span(end) if end else None
            if end is None or following is None:
                return end
            if following - moment > timedelta(days=7):
                return following  # open day and night: a week ahead is as good as for ever
            end = following
        return end

    def opens_at(self, moment: datetime) -> datetime | None:
        """The next opening after a moment that is closed; None when there is none within a year."""
        local = moment.astimezone(self.zone)
        for ahead in range(_DAYS_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for start, _ in self._of(day):
                opening = self._at(day, start)
                if opening > moment:
                    return opening
        return None

    def _end_of_span(self, moment: datetime) -> datetime | None:
        day = moment.astimezone(self.zone).date()
        for start, end in self._of(day):
            if self._at(day, start) <= moment < self._at(day, end):
                return self._at(day, end)
        return None

    def _of(self, day: date) -> tuple[tuple[int, int], ...]:
        return () if day in self.closed else self.week[day.weekday()]

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, _MINUTES_A_DAY)
        local = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), self.zone)
        return local.astimezone(UTC)  # times of one zone would be compared by their clocks, not in truth


def _spans(name: str, spans: Any) -> tuple[tuple[int, int], ...]:
    found = []
    for span in spans:
        match = _SPAN.fullmatch(str(span))
        if not match:
            raise HoursError(f'{name}: "{span}" is no span like "09:00-17:30"')
        h1, m1, h2, m2 = map(int, match.groups())
        start, end = h1 * 60 + m1, h2 * 60 + m2
        if not start < end <= _MINUTES_A_DAY:
            raise HoursError(f'{name}: "{span}" ends before it begins')
        found.append((start, end))
    return tuple(sorted(found))


def _dates(name: str, days: Any) -> list[date]:
    if not all(isinstance(day, date) for day in days):
        raise HoursError(f"{name}: `closed` lists dates like 2026-12-25")
    return list(days)
