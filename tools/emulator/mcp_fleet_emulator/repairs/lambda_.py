"""Functions of Lambda."""

import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda import urls
from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import ImageConfig, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.core.exceptions import JsonRESTError

from ..patch import Patch
from ..repair import repair


@repair
def logging_config(patch: Patch) -> None:
    """Functions tell where and how they log.

    AWS: GetFunctionConfiguration always has LoggingConfig: format Text and the group /aws/lambda/<name> unless told
    otherwise.
    moto: forgets LoggingConfig.
    Here: it is kept at creation and update, over AWS's defaults.
    """
    keep(patch, 'LoggingConfig')

    @patch.wrap(LambdaFunction, 'get_configuration')
    def get_configuration(original: Any, self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        default = {'LogFormat': 'Text', 'LogGroup': f'/aws/lambda/{self.function_name}'}
        return {**original(self, *args, **kwargs), 'LoggingConfig': {**default, **(kept(self, 'LoggingConfig') or {})}}


@repair
def dead_letter_and_key(patch: Patch) -> None:
    """Functions keep their dead-letter target and their KMS key.

    AWS: GetFunctionConfiguration has DeadLetterConfig and KMSKeyArn when they are set.
    moto: forgets both.
    Here: both are kept at creation and update; an empty value removes them.
    """
    keep(patch, 'DeadLetterConfig')
    keep(patch, 'KMSKeyArn')

    @patch.wrap(LambdaFunction, 'get_configuration')
    def get_configuration(original: Any, self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        configuration = original(self, *args, **kwargs)
        target = (kept(self, 'DeadLetterConfig') or {}).get('TargetArn')
        key = kept(self, 'KMSKeyArn')
        if target:
            configuration['DeadLetterConfig'] = {'TargetArn': target}
        if key:
            configuration['KMSKeyArn'] = key
        return configuration


@repair
def image_config(patch: Patch) -> None:
    """An image configuration is there only when it was given.

    AWS: leaves ImageConfigResponse out when a function of an image overrides nothing.
    moto: answers with empty overrides, which Terraform reads as a change; versions and aliases follow it.
    Here: empty overrides are left out.
    """

    @patch.wrap(LambdaFunction, 'get_configuration')
    def get_configuration(original: Any, self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        configuration = original(self, *args, **kwargs)
        overrides = configuration.get('ImageConfigResponse', {}).get('ImageConfig', {})
        if not any(overrides.values()):
            configuration.pop('ImageConfigResponse', None)
        return configuration


@repair
def update_configuration(patch: Patch) -> None:
    """Everything about a function can be changed.

    AWS: UpdateFunctionConfiguration also changes the image overrides, tracing and the size of /tmp.
    moto: ignores these three.
    Here: they are changed.
    """

    @patch.wrap(LambdaFunction, 'update_configuration')
    def update_configuration(original: Any, self: Any, updates: dict[str, Any]) -> dict[str, Any]:
        if 'ImageConfig' in updates:
            self.image_config = ImageConfig(updates['ImageConfig'])
        if 'TracingConfig' in updates:
            self.tracing_config = updates['TracingConfig']
        if 'EphemeralStorage' in updates:
            self.ephemeral_storage = updates['EphemeralStorage']['Size']
        return original(self, updates)


@repair
def provisioned_concurrency(patch: Patch) -> None:
    """Versions and aliases can have provisioned concurrency.

    AWS: Put-, Get- and DeleteProvisionedConcurrencyConfig work per version or alias.
    moto: has none of them and answers 404.
    Here: all three work, and what was asked for is allocated at once.
    """

    class NoProvisionedConcurrency(LambdaClientError):
        code = 404

        def __init__(self) -> None:
            super().__init__(
                'ProvisionedConcurrencyConfigNotFoundException', 'This qualifier has no provisioned concurrency'
            )

    def answer(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        response = LambdaResponse()
        response.setup_class(request, full_url, headers)
        # The qualifier names a version or an alias; the setting lives and goes with the function.
        function = response.backend.get_function(unquote(response.path.split('/')[-2]))
        configured: dict[str, int] = vars(function).setdefault('provisioned_concurrency', {})
        qualifier = response.querystring['Qualifier'][0]
        if request.method == 'PUT':
            configured[qualifier] = response.json_body['ProvisionedConcurrentExecutions']
        if qualifier not in configured:
            raise NoProvisionedConcurrency
        if request.method == 'DELETE':
            del configured[qualifier]
            return 204, {}, ''
        counts = {f'{word}ProvisionedConcurrentExecutions': configured[qualifier] for word in COUNTS}
        return 202 if request.method == 'PUT' else 200, {}, json.dumps({**counts, 'Status': 'READY'})

    def handle(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        try:
            return answer(request, full_url, headers)
        except JsonRESTError as error:
            return error.code, dict(error.get_headers()), error.get_body()

    path = '{0}/2019-09-30/functions/(?P<function_name>[^/]+)/provisioned-concurrency$'
    patch.route(urls.url_paths, path, handle)


COUNTS = ('Requested', 'Allocated', 'Available')


def keep(patch: Patch, name: str) -> None:
    """Makes functions remember a parameter of CreateFunction and UpdateFunctionConfiguration."""

    @patch.wrap(LambdaFunction, '__init__')
    def init(original: Any, self: Any, account_id: str, spec: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        remember(self, name, spec)
        original(self, account_id, spec, *args, **kwargs)

    @patch.wrap(LambdaFunction, 'update_configuration')
    def update_configuration(original: Any, self: Any, updates: dict[str, Any]) -> dict[str, Any]:
        remember(self, name, updates)
        return original(self, updates)


def remember(function: Any, name: str, given: dict[str, Any]) -> None:
    # A new dictionary each time: published versions are shallow copies and must keep what they had.
    if name in given:
        function.kept_by_emulator = {**getattr(function, 'kept_by_emulator', {}), name: given[name]}


def kept(function: Any, name: str) -> Any:
    return getattr(function, 'kept_by_emulator', {}).get(name)
