"""A request is sent again when, and only when, that may help."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from conftest import QUICK
from coordination_engine import ApiError, CoordinationEngineClient, EngineError, RetryPolicy, Unavailable, Unreachable
from coordination_engine.retry import seconds_of
from scripted_engine import Answer, ScriptedEngine

ANOMALY = {'type': 'memory_leak', 'severity': 'high'}
LOST = Answer(None)


def keys(engine: ScriptedEngine) -> set[str]:
    return {asked.headers['Idempotency-Key'] for asked in engine.asked}


@pytest.mark.parametrize('trouble', [LOST, *(Answer(status) for status in (408, 502, 503, 504))])
def test_a_submission_is_repeated_with_its_key_and_its_body(
    engine: ScriptedEngine, client: CoordinationEngineClient, trouble: Answer
) -> None:
    engine.will(trouble, trouble, {'anomaly_id': 'anom-1'})
    assert client.submit_anomaly(ANOMALY)['anomaly_id'] == 'anom-1'
    assert len(engine.asked) == 3
    assert len(keys(engine)) == 1
    assert {asked.body for asked in engine.asked} == {engine.asked[0].body}


def test_so_are_remediations_and_what_only_reads(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(Answer(503), {'action_id': 'act-1'}, LOST, {'status': 'queued'}, LOST, {'engine_status': 'operational'})
    assert client.trigger_remediation({'target': 'worker-1'})['action_id'] == 'act-1'
    assert client.get_status('anom-1')['status'] == 'queued'
    assert client.status()['engine_status'] == 'operational'
    assert len(engine.asked) == 6


@pytest.mark.parametrize('status', [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 501])
def test_a_refusal_is_not(engine: ScriptedEngine, client: CoordinationEngineClient, status: int) -> None:
    engine.will(Answer(status, {'message': 'no'}, {'Retry-After': '0'}), {'anomaly_id': 'anom-1'})
    with pytest.raises(ApiError) as caught:
        client.submit_anomaly(ANOMALY)
    assert caught.value.status == status
    assert len(engine.asked) == 1


def test_an_engine_that_stays_silent_is_given_up_after_so_many_attempts(engine: ScriptedEngine) -> None:
    engine.will(Answer(held=True))
    client = CoordinationEngineClient(engine.url, timeout=0.1, retry=RetryPolicy(attempts=2, first_delay=0.01))
    with pytest.raises(Unreachable, match='did not answer'):
        client.submit_anomaly(ANOMALY)
    assert len(engine.asked) == 2
    assert len(keys(engine)) == 1


def test_one_that_is_not_there_at_all_is_too(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.stop()
    with pytest.raises(Unreachable):
        client.status()


def test_the_last_trouble_is_told_with_what_it_said(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(Answer(503, {'message': 'the engine is starting; ask again in a moment'}, {'Retry-After': '0'}))
    with pytest.raises(Unavailable, match='the engine is starting') as caught:
        client.submit_anomaly(ANOMALY)
    assert caught.value.status == 503
    assert len(engine.asked) == QUICK.attempts


def test_it_waits_as_long_as_the_engine_asks(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(Answer(503, headers={'Retry-After': '1'}), {'anomaly_id': 'anom-1'})
    client.submit_anomaly(ANOMALY)
    first, second = (asked.at for asked in engine.asked)
    assert second - first >= 1.0


def test_each_repetition_is_logged_without_the_token(
    engine: ScriptedEngine, client: CoordinationEngineClient, caplog: pytest.LogCaptureFixture
) -> None:
    engine.will(Answer(503, {'message': 'not now'}), {'anomaly_id': 'anom-1'})
    with caplog.at_level(logging.DEBUG):
        client.submit_anomaly(ANOMALY)
    assert 'not now; again in' in caplog.text
    assert 'mine' not in caplog.text


def test_a_redirect_is_not_followed_and_gets_no_token(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(Answer(307, headers={'Location': 'http://elsewhere.example/'}))
    with pytest.raises(ApiError, match=r'leads elsewhere, to http://elsewhere\.example/: is base_url right\?'):
        client.submit_anomaly(ANOMALY)
    assert len(engine.asked) == 1


@pytest.mark.parametrize('address', ['coordination-engine:8080', 'ftp://engine', 'http://'])
def test_an_address_that_is_none_is_not_tried_twice(address: str) -> None:
    with pytest.raises(EngineError, match='cannot be asked'):
        CoordinationEngineClient(address, retry=RetryPolicy(first_delay=60)).status()


@pytest.mark.parametrize('attempt', [1, 2, 3, 4, 5, 50, 5000])
def test_waits_double_up_to_a_limit_half_of_each_by_chance(attempt: int) -> None:
    policy = RetryPolicy(first_delay=0.5, longest_delay=8)
    whole = min(8.0, 0.5 * 2 ** min(attempt - 1, 10))
    waits = [policy.delay(attempt) for _ in range(200)]
    assert whole / 2 <= min(waits) < max(waits) <= whole
    assert len(set(waits)) > 100


@pytest.mark.parametrize(('asked', 'kept'), [(2.0, 2.0), (86_400.0, 60.0), (0.0, 0.0), (None, 0.0)])
def test_what_the_engine_asks_comes_before_that_and_has_a_limit_too(asked: float | None, kept: float) -> None:
    assert kept + 0.25 <= RetryPolicy().delay(1, asked) <= kept + 0.5


def test_a_policy_without_an_attempt_is_none() -> None:
    with pytest.raises(ValueError, match='attempts'):
        RetryPolicy(attempts=0)


@pytest.mark.parametrize(
    ('header', 'seconds'),
    [(None, None), ('5', 5.0), ('soon', None), ('-1', None), ('', None), ('Wed, 21 Oct 2015 07:28:00 GMT', 0.0), ('9' * 400, None)],
)
def test_a_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header) == seconds


def test_so_is_one_that_is_a_date() -> None:
    seconds = seconds_of(format_datetime(datetime.now(timezone.utc) + timedelta(seconds=90), usegmt=True))
    assert seconds is not None
    assert 80 < seconds <= 90


def test_waits_between_attempts_grow(engine: ScriptedEngine) -> None:
    engine.will(Answer(502))
    with pytest.raises(Unavailable):
        CoordinationEngineClient(engine.url, retry=RetryPolicy(attempts=4, first_delay=0.1)).status()
    times = [asked.at for asked in engine.asked]
    waits = [after - before for before, after in zip(times, times[1:])]
    assert all(least <= wait for least, wait in zip((0.05, 0.1, 0.2), waits))
