"""Each call is the request of the contract, and returns its answer as it is."""

from __future__ import annotations

import inspect
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from coordination_engine import CoordinationEngineClient, InvalidRequest
from scripted_engine import ScriptedEngine

ANOMALY: dict[str, object] = {'type': 'memory_leak', 'severity': 'high', 'confidence_score': 0.89, 'details': {'namespace': 'shop'}}


def test_without_an_address_it_asks_the_service_of_its_own_namespace() -> None:
    assert CoordinationEngineClient().base_url == 'http://coordination-engine:8080'


def test_the_first_arguments_have_the_names_of_the_contract() -> None:
    def first(method: Any) -> str:
        return list(inspect.signature(method).parameters)[1]

    of = CoordinationEngineClient
    assert [first(of.__init__), first(of.submit_anomaly), first(of.get_status), first(of.wait)] == [
        'base_url',
        'anomaly_data',
        'anomaly_id',
        'anomaly_id',
    ]


def test_an_anomaly_is_posted_as_json_in_the_name_of_the_token(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    accepted: object = {'anomaly_id': 'anom-1', 'status': 'accepted', 'action_id': None}
    engine.will(accepted)
    assert client.submit_anomaly(ANOMALY) == accepted
    [asked] = engine.asked
    assert (asked.method, asked.path, asked.json) == ('POST', '/api/v1/anomalies', ANOMALY)
    assert (asked.headers['Content-Type'], asked.headers['Authorization']) == ('application/json', 'Bearer mine')
    assert uuid.UUID(asked.headers['Idempotency-Key']).version == 4


def test_each_submission_has_a_key_of_its_own_unless_one_is_given(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    for _ in range(2):
        client.submit_anomaly(ANOMALY)
    client.submit_anomaly(ANOMALY, idempotency_key='cell-7')
    first, second, third = (asked.headers['Idempotency-Key'] for asked in engine.asked)
    assert first != second
    assert third == 'cell-7'


@pytest.mark.parametrize('key', ['', 'a\nb', 'schlüssel', 'x' * 256])
def test_a_key_that_cannot_be_sent_is_told(engine: ScriptedEngine, client: CoordinationEngineClient, key: str) -> None:
    with pytest.raises(InvalidRequest, match='printable ASCII') as caught:
        client.submit_anomaly(ANOMALY, idempotency_key=key)
    assert caught.value.field == 'idempotency_key'
    assert engine.asked == []


def test_the_status_of_an_anomaly_is_read_by_its_name(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    status: object = {'anomaly_id': 'anom-1', 'status': 'queued', 'action': None, 'resolution': None}
    assert engine.will(status) and client.get_status('anom-1') == status
    assert [(asked.method, asked.path) for asked in engine.asked] == [('GET', '/api/v1/anomalies/anom-1')]


def test_a_remediation_is_posted_with_a_key(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    wanted = {'action_type': 'node_remediation', 'target': 'worker-1', 'parameters': {'remediation_type': 'restart_kubelet'}}
    queued: object = {'action_id': 'act-1', 'status': 'queued', 'position_in_queue': 1}
    assert engine.will(queued) and client.trigger_remediation(wanted) == queued
    [asked] = engine.asked
    assert (asked.method, asked.path, asked.json) == ('POST', '/api/v1/remediate', wanted)
    assert asked.headers['Idempotency-Key']


def test_the_status_of_the_engine_is_read(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    status: object = {'engine_status': 'operational', 'active_actions': 3}
    assert engine.will(status) and client.status() == status
    assert engine.asked[0].path == '/api/v1/status'


def test_an_address_may_end_in_a_slash(engine: ScriptedEngine) -> None:
    CoordinationEngineClient(f'{engine.url}/').status()
    assert engine.asked[0].path == '/api/v1/status'


@pytest.mark.parametrize('name', ['', '..', 'a/b', 'a?b', 'a%2fb', 'Anom', '-a', 'a\n', 'x' * 300])
def test_what_is_no_name_is_asked_for_by_nobody(engine: ScriptedEngine, client: CoordinationEngineClient, name: str) -> None:
    for ask in (client.get_status, client.wait):
        with pytest.raises(InvalidRequest) as caught:
            ask(name)
        assert (caught.value.field, caught.value.status) == ('anomaly_id', None)
    assert engine.asked == []


class Scalar:
    """What a scalar of numpy looks like from outside."""

    ndim = 0

    def __init__(self, value: object) -> None:
        self.value = value

    def item(self) -> object:
        return self.value


@pytest.mark.parametrize(
    ('given', 'sent'),
    [
        (Scalar(7.5), 7.5),
        (Scalar(True), True),
        ((1, 'two', None), [1, 'two', None]),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc), '2026-01-02T03:04:05Z'),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))), '2026-01-02T01:04:05Z'),
    ],
)
def test_values_of_notebooks_become_json(engine: ScriptedEngine, client: CoordinationEngineClient, given: object, sent: object) -> None:
    client.submit_anomaly({**ANOMALY, 'details': {'value': given}})
    assert engine.asked[0].json['details'] == {'value': sent}


class Array(Scalar):
    ndim = 1


@pytest.mark.parametrize(
    ('given', 'message'),
    [
        (float('nan'), 'details.value is nan, which is no number'),
        (Scalar(float('inf')), 'details.value is inf, which is no number'),
        (Array([1]), 'details.value is a Array, which JSON has no word for'),
        (datetime(2026, 1, 2), 'details.value is a time without a time zone: use datetime.now(timezone.utc)'),
        ([b'x'], 'details.value[0] is a bytes, which JSON has no word for'),
    ],
)
def test_what_is_no_json_is_named_and_not_sent(
    engine: ScriptedEngine, client: CoordinationEngineClient, given: object, message: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        client.submit_anomaly({**ANOMALY, 'details': {'value': given}})
    assert caught.value.message == message
    assert (caught.value.field or '').startswith('details.value')
    assert engine.asked == []
