"""venv.cjs with a stand-in for python3: what is installed where, and what a signal leaves behind."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
NODE = shutil.which('node') or 'node'

# `-m venv` makes a folder whose python is this script again; `-m pip` prints lines, and waits where a file says so.
PYTHON = """#!/bin/sh
root={root}
case "$*" in
  --version) echo "Python $(cat "$root/version")" ;;
  '-m venv '*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *install*)
    echo 'Collecting moto'
    [ ! -e "$root/slow" ] || {{ sleep 600 & echo $! > "$root/sleeping"; wait; }}
    [ ! -e "$root/broken" ] || {{ echo 'No matching distribution' >&2; exit 1; }} ;;
esac
"""


class Copy:
    """A copy of the emulator's folder without an environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ('venv.cjs', 'requirements.txt'):
            shutil.copy(FOLDER / name, root)
        stub = root / 'bin' / 'python3'
        stub.parent.mkdir()
        stub.write_text(PYTHON.format(root=root), encoding='utf-8')
        stub.chmod(0o755)
        self.python('3.12.1')

    def python(self, version: str) -> None:
        (self.root / 'version').write_text(version, encoding='utf-8')

    def start(self, every: int = 10_000) -> 'subprocess.Popen[str]':
        script = f"""require('./venv.cjs').ensureVenv(console.log, {every})
            .then(console.log, (error) => {{ console.log(error.message); process.exitCode = 1; }});"""
        env = {'PATH': f'{self.root / "bin"}:/usr/bin:/bin'}
        return subprocess.Popen(
            [NODE, '-e', script], cwd=self.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def made(self) -> list[str]:
        with self.start() as process:
            return process.communicate(timeout=60)[0].splitlines()

    def locks(self) -> list[Path]:
        return sorted((self.root / '.venv').glob('*.lock*'))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def line_with(process: 'subprocess.Popen[str]', part: str) -> str:
    assert process.stdout
    return next(line for line in process.stdout if part in line)


def eventually(true: Callable[[], bool]) -> None:
    with subprocess.Popen(['sleep', '60']) as limit:
        while not true():
            assert limit.poll() is None
            try:
                limit.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
        limit.kill()


def is_running(pid: int) -> bool:
    try:
        state = Path(f'/proc/{pid}/stat').read_text(encoding='utf-8').rsplit(')', 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != 'Z'


def test_each_python_and_each_set_of_requirements_has_a_folder(copy: Copy) -> None:
    first = copy.made()
    assert 'Installing the emulator' in first[0]
    assert '  Collecting moto' in first
    assert copy.made() == first[-1:]
    copy.python('3.11.2')
    other = copy.made()
    assert 'Installing the emulator' in other[0]
    (copy.root / 'requirements.txt').write_text('moto', encoding='utf-8')
    third = copy.made()
    pythons = {first[-1], other[-1], third[-1]}
    assert len(pythons) == 3
    assert all(Path(python).exists() for python in pythons)
    assert copy.locks() == []


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_an_installation_with_its_children(copy: Copy, number: signal.Signals) -> None:
    (copy.root / 'slow').touch()
    sleeping = copy.root / 'sleeping'
    with copy.start() as process:
        eventually(lambda: sleeping.exists() and bool(sleeping.read_text(encoding='utf-8').strip()))
        process.send_signal(number)
        assert process.wait(timeout=60) == 128 + number
    child = int(sleeping.read_text(encoding='utf-8'))
    eventually(lambda: not is_running(child))
    assert copy.locks() == []
    (copy.root / 'slow').unlink()
    assert 'Installing the emulator' in copy.made()[0]


def test_a_signal_ends_waiting_and_leaves_the_lock_of_the_other(copy: Copy) -> None:
    lock = Path(f'{Path(copy.made()[-1]).parents[1]}.lock')
    shutil.rmtree(copy.root / '.venv')
    lock.parent.mkdir()
    lock.write_text(str(os.getpid()), encoding='utf-8')
    with copy.start(every=20) as process:
        assert f'process {os.getpid()},' in line_with(process, 'Waiting for')
        line_with(process, 'Waiting for')
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 143
    assert copy.locks() == [lock]
    assert lock.read_text(encoding='utf-8') == str(os.getpid())


def test_the_lock_of_a_process_that_ended_is_taken_over(copy: Copy) -> None:
    python = copy.made()[-1]
    shutil.rmtree(copy.root / '.venv')
    with subprocess.Popen(['true']) as ended:
        ended.wait()
    (copy.root / '.venv').mkdir()
    Path(f'{Path(python).parents[1]}.lock').write_text(str(ended.pid), encoding='utf-8')
    with copy.start() as one, copy.start() as two:
        outputs = [process.communicate(timeout=60)[0].splitlines() for process in (one, two)]
    assert [lines[-1] for lines in outputs] == [python, python]
    assert sum('Installing' in line for lines in outputs for line in lines) == 1
    assert copy.locks() == []


def test_a_long_installation_shows_signs_of_life(copy: Copy) -> None:
    (copy.root / 'slow').touch()
    with copy.start(every=20) as process:
        line_with(process, 'still installing')
        line_with(process, 'still installing')
        process.terminate()


def test_what_pip_refuses_is_said_and_not_trusted(copy: Copy) -> None:
    (copy.root / 'broken').touch()
    message = 'pip cannot install tools/emulator/requirements.txt: No matching distribution'
    assert copy.made()[-1] == message
    assert copy.made()[-1] == message
    (copy.root / 'broken').unlink()
    assert copy.made()[-1].endswith('/bin/python')
