from __future__ import annotations

from collections.abc import Iterator

import pytest

from coordination_engine import CoordinationEngineClient, RetryPolicy
from scripted_engine import ScriptedEngine

QUICK = RetryPolicy(attempts=4, first_delay=0.01, longest_delay=0.02)


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ('COORDINATION_ENGINE_TOKEN', 'COORDINATION_ENGINE_TOKEN_FILE', 'COORDINATION_ENGINE_CA', 'http_proxy', 'HTTP_PROXY'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('no_proxy', '127.0.0.1')


@pytest.fixture
def engine() -> Iterator[ScriptedEngine]:
    engine = ScriptedEngine()
    yield engine
    engine.stop()


@pytest.fixture
def client(engine: ScriptedEngine) -> Iterator[CoordinationEngineClient]:
    with CoordinationEngineClient(engine.url, token='mine', retry=QUICK) as client:
        yield client
