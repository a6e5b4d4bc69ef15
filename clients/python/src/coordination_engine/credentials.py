"""Who the client is for the engine."""

from __future__ import annotations

import os
import re
from pathlib import Path

import requests
import requests.auth

from .errors import CredentialsError

MOUNTED_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token'
"""Where Kubernetes puts the token of a pod's ServiceAccount."""

_TOKEN = re.compile(r'[\w~+/.-]+=*', re.ASCII)


class BearerToken(requests.auth.AuthBase):
    """
    Puts the token on each request, an attempt of a retry included.

    It is the first of: `token`, what is in `token_file`, the environment's COORDINATION_ENGINE_TOKEN, what is in the file that its
    COORDINATION_ENGINE_TOKEN_FILE names, what is in the file of the pod's ServiceAccount. A file is read anew each time, for Kubernetes
    changes tokens before they expire. With none of them the request goes without, as an engine on the loopback address may allow.
    """

    def __init__(self, token: str | None = None, token_file: str | os.PathLike[str] | None = None, *, mounted: str = MOUNTED_TOKEN) -> None:
        self._token = token
        self._file = token_file
        self._mounted = mounted

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        token = self._current()
        if token is not None:
            request.headers['Authorization'] = f'Bearer {token}'
        return request

    def _current(self) -> str | None:
        if self._token is not None:
            return _checked(self._token, 'the token')
        if self._file is not None:
            return _read(self._file)
        if os.environ.get('COORDINATION_ENGINE_TOKEN'):
            return _checked(os.environ['COORDINATION_ENGINE_TOKEN'], 'COORDINATION_ENGINE_TOKEN')
        if os.environ.get('COORDINATION_ENGINE_TOKEN_FILE'):
            return _read(os.environ['COORDINATION_ENGINE_TOKEN_FILE'])
        return _read(self._mounted) if Path(self._mounted).exists() else None


def _read(path: str | os.PathLike[str]) -> str:
    try:
        text = Path(path).read_text(encoding='ascii')
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else 'it is no text'
        raise CredentialsError(f'the token file {os.fspath(path)} cannot be read: {reason}') from None
    return _checked(text, f'the token in {os.fspath(path)}')


def _checked(token: str, whose: str) -> str:
    """The token without white space around it. What is none is not repeated in the error: it may be a secret all the same."""
    bare = token.strip()
    if not _TOKEN.fullmatch(bare):
        raise CredentialsError(f'{whose} is {"not a bearer token" if bare else "empty"}')
    return bare
