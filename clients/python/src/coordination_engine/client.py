"""The client itself."""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, cast

from .answers import Accepted, AnomalyStatus, EngineStatus, Queued, Resolution
from .credentials import BearerToken
from .errors import AnomalySuppressed, CredentialsError, InvalidRequest, Unavailable, Unreachable, WaitTimeout
from .payload import encode
from .retry import RetryPolicy
from .transport import Call, Transport

_OBJECT_NAME = re.compile(r'[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?')
_KEY = re.compile(r'[ -~]{1,255}')
_LONGEST_INTERVAL = 10.0


class CoordinationEngineClient:
    """
    Client of the coordination engine's REST API.

    Each call ends: after `timeout` seconds an attempt is given up, and one that got no answer, or 408, 502, 503 or 504, is made again as
    `retry` says. That is safe: whatever is submitted carries a key of its own, by which the engine knows it again. Nothing else is tried
    twice. What goes wrong is an EngineError (see errors): ApiError with `status`, `field` and `message` for what the engine refused,
    Unreachable when it did not answer.

    `token` or `token_file` say who asks; without them it is what BearerToken finds in the environment, in the end the ServiceAccount of the
    pod. `ca` is the path of the certificates to trust for https, else that in COORDINATION_ENGINE_CA, else those that requests trusts.
    """

    def __init__(
        self,
        base_url: str = 'http://coordination-engine:8080',
        *,
        token: str | None = None,
        token_file: str | os.PathLike[str] | None = None,
        ca: str | os.PathLike[str] | None = None,
        timeout: float = 30.0,
        retry: RetryPolicy | None = None,
    ) -> None:
        self.base_url = base_url.rstrip('/')
        self._transport = Transport(
            auth=BearerToken(token, token_file),
            verify=_certificates(ca),
            timeout=timeout,
            retry=retry or RetryPolicy(),
        )

    def __enter__(self) -> CoordinationEngineClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections of the client."""
        self._transport.close()

    def submit_anomaly(self, anomaly_data: Mapping[str, object], *, idempotency_key: str | None = None) -> Accepted:
        """
        Reports an anomaly; it is stored afterwards, once, however often it had to be sent.

        `anomaly_data` has `type` (a word like `memory_leak`) and `severity` (critical, high, medium, low), and may have `timestamp`,
        `confidence_score` (0.0 to 1.0; required of a model), `details` (what it is about: `namespace`, `pod`, `deployment`, `node`, and any
        numbers and words), `recommended_action` (a hint) and `source` (`ai_driven` for a model, which needs that right; a word that is no
        source makes a report that is only observed). Scalars of numpy are taken as numbers.

        The engine answers as soon as there is a plan, after two seconds at the latest. Whoever gives an `idempotency_key` of their own may
        call again with the same data, after a restart say, and gets the answer of the first time. Raises Forbidden where the caller may not
        report, InvalidRequest with `field` for what is wrong with the data.
        """
        return cast(Accepted, self._submit('/api/v1/anomalies', anomaly_data, idempotency_key))

    def get_status(self, anomaly_id: str) -> AnomalyStatus:
        """What became of the anomaly so far. Raises NotFound when there is none that the caller may see."""
        return self._status_of(anomaly_id, float('inf'))

    def wait(self, anomaly_id: str, timeout: float = 600.0, *, interval: float = 0.5) -> Resolution:
        """
        The resolution of the anomaly, whatever its outcome, as soon as it is over.

        It is asked for at once, after `interval` seconds, then ever more seldom, every 10 s in the end. While the engine cannot be reached
        it is waited for as well. Raises WaitTimeout after `timeout` seconds, with what was last heard of it: it may wait for a person, and
        goes on all the same; AnomalySuppressed when it will have no resolution of its own; NotFound when there is none that the caller may
        see.
        """
        deadline = time.monotonic() + timeout
        last: AnomalyStatus | None = None
        trouble: Exception | None = None
        while True:
            try:
                last, trouble = self._status_of(anomaly_id, deadline), None
            except (Unavailable, Unreachable) as error:
                trouble = error
            resolution = _end_of(last)
            if resolution is not None:
                return resolution
            left = deadline - time.monotonic()
            if left <= 0:
                raise WaitTimeout(_late(anomaly_id, timeout, last), last=last) from trouble
            time.sleep(min(interval, left))
            interval = min(interval * 1.5, _LONGEST_INTERVAL)

    def trigger_remediation(self, remediation_data: Mapping[str, object], *, idempotency_key: str | None = None) -> Queued:
        """
        Asks for one action; it is queued afterwards, once, however often it had to be sent.

        `remediation_data` has `action_type` (node_remediation, application_remediation, ...), `target` (`node/NAME`, `NS/KIND/NAME`,
        `NS/NAME` for a Deployment, NAME for a node) and `parameters` with `remediation_type`, the operation (restart_kubelet, ...), and may
        have `priority` (1, the highest, to 5) and `source`. `idempotency_key` and errors as of submit_anomaly.
        """
        return cast(Queued, self._submit('/api/v1/remediate', remediation_data, idempotency_key))

    def status(self) -> EngineStatus:
        """What the whole engine is doing: whether it works, how many actions run and wait, conflicts of today, layers."""
        return cast(EngineStatus, self._transport.send(Call('GET', f'{self.base_url}/api/v1/status')))

    def _submit(self, path: str, data: Mapping[str, object], key: str | None) -> dict[str, Any]:
        if key is not None and not _KEY.fullmatch(key):
            raise InvalidRequest('idempotency_key must be 1 to 255 printable ASCII characters', field='idempotency_key')
        headers = {'Content-Type': 'application/json', 'Idempotency-Key': str(uuid.uuid4()) if key is None else key}
        return self._transport.send(Call('POST', f'{self.base_url}{path}', encode(data), headers))

    def _status_of(self, anomaly_id: str, deadline: float) -> AnomalyStatus:
        # What is no name could lead to another path.
        if not _OBJECT_NAME.fullmatch(anomaly_id):
            raise InvalidRequest(f'{anomaly_id!r} is not the name of an anomaly', field='anomaly_id')
        url = f'{self.base_url}/api/v1/anomalies/{anomaly_id}'
        return cast(AnomalyStatus, self._transport.send(Call('GET', url, deadline=deadline)))


def _certificates(ca: str | os.PathLike[str] | None) -> bool | str:
    path = ca if ca is not None else os.environ.get('COORDINATION_ENGINE_CA') or None
    if path is None:
        return True
    if not os.path.exists(path):
        raise CredentialsError(f'there are no certificates at {os.fspath(path)}')
    return os.fspath(path)


def _end_of(status: AnomalyStatus | None) -> Resolution | None:
    if status is None:
        return None
    if status['status'] == 'suppressed':
        name = status['anomaly_id']
        raise AnomalySuppressed(
            f'{name} has no resolution of its own: it is a duplicate, part of another incident, only observed, or nothing was wrong',
            last=status,
        )
    return status['resolution']


def _late(anomaly_id: str, timeout: float, last: AnomalyStatus | None) -> str:
    heard = 'nothing was heard of it' if last is None else f'it is {last["status"]}'
    return f'{anomaly_id} is not over after {timeout:g} s: {heard}'
