"""A server on a real socket that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any, Union


@dataclass(frozen=True)
class Answer:
    """One answer; without a status the connection ends instead, `held` leaves it open and silent until the server stops."""

    status: int | None = 200
    body: object = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    held: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Script = Union[Answer, object]


class ScriptedEngine:
    """Answers with what was told, one after the other, and with the last one for ever."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: list[Answer] = [Answer()]
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        engine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            wbufsize = -1  # head and body in one segment: the second would wait for the acknowledgement of the first

            def do_GET(self) -> None:
                engine._serve(self)

            def do_POST(self) -> None:
                engine._serve(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={'poll_interval': 0.01}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.port}'

    @property
    def server(self) -> ThreadingHTTPServer:
        return self._server

    def will(self, *answers: Script) -> ScriptedEngine:
        """From now on it answers so; what is no Answer is the body of a 200."""
        self._answers = [answer if isinstance(answer, Answer) else Answer(body=answer) for answer in answers]
        return self

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get('Content-Length') or 0))
        with self._lock:
            self.asked.append(Asked(handler.command, handler.path, dict(handler.headers.items()), body, monotonic()))
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if answer.held:
            self._stopped.wait()
        if answer.held or answer.status is None:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        _tell(handler, answer.status, answer)


def _tell(handler: BaseHTTPRequestHandler, status: int, answer: Answer) -> None:
    raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
    handler.send_response(status)
    for name, value in {'Content-Length': str(len(raw)), **answer.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(raw)
