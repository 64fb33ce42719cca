"""An answer that its client did not get is given once more."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KEPT = 500


@dataclass(frozen=True)
class Answer:
    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]


class Repeats:
    """Passes requests on, but those that the client repeats although they were done.

    AWS's SDK for Go, which Terraform's provider uses, now and then closes a connection under an answer that comes
    within a millisecond or two: it closes the body of its request while its HTTP client still looks for the end of it.
    It then sends the same request again, and would meet what it has made: a service that exists, or a second rule of a
    listener that nobody knows of. SDKs mark all attempts of a call with one `amz-sdk-invocation-id`.
    """

    def __init__(self, application: Any) -> None:
        self._application = application
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        call = environ.get('HTTP_AMZ_SDK_INVOCATION_ID')
        done = self._answers.get(call) if call else None
        if done is not None:
            start_response(done.status, done.headers)
            return done.body
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *rest)

        body = list(self._application(environ, start))
        # What failed may go well the next time.
        if call and told and told[0].startswith('2'):
            self._answers[call] = Answer(told[0], told[1], body)
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return body
