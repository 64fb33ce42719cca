"""One server for all tests. A test marked with a repair runs twice: with it, and without it, where it has to fail."""

import os
import sys
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from mcp_fleet_emulator.settings import ACCOUNT, REGION, configure  # noqa: E402

configure(ACCOUNT)
# A thousand policies are made anew at every reset; the test that is about them asks for them.
os.environ['MOTO_IAM_LOAD_MANAGED_POLICIES'] = 'false'

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402
from moto.core.base_backend import BackendDict  # noqa: E402

from mcp_fleet_emulator.server import Emulator, make  # noqa: E402

EMULATOR = Emulator()


@dataclass(frozen=True)
class Aws:
    """The emulator as a test sees it."""

    url: str
    account: str = ACCOUNT
    region: str = REGION

    def client(self, service: str) -> Any:
        return client(self.url, service)


@cache
def client(url: str, service: str) -> Any:
    once = Config(retries={'total_max_attempts': 1}, s3={'addressing_style': 'path'})
    return boto3.client(service, endpoint_url=url, region_name=REGION, config=once)


@pytest.fixture(scope='session')
def url() -> Iterator[str]:
    server = make(0, EMULATOR)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f'http://127.0.0.1:{server.server_port}'
    server.shutdown()
    thread.join()


@pytest.fixture
def aws(url: str, request: pytest.FixtureRequest) -> Iterator[Aws]:
    left_out = getattr(request, 'param', None)
    if left_out:
        EMULATOR.repair(frozenset([left_out]))
    yield Aws(url)
    BackendDict.reset()
    if left_out:
        EMULATOR.repair()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    proved = metafunc.definition.get_closest_marker('proves')
    if proved:
        name = proved.args[0]
        metafunc.parametrize('aws', [None, name], ids=['repaired', f'fails without {name}'], indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    proved = pyfuncitem.get_closest_marker('proves')
    without = proved and pyfuncitem.callspec.params['aws'] is not None
    try:
        result = yield
    except (Exception, pytest.fail.Exception):
        if without:
            return True
        raise
    if without:
        pytest.fail(f'this test passes without the repair {proved.args[0]}, so it proves nothing')
    return result
