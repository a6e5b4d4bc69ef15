"""Client of the coordination engine: reports what a model or a rule has found, and waits for what becomes of it."""

from .answers import Accepted, Action, AnomalyStatus, EngineStatus, Layer, Layers, Queued, Resolution
from .client import CoordinationEngineClient
from .errors import (
    AnomalySuppressed,
    ApiError,
    Conflict,
    CredentialsError,
    EngineError,
    Forbidden,
    InvalidRequest,
    NotFound,
    Unauthorized,
    Unavailable,
    Unreachable,
    WaitTimeout,
)
from .retry import RetryPolicy

__all__ = [
    'Accepted',
    'Action',
    'AnomalyStatus',
    'AnomalySuppressed',
    'ApiError',
    'Conflict',
    'CoordinationEngineClient',
    'CredentialsError',
    'EngineError',
    'EngineStatus',
    'Forbidden',
    'InvalidRequest',
    'Layer',
    'Layers',
    'NotFound',
    'Queued',
    'Resolution',
    'RetryPolicy',
    'Unauthorized',
    'Unavailable',
    'Unreachable',
    'WaitTimeout',
]
