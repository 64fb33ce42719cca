"""The server around moto."""

import time
from threading import Thread
from typing import Any

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
