"""The body of a request."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime, timezone

from .errors import InvalidRequest


def encode(body: Mapping[str, object]) -> bytes:
    """
    The body as JSON. Scalars of numpy and pandas become numbers, datetimes with a time zone RFC 3339 in UTC.

    Raises InvalidRequest, which names the member, for what JSON has no word for: NaN, infinity, arrays, a datetime of an unknown time zone.
    """
    return json.dumps(_plain(body, ''), allow_nan=False).encode()


def _plain(value: object, path: str) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return _number(value, path)
    if isinstance(value, Mapping):
        return {str(key): _plain(member, f'{path}.{key}' if path else str(key)) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(member, f'{path}[{index}]') for index, member in enumerate(value)]
    if isinstance(value, datetime):
        return _time(value, path)
    # Scalars of numpy have the shape of an array without dimensions; numpy itself is not needed to see that.
    if getattr(value, 'ndim', None) == 0 and hasattr(value, 'item'):
        return _plain(value.item(), path)
    raise _invalid(path, f'is a {type(value).__name__}, which JSON has no word for')


def _number(value: float, path: str) -> float:
    if not math.isfinite(value):
        raise _invalid(path, f'is {value}, which is no number')
    return float(value)


def _time(value: datetime, path: str) -> str:
    if value.tzinfo is None or value.utcoffset() is None:
        raise _invalid(path, 'is a time without a time zone: use datetime.now(timezone.utc)')
    return value.astimezone(timezone.utc).isoformat().replace('+00:00', 'Z')


def _invalid(path: str, what: str) -> InvalidRequest:
    return InvalidRequest(f'{path or "the body"} {what}', field=path or None)
