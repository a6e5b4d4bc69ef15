"""What may go wrong. All of it is a requests.RequestException too, and a refusal a requests.HTTPError, for code that catches those."""

from __future__ import annotations

import requests

from .answers import AnomalyStatus


class EngineError(requests.RequestException):
    """What was asked for was not done, or it is not known whether it was."""

    def __init__(self, message: str, *, response: requests.Response | None = None) -> None:
        super().__init__(message, response=response)
        self.message = message


class CredentialsError(EngineError):
    """There is a token or a certificate that cannot be read or used; nothing was sent."""


class Unreachable(EngineError, requests.ConnectionError):
    """No whole answer came in time, retries included."""


class WaitTimeout(EngineError, TimeoutError):
    """An anomaly was not over in time; it goes on all the same. `last` is what was last heard of it, None when nothing was."""

    def __init__(self, message: str, *, last: AnomalyStatus | None = None) -> None:
        super().__init__(message)
        self.last = last


class AnomalySuppressed(EngineError):
    """An anomaly will have no resolution of its own: a duplicate, part of another incident, only observed, or nothing was wrong."""

    def __init__(self, message: str, *, last: AnomalyStatus | None = None) -> None:
        super().__init__(message)
        self.last = last


class ApiError(EngineError, requests.HTTPError):
    """
    The engine, or what stands before it, refused.

    `status` is the HTTP status (None when the request was refused before it was sent), `field` the path of the member that is wrong
    (`details.node`), `code` a word for programs where the status does not say it all, `retry_after` the seconds that it asks to wait.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        field: str | None = None,
        code: str | None = None,
        retry_after: float | None = None,
        response: requests.Response | None = None,
    ) -> None:
        super().__init__(message, response=response)
        self.status = status
        self.field = field
        self.code = code
        self.retry_after = retry_after


class InvalidRequest(ApiError):
    """400, 413, 415, 422: it is wrong, and would be wrong again; `field` names what is."""


class Unauthorized(ApiError):
    """401: there is no token, or it is not known, has expired or is for somebody else."""


class Forbidden(ApiError):
    """403: whoever the token is for may not do that there; the message names the right that is missing."""


class NotFound(ApiError):
    """404: there is nothing of that name, or nothing that the caller may see."""


class Conflict(ApiError):
    """409: the idempotency key was used for another request."""


class Unavailable(ApiError):
    """408, 502, 503, 504 after all retries: the engine could not serve it just then."""
