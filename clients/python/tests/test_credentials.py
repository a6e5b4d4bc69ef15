"""Who asks, and whom is trusted."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import requests
import trustme

from coordination_engine import CoordinationEngineClient, CredentialsError, EngineError, RetryPolicy
from coordination_engine.credentials import MOUNTED_TOKEN, BearerToken
from scripted_engine import ScriptedEngine


def sent_by(auth: BearerToken) -> str | None:
    return auth(requests.Request('GET', 'http://engine').prepare()).headers.get('Authorization')


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    files = {name: tmp_path / name for name in ('given', 'named', 'mounted')}
    for name, file in files.items():
        file.write_text(f'{name}-file\n')
    return files


def test_the_nearest_token_counts(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    mounted = str(files['mounted'])
    assert sent_by(BearerToken(mounted=mounted)) == 'Bearer mounted-file'
    monkeypatch.setenv('COORDINATION_ENGINE_TOKEN_FILE', str(files['named']))
    assert sent_by(BearerToken(mounted=mounted)) == 'Bearer named-file'
    monkeypatch.setenv('COORDINATION_ENGINE_TOKEN', 'of-environment')
    assert sent_by(BearerToken(mounted=mounted)) == 'Bearer of-environment'
    assert sent_by(BearerToken(token_file=files['given'], mounted=mounted)) == 'Bearer given-file'
    assert sent_by(BearerToken('given', files['given'], mounted=mounted)) == 'Bearer given'


def test_without_any_it_goes_without(tmp_path: Path) -> None:
    assert sent_by(BearerToken(mounted=str(tmp_path / 'none'))) is None
    assert MOUNTED_TOKEN == '/var/run/secrets/kubernetes.io/serviceaccount/token'


def test_a_file_is_read_anew_for_each_request(engine: ScriptedEngine, tmp_path: Path) -> None:
    file = tmp_path / 'token'
    client = CoordinationEngineClient(engine.url, token_file=file)
    for token in ('first', 'second'):
        file.write_text(token)
        client.status()
    assert [asked.headers['Authorization'] for asked in engine.asked] == ['Bearer first', 'Bearer second']


@pytest.mark.parametrize('text', [b'', b' \n', b'two words', b'a\r\nX-Evil: 1', b'\xff\xfe'])
def test_what_is_no_token_is_neither_sent_nor_shown(engine: ScriptedEngine, tmp_path: Path, text: bytes) -> None:
    file = tmp_path / 'token'
    file.write_bytes(text)
    with pytest.raises(CredentialsError) as caught:
        CoordinationEngineClient(engine.url, token_file=file).status()
    assert str(file) in str(caught.value)
    for secret in ('words', 'Evil', 'xff'):
        assert secret not in str(caught.value).replace(str(file), '')
    assert engine.asked == []


def test_a_file_that_is_named_and_missing_is_told(engine: ScriptedEngine, tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match='cannot be read: No such file or directory'):
        CoordinationEngineClient(engine.url, token_file=tmp_path / 'none').status()


def test_what_a_netrc_says_of_the_host_is_not_sent(engine: ScriptedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / 'netrc'
    netrc.write_text('machine 127.0.0.1 login me password secret\n')
    monkeypatch.setenv('NETRC', str(netrc))
    CoordinationEngineClient(engine.url, token='mine').status()
    assert engine.asked[0].headers['Authorization'] == 'Bearer mine'


def test_an_engine_with_a_certificate_is_trusted_by_its_ca_alone(
    engine: ScriptedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, ca = trustme.CA(), tmp_path / 'ca.crt'
    authority.cert_pem.write_to_path(str(ca))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert('127.0.0.1').configure_cert(context)
    engine.server.socket = context.wrap_socket(engine.server.socket, server_side=True)
    url = f'https://127.0.0.1:{engine.port}'
    with pytest.raises(EngineError, match='is not trusted: name the CA'):
        CoordinationEngineClient(url, token='mine', retry=RetryPolicy(first_delay=60)).status()
    assert engine.asked == []
    CoordinationEngineClient(url, token='mine', ca=ca).status()
    monkeypatch.setenv('COORDINATION_ENGINE_CA', str(ca))
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', '/nowhere')
    CoordinationEngineClient(url, token='mine').status()
    assert len(engine.asked) == 2


def test_certificates_that_are_not_there_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match='there are no certificates at'):
        CoordinationEngineClient(ca=tmp_path / 'none')
