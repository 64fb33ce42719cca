"""moto's own interface."""

import json
from typing import Any

from moto.moto_api._internal import urls

from ..live import live
from ..patch import Patch
from ..repair import repair


@repair
def live_json(patch: Patch) -> None:
    """The emulator tells what exists now.

    AWS: has no such address; an account is empty when nothing is left to list.
    moto: /moto-api/data.json lists every object ever made, destroyed ones too, and fails once a function exists.
    Here: /moto-api/live.json lists what the services still hold, by kind; ?region= names the region whose default
    network is counted from the start (default us-east-1).
    """

    def answer(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        found = live(request.args.get('region') or None)
        return 200, {'Content-Type': 'application/json'}, json.dumps(found)

    patch.route(urls.url_paths, '{0}/moto-api/live.json', answer)
