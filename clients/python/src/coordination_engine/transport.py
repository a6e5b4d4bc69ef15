"""One request to the engine, sent again while it may help."""

from __future__ import annotations

import logging
import ssl
import time
from dataclasses import dataclass, field
from typing import Any

import requests

from .errors import (
    ApiError,
    Conflict,
    EngineError,
    Forbidden,
    InvalidRequest,
    NotFound,
    Unauthorized,
    Unavailable,
    Unreachable,
)
from .retry import RetryPolicy, seconds_of

log = logging.getLogger('coordination_engine')

_ERRORS: dict[int, type[ApiError]] = {
    400: InvalidRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    408: Unavailable,
    409: Conflict,
    413: InvalidRequest,
    415: InvalidRequest,
    422: InvalidRequest,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


@dataclass(frozen=True)
class Call:
    """One request as it is sent, the same each time."""

    method: str
    url: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    deadline: float = float('inf')
    """By the monotonic clock: no attempt begins later."""


class Transport:
    """Sends calls over one pool of connections, each attempt within `timeout` seconds."""

    def __init__(self, *, auth: requests.auth.AuthBase, verify: bool | str, timeout: float, retry: RetryPolicy) -> None:
        self._session = requests.Session()
        self._auth = auth
        self._verify = verify
        self._timeout = timeout
        self._retry = retry

    def send(self, call: Call) -> dict[str, Any]:
        """The JSON object of the answer. Raises an EngineError: at once for what would be refused again, else after the last attempt."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._attempt(call)
            except (Unavailable, Unreachable) as error:
                delay = self._retry.delay(attempt, getattr(error, 'retry_after', None))
                if attempt >= self._retry.attempts or time.monotonic() + delay >= call.deadline:
                    raise
                log.warning('%s %s: %s; again in %.1f s', call.method, call.url, error.message, delay)
            time.sleep(delay)

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def _attempt(self, call: Call) -> dict[str, Any]:
        # Whoever waits until a deadline still hears the last answer, if it comes soon.
        timeout = min(self._timeout, max(1.0, call.deadline - time.monotonic()))
        try:
            response = self._session.request(
                call.method,
                call.url,
                data=call.body,
                headers=call.headers,
                auth=self._auth,
                # Given with each request: what the environment says of certificates would else go before it.
                verify=self._verify,
                timeout=timeout,
                # A redirect would turn a POST into a GET, and take the token elsewhere.
                allow_redirects=False,
            )
        except EngineError:
            raise
        except requests.RequestException as error:
            raise _without_answer(error, call.url) from error
        return _answer(response)


def _without_answer(error: requests.RequestException, url: str) -> EngineError:
    if _is_untrusted(error):
        return EngineError(f'the certificate of {url} is not trusted: name the CA that signed it (ca=, COORDINATION_ENGINE_CA): {error}')
    if isinstance(error, (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)):
        return Unreachable(f'{url} did not answer: {error}')
    return EngineError(f'{url} cannot be asked: {error}')


def _is_untrusted(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _answer(response: requests.Response) -> dict[str, Any]:
    body = _object_in(response)
    status = response.status_code
    if 200 <= status < 300 and body is not None:
        return body
    told = body or {}
    make = _ERRORS.get(status, ApiError)
    raise make(
        _message_of(response, body),
        status=status,
        field=_text(told.get('field')),
        code=_text(told.get('code')),
        retry_after=seconds_of(response.headers.get('Retry-After')),
        response=response,
    )


def _object_in(response: requests.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _message_of(response: requests.Response, body: dict[str, Any] | None) -> str:
    told = _text((body or {}).get('message')) or _text((body or {}).get('detail'))
    if told is not None:
        return told
    if response.is_redirect:
        return f'{response.url} leads elsewhere, to {response.headers["Location"]}: is base_url right?'
    excerpt = ' '.join(response.text[:200].split())
    return f'{response.url} answered {response.status_code} as no coordination engine does (is base_url right?): {excerpt}'


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
