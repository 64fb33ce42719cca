"""One line for each request, for those who want to know what a client did."""

import io
import sys
import time
from typing import Any
from urllib.parse import unquote_plus

LONGEST_BODY = 2000


class RequestLog:
    """Passes requests on, and writes to stderr what was asked and how it was answered."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
        environ['wsgi.input'] = io.BytesIO(body)
        began = time.time()
        statuses: list[str] = []

        def start(status: str, *rest: Any) -> Any:
            statuses.append(status.partition(' ')[0])
            return start_response(status, *rest)

        try:
            return self._application(environ, start)
        finally:
            print(line(environ, body, began, statuses), file=sys.stderr, flush=True)


def line(environ: dict[str, Any], body: bytes, began: float, statuses: list[str]) -> str:
    """Time, status, seconds, method, path, operation and body: decoded, so that an ARN is found as it is written."""
    query = environ.get('QUERY_STRING')
    told = [
        time.strftime('%H:%M:%S', time.localtime(began)),
        statuses[-1] if statuses else 'failed',
        f'{time.time() - began:.3f}s',
        environ['REQUEST_METHOD'],
        environ['PATH_INFO'] + (f'?{query}' if query else ''),
        environ.get('HTTP_X_AMZ_TARGET', ''),
        unquote_plus(body[:LONGEST_BODY].decode('utf-8', 'replace')),
    ]
    return ' '.join(' '.join(told).split())
