"""moto's server in this process, on a port of its own."""

import logging
from threading import Lock
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from . import repairs  # noqa: F401  registers the repairs
from .repair import apply_all
from .repeats import Repeats
from .request_log import RequestLog


class Emulator:
    """The application: moto's, made new with the repairs that are wanted."""

    def __init__(self) -> None:
        # moto walks its dictionaries without locks: two requests at once fail now and then, with 500, after the work is
        # done. A client then asks again, and meets what it has made.
        self._one_at_a_time = Lock()
        self.repair()

    def repair(self, without: frozenset[str] = frozenset()) -> None:
        """Applies every repair but the ones named, and forgets the addresses that moto's services had."""
        apply_all(without)
        self._application = Repeats(DomainDispatcherApplication(create_backend_app))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._one_at_a_time:
            return self._application(environ, start_response)


def make(port: int, emulator: Emulator, verbose: bool = False) -> BaseWSGIServer:
    """A server on the loopback interface that is bound but does not serve yet.

    :param port: 0 for a free one; the server tells it as `server_port`.
    :param verbose: whether requests are logged to stderr, one line each; failures always are.
    :raises OSError: another program has the port.
    """
    logging.getLogger('werkzeug').setLevel(logging.ERROR)
    application = RequestLog(emulator) if verbose else emulator
    return make_server('127.0.0.1', port, application, threaded=True)
