"""What goes wrong is told in full, and in the words of requests too."""

from __future__ import annotations

import pickle

import pytest
import requests

import coordination_engine as ce
from coordination_engine import CoordinationEngineClient
from scripted_engine import Answer, ScriptedEngine

ANOMALY = {'type': 'memory_leak', 'severity': 'high'}


@pytest.mark.parametrize(
    ('status', 'kind'),
    [
        (400, ce.InvalidRequest),
        (401, ce.Unauthorized),
        (403, ce.Forbidden),
        (404, ce.NotFound),
        (409, ce.Conflict),
        (413, ce.InvalidRequest),
        (422, ce.InvalidRequest),
        (418, ce.ApiError),
        (500, ce.ApiError),
    ],
)
def test_a_refusal_carries_status_field_message_and_code(
    engine: ScriptedEngine, client: CoordinationEngineClient, status: int, kind: type[ce.ApiError]
) -> None:
    problem = {'error': 'Invalid request', 'message': 'details.x is not known', 'field': 'details.x', 'code': 'UnknownMember'}
    engine.will(Answer(status, problem, {'Content-Type': 'application/problem+json'}))
    with pytest.raises(kind) as caught:
        client.submit_anomaly(ANOMALY)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.field, error.code, str(error)) == (status, 'details.x', 'UnknownMember', 'details.x is not known')


def test_code_that_catches_the_errors_of_requests_goes_on_to_work(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(Answer(400, {'message': 'no'}))
    with pytest.raises(requests.HTTPError) as caught:
        client.submit_anomaly(ANOMALY)
    assert caught.value.response is not None
    assert caught.value.response.status_code == 400
    engine.will(Answer(None))
    with pytest.raises(requests.ConnectionError):
        client.status()


def test_a_late_anomaly_is_a_timeout_as_python_knows_them() -> None:
    assert issubclass(ce.WaitTimeout, TimeoutError)
    assert issubclass(ce.WaitTimeout, ce.EngineError)


@pytest.mark.parametrize(
    'answer',
    [
        Answer(200, b'<html>Welcome</html>'),
        Answer(200, [1]),
        Answer(404, b'<html>nginx</html>'),
        Answer(403, {'message': {'not': 'a text'}}),
        Answer(200, b'\xff\xfe'),
    ],
)
def test_what_no_engine_says_is_shown_in_part(engine: ScriptedEngine, client: CoordinationEngineClient, answer: Answer) -> None:
    engine.will(answer)
    with pytest.raises(ce.ApiError, match=r'as no coordination engine does \(is base_url right\?\)') as caught:
        client.status()
    assert caught.value.status == answer.status


@pytest.mark.parametrize(
    'error', [ce.Forbidden('no', status=403, field='x'), ce.WaitTimeout('late'), ce.Unreachable('away'), ce.AnomalySuppressed('twice')]
)
def test_errors_travel_between_processes(error: ce.EngineError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
