"""When a request is sent again."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class RetryPolicy:
    """
    How often and when a request that got no answer, or 408, 502, 503 or 504, is sent again; times are in seconds.

    The wait doubles from `first_delay` up to `longest_delay`, one half of it left to chance so that many clients do not come back at once.
    A Retry-After of the engine is kept, up to `longest_retry_after`, and the wait is added to it. With the defaults, some 8 to 16 s go by
    before it is given up, timeouts not counted: longer than one replica takes over from another.
    """

    attempts: int = 6
    first_delay: float = 0.5
    longest_delay: float = 8.0
    longest_retry_after: float = 60.0

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError('attempts must be 1 or more')

    def delay(self, attempt: int, retry_after: float | None = None) -> float:
        """Seconds to wait after that attempt, the first being 1."""
        backoff = min(self.longest_delay, self.first_delay * 2.0 ** min(attempt - 1, 60))
        asked = min(retry_after or 0.0, self.longest_retry_after)
        return asked + backoff / 2 + random.uniform(0, backoff / 2)


def seconds_of(retry_after: str | None) -> float | None:
    """Seconds that a Retry-After header asks to wait, a number or a date (RFC 9110, 10.2.3); None for none and for what is neither."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        seconds = float(retry_after)
        return seconds if math.isfinite(seconds) else None
    try:
        when = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=timezone.utc)
    return max(0.0, (aware - datetime.now(timezone.utc)).total_seconds())
