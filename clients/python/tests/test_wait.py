"""An anomaly is followed to its end."""

from __future__ import annotations

from time import monotonic

import pytest

from coordination_engine import (
    AnomalySuppressed,
    CoordinationEngineClient,
    NotFound,
    RetryPolicy,
    Unauthorized,
    Unavailable,
    Unreachable,
    WaitTimeout,
)
from scripted_engine import Answer, ScriptedEngine


def seen(status: str, outcome: str | None = None) -> dict[str, object]:
    resolution = outcome and {'outcome': outcome, 'at': '2026-01-02T03:04:05Z', 'message': 'done', 'plan': 'plan-1'}
    return {'anomaly_id': 'anom-1', 'status': status, 'action': None, 'resolution': resolution}


def test_the_resolution_is_returned_as_soon_as_there_is_one(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(seen('accepted'), seen('queued'), seen('in_progress'), seen('resolved', 'resolved'))
    resolution = client.wait('anom-1', 10, interval=0.01)
    assert resolution == {'outcome': 'resolved', 'at': '2026-01-02T03:04:05Z', 'message': 'done', 'plan': 'plan-1'}
    assert len(engine.asked) == 4


@pytest.mark.parametrize('outcome', ['rolled_back', 'rollback_failed', 'failed', 'cancelled'])
def test_so_is_one_that_is_not_what_was_hoped_for(engine: ScriptedEngine, client: CoordinationEngineClient, outcome: str) -> None:
    engine.will(seen('failed', outcome))
    assert client.wait('anom-1', 10)['outcome'] == outcome


def test_one_that_will_never_have_a_resolution_is_not_waited_for(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(seen('suppressed'))
    with pytest.raises(AnomalySuppressed, match='anom-1 has no resolution of its own') as caught:
        client.wait('anom-1', 60)
    assert caught.value.last == seen('suppressed')
    assert len(engine.asked) == 1


def test_after_its_time_it_tells_what_was_last_heard(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(seen('queued'))
    began = monotonic()
    with pytest.raises(WaitTimeout, match=r'anom-1 is not over after 0\.3 s: it is queued') as caught:
        client.wait('anom-1', 0.3, interval=0.02)
    assert monotonic() - began >= 0.3
    assert caught.value.last == seen('queued')


def test_without_time_it_looks_once(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(seen('queued'))
    with pytest.raises(WaitTimeout):
        client.wait('anom-1', 0)
    assert len(engine.asked) == 1


def test_it_asks_ever_more_seldom(engine: ScriptedEngine, client: CoordinationEngineClient) -> None:
    engine.will(*[seen('queued')] * 5, seen('resolved', 'resolved'))
    client.wait('anom-1', 30, interval=0.05)
    times = [asked.at for asked in engine.asked]
    waits = [after - before for before, after in zip(times, times[1:])]
    assert all(wait >= 0.05 * 1.5**number for number, wait in enumerate(waits))


@pytest.mark.parametrize('trouble', [Answer(503), Answer(None)])
def test_an_outage_longer_than_all_retries_is_lived_through(engine: ScriptedEngine, trouble: Answer) -> None:
    client = CoordinationEngineClient(engine.url, retry=RetryPolicy(attempts=1))
    engine.will(seen('queued'), *[trouble] * 5, seen('resolved', 'resolved'))
    assert client.wait('anom-1', 30, interval=0.01)['outcome'] == 'resolved'


@pytest.mark.parametrize(('trouble', 'kind'), [(Answer(503), Unavailable), (Answer(held=True), Unreachable)])
def test_one_that_lasts_too_long_is_the_reason_that_is_given(engine: ScriptedEngine, trouble: Answer, kind: type[Exception]) -> None:
    client = CoordinationEngineClient(engine.url, timeout=0.05, retry=RetryPolicy(attempts=100, first_delay=0.01))
    engine.will(trouble)
    with pytest.raises(WaitTimeout, match='nothing was heard of it') as caught:
        client.wait('anom-1', 0.5, interval=0.01)
    assert isinstance(caught.value.__cause__, kind)


@pytest.mark.parametrize(('status', 'kind'), [(404, NotFound), (401, Unauthorized)])
def test_a_refusal_ends_it(engine: ScriptedEngine, client: CoordinationEngineClient, status: int, kind: type[Exception]) -> None:
    engine.will(Answer(status, {'message': 'no'}))
    with pytest.raises(kind):
        client.wait('anom-1', 60)
