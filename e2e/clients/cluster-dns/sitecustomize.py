"""Plays the DNS of a cluster for a Python program of the tests: the engine's Service is where ENGINE_ADDRESS (host:port) says."""

import os
import socket

_look_up = socket.getaddrinfo


def _getaddrinfo(host, port, *more, **named):
    if (host, port) != ('coordination-engine', 8080):
        return _look_up(host, port, *more, **named)
    there, at = os.environ['ENGINE_ADDRESS'].rsplit(':', 1)
    return _look_up(there, int(at), *more, **named)


socket.getaddrinfo = _getaddrinfo
