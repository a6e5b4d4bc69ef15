"""What the engine answers: dictionaries as they come, maybe with more members than these. Times are RFC 3339 in UTC."""

from __future__ import annotations

from typing import Literal, TypedDict


class Accepted(TypedDict):
    """Of an anomaly that was reported."""

    anomaly_id: str
    status: Literal['accepted']
    assigned_layer: Literal['deterministic', 'ai_driven']
    priority: int
    """1 is the highest, 5 the lowest."""
    estimated_resolution_time: str
    """In whole minutes: '5m'."""
    action_id: str | None
    """The first action of its plan, made or to be made; None when there is no plan within two seconds, or never."""


class Action(TypedDict):
    """One thing that is done to the cluster."""

    action_id: str
    type: str
    status: Literal['pending', 'running', 'completed', 'failed']
    started_at: str | None


class Resolution(TypedDict):
    """How an anomaly ended."""

    outcome: Literal['resolved', 'rolled_back', 'rollback_failed', 'failed', 'cancelled']
    at: str | None
    message: str
    plan: str | None


class AnomalyStatus(TypedDict):
    """What became of an anomaly so far."""

    anomaly_id: str
    status: Literal['accepted', 'queued', 'in_progress', 'resolved', 'failed', 'suppressed']
    action: Action | None
    """The one that runs, else the one that ended last, else the first."""
    resolution: Resolution | None
    """None until the end; one that is suppressed has none of its own."""


class Queued(TypedDict):
    """Of a remediation that was asked for."""

    action_id: str
    status: Literal['queued']
    position_in_queue: int


class Layer(TypedDict):
    """What one kind of sources has led to."""

    status: Literal['healthy', 'degraded', 'suspended']
    actions_processed: int


class Layers(TypedDict):
    """By who found what is wrong: rules and people, or models."""

    deterministic: Layer
    ai_driven: Layer


class EngineStatus(TypedDict):
    """What the whole engine is doing; days are those of UTC."""

    engine_status: Literal['operational', 'degraded', 'suspended', 'starting']
    """Degraded: nobody leads, or what models report waits for a person; suspended: somebody has switched the engine off."""
    active_actions: int
    queued_actions: int
    conflicts_detected_today: int
    conflicts_resolved_today: int
    layers: Layers
