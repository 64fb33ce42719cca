"""run.cjs and emulator.cjs, as a person and as a test harness use them."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

FOLDER = Path(__file__).parents[1]
NODE = shutil.which('node') or 'node'

# The tests of Node run with the very environment that pytest runs in, so that nothing is installed meanwhile.
pytestmark = pytest.mark.skipif(
    Path(sys.prefix).parent != FOLDER / '.venv', reason='only where pytest runs in tools/emulator/.venv: node test.cjs'
)


def lines_until(process: 'subprocess.Popen[str]', end: str) -> list[str]:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith(end):
            return lines
    raise AssertionError(f'it ended early: {lines}')


@pytest.mark.parametrize('stop', [signal.SIGINT, signal.SIGTERM])
def test_run_prints_what_to_export_and_stops_cleanly(stop: signal.Signals) -> None:
    command = [NODE, str(FOLDER / 'run.cjs'), '--account', '444455556666', '--region', 'eu-west-1']
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        lines = lines_until(process, 'What exists: ')
        url = lines[-1].removeprefix('What exists: ')
        exported = dict(line.removeprefix('export ').split('=', 1) for line in lines if line.startswith('export '))
        answer = asked_for_account({**os.environ, **exported})
        process.send_signal(stop)
        assert process.wait(timeout=15) == 0
    assert url == f'{exported["AWS_ENDPOINT_URL"]}/moto-api/live.json'
    assert exported['AWS_REGION'] == 'eu-west-1'
    assert answer == '444455556666'
    with pytest.raises(URLError):
        urlopen(url, timeout=5)


def asked_for_account(env: dict[str, str]) -> str:
    code = 'import boto3; print(boto3.client("sts", region_name="eu-west-1").get_caller_identity()["Account"])'
    run = subprocess.run([sys.executable, '-c', code], env=env, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def node(script: str) -> str:
    full = f'const {{ difference, startEmulator }} = require({json.dumps(str(FOLDER / "emulator.cjs"))}); {script}'
    return subprocess.run([NODE, '-e', full], capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def test_two_emulators_are_empty_and_apart() -> None:
    told = node(
        """(async () => {
          const [a, b] = await Promise.all([startEmulator(), startEmulator({ account: '444455556666' })]);
          const [before, other] = [await a.live(), await b.live()];
          await fetch(`${a.url}/?Action=CreateVpc&CidrBlock=10.0.0.0%2F16`, {
            method: 'POST',
            headers: { authorization: 'AWS4-HMAC-SHA256 Credential=testing/20250101/us-east-1/ec2/aws4_request, x' },
          });
          const { came, went } = difference(before, await a.live());
          const untouched = difference(other, await b.live());
          await a.reset();
          const { came: left } = difference(before, await a.live());
          await Promise.all([a.stop(), b.stop()]);
          await a.stop();
          console.log(JSON.stringify([came['ec2.VPC'].length, went, untouched, (left['ec2.VPC'] ?? []).length]));
        })()"""
    )
    # A reset makes the default network anew, with other ids.
    assert json.loads(told) == [1, {}, {'came': {}, 'went': {}}, 1]


def test_emulator_ends_with_a_process_that_is_killed() -> None:
    url = node('startEmulator().then((one) => { console.log(one.url); process.exit(); })')
    for _ in range(50):
        try:
            urlopen(url, timeout=5).close()
        except OSError as error:
            # While it ends, a connection may also be reset.
            if isinstance(getattr(error, 'reason', None), ConnectionRefusedError):
                return
    raise AssertionError(f'{url} still answers')


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['--account', '12'], 'the emulator did not start: mcp_fleet_emulator: --account 12: an account id has 12'),
        (['--port', 'x'], '--port x: a port is a number up to 65535. Usage: npm run emulator -- '),
        (['--nothing'], "Unknown option '--nothing'"),
    ],
)
def test_wrong_arguments_are_named_in_one_line(arguments: list[str], message: str) -> None:
    run = subprocess.run([NODE, str(FOLDER / 'run.cjs'), *arguments], capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert run.stderr.startswith(message)
    assert run.stderr.count('\n') == 1


@pytest.mark.parametrize('ci', ['', 'true'])
def test_tests_are_skipped_without_python_but_not_in_ci(ci: str, tmp_path: Path) -> None:
    env = {'PATH': str(tmp_path), 'CI': ci}
    run = subprocess.run([NODE, str(FOLDER / 'test.cjs')], env=env, capture_output=True, text=True, timeout=60)
    if ci:
        assert (run.returncode, run.stdout) == (1, '')
        assert run.stderr == 'python3 is not on the PATH; the emulator needs Python 3.10 or later.\n'
    else:
        assert (run.returncode, run.stderr) == (0, '')
        assert run.stdout.startswith('SKIPPED: ')


def test_python_without_venv_is_named(tmp_path: Path) -> None:
    """In a copy without an environment, with a python3 whose venv module fails."""
    for name in ('emulator.cjs', 'run.cjs', 'venv.cjs', 'requirements.txt'):
        shutil.copy(FOLDER / name, tmp_path)
    stub = tmp_path / 'bin' / 'python3'
    stub.parent.mkdir()
    stub.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.12.1 && exit\nexit 1\n', encoding='utf-8')
    stub.chmod(0o755)
    env = {'PATH': f'{stub.parent}:/usr/bin:/bin'}
    run = subprocess.run([NODE, str(tmp_path / 'run.cjs')], env=env, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert run.stderr == (
        'python3 cannot make a virtual environment; install its venv module (Debian and Ubuntu: python3-venv).\n'
    )
