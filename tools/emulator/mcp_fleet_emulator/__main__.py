"""python -m mcp_fleet_emulator: serve, live, repairs."""

import argparse
import json
import os
import signal
import socket
import sys
import threading
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from .settings import ACCOUNT, REGION, configure


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    return options.run(options)


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(prog='mcp_fleet_emulator', description='AWS for Terraform, on this machine.')
    commands = result.add_subparsers(required=True, metavar='command')

    serve_ = commands.add_parser('serve', help='start the emulator')
    serve_.add_argument('--port', type=int, default=0, help='on 127.0.0.1 (default: a free one)')
    serve_.add_argument('--account', default=ACCOUNT, help=f'the account of the credentials (default: {ACCOUNT})')
    serve_.add_argument('--without', action='append', default=[], metavar='REPAIR', help='leave a repair out')
    serve_.add_argument('--verbose', action='store_true', help='log every request')
    serve_.add_argument('--until-stdin-ends', action='store_true', help='stop with the program that started it')
    serve_.set_defaults(run=serve)

    live_ = commands.add_parser('live', help='print what exists now, as JSON')
    live_.add_argument('--port', type=int, required=True)
    live_.add_argument('--region', default=REGION, help=f'whose default network exists (default: {REGION})')
    live_.add_argument('--against', metavar='FILE', help='print what came and went since FILE; exit 1 if anything did')
    live_.set_defaults(run=live)

    commands.add_parser('repairs', help='print the table of the README').set_defaults(run=repairs)
    return result


def serve(options: argparse.Namespace) -> int:
    if not (options.account.isdecimal() and len(options.account) == 12):
        return fail(f'--account {options.account}: an account id has 12 digits')
    refused = why_not(options.port)
    if refused:
        return fail(f'cannot listen on port {options.port} ({refused}); leave --port out for a free one')
    configure(options.account)
    # moto reads its settings while it is imported.
    from .server import Emulator, make

    emulator = Emulator()
    try:
        emulator.repair(frozenset(options.without))
    except ValueError as error:
        return fail(str(error))
    server = make(options.port, emulator, options.verbose)

    def stop(*_: Any) -> None:
        # shutdown() waits for serve_forever(), which runs in this very thread.
        threading.Thread(target=server.shutdown).start()

    def stop_after_stdin() -> None:
        # Not through sys.stdin: its lock would be held when the interpreter ends.
        while os.read(0, 4096):
            pass
        stop()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if options.until_stdin_ends:
        threading.Thread(target=stop_after_stdin, daemon=True).start()
    print(f'http://127.0.0.1:{server.server_port}', flush=True)
    server.serve_forever()
    server.server_close()
    return 0


def why_not(port: int) -> str | None:
    """Why the port cannot be had, if so; werkzeug would end the process with a text of its own."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', port))
        except (OSError, OverflowError) as error:
            return getattr(error, 'strerror', None) or str(error)
    return None


def live(options: argparse.Namespace) -> int:
    url = f'http://127.0.0.1:{options.port}/moto-api/live.json?{urlencode({"region": options.region})}'
    try:
        with urlopen(url, timeout=60) as response:
            now = json.load(response)
    except (URLError, ValueError) as error:
        return fail(f'no emulator answers on port {options.port}: {error}')
    if options.against is None:
        print(json.dumps(now, indent=2))
        return 0

    configure(ACCOUNT)
    from .live import difference

    try:
        with open(options.against, encoding='utf-8') as file:
            before = json.load(file)
    except (OSError, ValueError) as error:
        return fail(f'--against {options.against}: {error}')
    changed = difference(before, now)
    print(json.dumps(changed, indent=2))
    return 1 if any(changed.values()) else 0


def repairs(options: argparse.Namespace) -> int:
    configure(ACCOUNT)
    from . import repairs as registered  # noqa: F401
    from .repair import table

    print(table())
    return 0


def fail(message: str) -> int:
    print(f'mcp_fleet_emulator: {message}', file=sys.stderr)
    return 2


if __name__ == '__main__':
    sys.exit(main())
