"""The server around moto."""

import io
import socket
import time
from threading import Thread
from typing import Any

import pytest
from mcp_fleet_emulator.request_log import LONGEST_BODY, RequestLog
from mcp_fleet_emulator.server import Emulator, make


def test_requests_are_answered_one_at_a_time(monkeypatch: Any) -> None:
    emulator = Emulator()
    inside: list[int] = []
    most: list[int] = []

    def application(*_: Any) -> list[bytes]:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()
        return []

    monkeypatch.setattr(emulator, '_application', application)
    threads = [Thread(target=emulator, args=({}, None)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1, 1]


def request(body: bytes) -> dict[str, Any]:
    length = str(len(body))
    return {'REQUEST_METHOD': 'POST', 'PATH_INFO': '/', 'CONTENT_LENGTH': length, 'wsgi.input': io.BytesIO(body)}


def test_a_line_says_what_was_asked_and_how_it_was_answered(capsys: pytest.CaptureFixture[str]) -> None:
    def refuses(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response('400 BAD REQUEST', [])
        return [environ['wsgi.input'].read()]

    said: list[str] = []
    body = b'Action=DeleteTargetGroup&TargetGroupArn=arn%3Aaws%3Aelb%2Ftg'
    answer = RequestLog(refuses)(request(body), lambda status, *_: said.append(status))
    assert (answer, said) == ([body], ['400 BAD REQUEST'])
    told = capsys.readouterr().err
    assert ' 400 ' in told
    assert 'POST / Action=DeleteTargetGroup&TargetGroupArn=arn:aws:elb/tg\n' in told


def test_a_line_stays_one_line_and_short(capsys: pytest.CaptureFixture[str]) -> None:
    RequestLog(lambda *_: [])(request(b'a\nb ' * LONGEST_BODY), None)
    told = capsys.readouterr().err
    assert told.count('\n') == 1
    assert len(told) < LONGEST_BODY + 100
    assert ' failed ' in told


def test_head_and_body_of_an_answer_come_together() -> None:
    def answers(_: Any, start_response: Any) -> list[bytes]:
        start_response('200 OK', [('Content-Length', '4')])
        return [b'body']

    server = make(0, answers)  # type: ignore[arg-type]
    Thread(target=server.serve_forever).start()
    try:
        with socket.create_connection(('127.0.0.1', server.server_port)) as client:
            client.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
            first = client.recv(4096)
    finally:
        server.shutdown()
    assert first.endswith(b'\r\n\r\nbody')
