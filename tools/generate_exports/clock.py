"""The simulated period and fast formatting of its times (all times are UTC epoch seconds)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

MINUTE = 60
HOUR = 3600
DAY = 86400

START = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp())
# the last second of 30 September in Dublin, where it is summer time
END = int(datetime(2025, 9, 30, 22, 59, 59, tzinfo=UTC).timestamp())

# A warehouse fire at the carrier: parcels leave late, and everybody asks where they are.
DISRUPTION_START = int(datetime(2025, 5, 12, tzinfo=UTC).timestamp())
DISRUPTION_END = int(datetime(2025, 6, 1, tzinfo=UTC).timestamp())

_EPOCH_DAY_0 = int(datetime(2022, 1, 1, tzinfo=UTC).timestamp()) // DAY
_DATES = [(date(2022, 1, 1) + timedelta(days=n)).isoformat() for n in range(366 * 5)]
_TIMES = [f"{h:02d}:{m:02d}:{s:02d}" for h in range(24) for m in range(60) for s in range(60)]
# Irish (and British) summer time, half-open intervals.
_SUMMER = [
    (
        int(datetime(y, 3, d1, 1, tzinfo=UTC).timestamp()),
        int(datetime(y, 10, d2, 1, tzinfo=UTC).timestamp()),
    )
    for y, d1, d2 in ((2023, 26, 29), (2024, 31, 27), (2025, 30, 26))
]

OPENING = 9 * HOUR
CLOSING = 17 * HOUR + 30 * MINUTE
_THURSDAY = 3  # 1970-01-01 was a Thursday; Monday is 0


def iso_z(t: int) -> str:
    """``2025-03-01T09:30:00Z``."""
    return f"{_DATES[t // DAY - _EPOCH_DAY_0]}T{_TIMES[t % DAY]}Z"


def utc_offset(t: int) -> int:
    """Seconds that Dublin is ahead of UTC at ``t``."""
    for start, end in _SUMMER:
        if start <= t < end:
            return HOUR
    return 0


def iso_dublin(t: int) -> str:
    """``2025-07-01T10:30:00+01:00``: Shopify writes times in the shop's time zone."""
    offset = utc_offset(t)
    local = t + offset
    suffix = "+01:00" if offset else "+00:00"
    return f"{_DATES[local // DAY - _EPOCH_DAY_0]}T{_TIMES[local % DAY]}{suffix}"


def local_day(t: int) -> str:
    """``2025-07-01``: the day in Dublin."""
    return _DATES[(t + utc_offset(t)) // DAY - _EPOCH_DAY_0]


def month_of(t: int) -> str:
    """``2025-03``; what is older than the period belongs to the first, full export."""
    return _DATES[max(t, START) // DAY - _EPOCH_DAY_0][:7]


def next_office_time(t: int) -> int:
    """``t`` if the support team works then, else a little after it next opens."""
    local = t + utc_offset(t)
    day, second = divmod(local, DAY)
    if (day + _THURSDAY) % 7 < 5 and OPENING <= second < CLOSING:
        return t
    if second >= CLOSING or (day + _THURSDAY) % 7 >= 5:
        day += 1
    while (day + _THURSDAY) % 7 >= 5:
        day += 1
    # spread over the first two hours, by the second of the original time: no random draw needed
    opened = day * DAY + OPENING + (t * 7919) % (2 * HOUR)
    return opened - utc_offset(opened)


def office_minutes(start: int, end: int) -> int:
    """Minutes of office hours between two moments."""
    total = 0
    a, b = start + utc_offset(start), end + utc_offset(end)
    for day in range(a // DAY, b // DAY + 1):
        if (day + _THURSDAY) % 7 < 5:
            low = max(a, day * DAY + OPENING)
            high = min(b, day * DAY + CLOSING)
            total += max(0, high - low)
    return total // MINUTE


def in_disruption(t: int) -> bool:
    """Whether ``t`` falls into the supply disruption."""
    return DISRUPTION_START <= t < DISRUPTION_END
