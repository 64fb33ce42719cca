"""The server around moto."""

import io
import time
from threading import Thread
from typing import Any

import pytest
from mcp_fleet_emulator.repeats import KEPT, Repeats
from mcp_fleet_emulator.request_log import LONGEST_BODY, RequestLog
from mcp_fleet_emulator.server import Emulator


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


class Counting:
    """Answers each request by its number, with the status that is wanted."""

    def __init__(self, status: str = '200 OK') -> None:
        self.status = status
        self.count = 0

    def __call__(self, _: dict[str, Any], start_response: Any) -> list[bytes]:
        self.count += 1
        start_response(self.status, [('X-Number', str(self.count))])
        return [str(self.count).encode()]


def attempt(application: Any, call: str | None) -> tuple[str, list[tuple[str, str]], list[bytes]]:
    told: list[Any] = []
    environ = {} if call is None else {'HTTP_AMZ_SDK_INVOCATION_ID': call}
    body = application(environ, lambda status, headers: told.extend([status, headers]))
    return told[0], told[1], body


def test_a_call_that_is_repeated_is_done_once() -> None:
    repeats = Repeats(Counting())
    first = attempt(repeats, 'a')
    assert attempt(repeats, 'a') == first == ('200 OK', [('X-Number', '1')], [b'1'])
    assert attempt(repeats, 'b')[2] == [b'2']


def test_what_failed_is_tried_again() -> None:
    repeats = Repeats(Counting('400 BAD REQUEST'))
    assert [attempt(repeats, 'a')[2], attempt(repeats, 'a')[2]] == [[b'1'], [b'2']]


def test_requests_without_a_mark_are_each_their_own() -> None:
    repeats = Repeats(Counting())
    assert [attempt(repeats, None)[2], attempt(repeats, None)[2]] == [[b'1'], [b'2']]


def test_old_answers_are_forgotten() -> None:
    counting = Counting()
    repeats = Repeats(counting)
    for number in range(KEPT + 1):
        attempt(repeats, str(number))
    attempt(repeats, '0')
    assert counting.count == KEPT + 2
