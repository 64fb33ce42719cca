"""REST APIs: what a stage needs, what it holds, and streams."""

from typing import Any

from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend, RestAPI

from ..patch import Patch
from ..repair import repair

INTEGRATION = 'x-amazon-apigateway-integration'
# How the ARN of Lambda's operation ends that answers with a stream.
STREAMING = '/response-streaming-invocations'
# In milliseconds. The account's quota for whole answers can be raised; this is what it begins with.
LONGEST = {'BUFFERED': 29_000, 'STREAM': 900_000}


@repair
def logs_need_role(patch: Patch) -> None:
    """A stage has logs only where the account has a role for them.

    AWS: UpdateStage answers 400 BadRequestException, `CloudWatch Logs role ARN must be set in account settings to enable
    logging`, when it turns logs on and the account has no role in the Region.
    moto: turns them on. An environment whose bootstrap makes no role would stay green.
    Here: the change is refused; `OFF` is no log.
    """

    def is_log(operation: dict[str, Any]) -> bool:
        path, value = operation['path'], operation.get('value')
        return operation['op'] == 'replace' and (
            path.startswith('/accessLogSettings/') or (path.endswith('/logging/loglevel') and value != 'OFF')
        )

    @patch.wrap(APIGatewayBackend, 'update_stage')
    def update_stage(
        original: Any, self: APIGatewayBackend, function_id: str, stage_name: str, patch_operations: Any
    ) -> Any:
        if not self.account.cloudwatch_role_arn and any(is_log(each) for each in patch_operations):
            raise BadRequestException('CloudWatch Logs role ARN must be set in account settings to enable logging')
        return original(self, function_id, stage_name, patch_operations)


@repair
def deployment_of_a_stage(patch: Patch) -> None:
    """A stage serves a deployment that exists for as long as it serves it.

    AWS: DeleteDeployment answers 400 BadRequestException while a stage points to the deployment, and a stage cannot be
    pointed to one that the API does not have.
    moto: only looks at the stage that CreateDeployment was told, and takes any deployment. A switch that deletes the old
    deployment before the stage has left it would stay green.
    Here: both are refused.
    """

    def refuse_unknown(api: RestAPI, deployment_id: str | None) -> None:
        if deployment_id not in api.deployments:
            raise BadRequestException('Deployment id does not exist')

    @patch.wrap(RestAPI, 'delete_deployment')
    def delete_deployment(original: Any, self: RestAPI, deployment_id: str) -> Any:
        if any(stage.deployment_id == deployment_id for stage in self.stages.values()):
            raise BadRequestException('Active stages pointing to this deployment must be moved or deleted')
        return original(self, deployment_id)

    @patch.wrap(RestAPI, 'create_stage')
    def create_stage(original: Any, self: RestAPI, name: str, deployment_id: str, **kwargs: Any) -> Any:
        refuse_unknown(self, deployment_id)
        return original(self, name, deployment_id, **kwargs)

    @patch.wrap(APIGatewayBackend, 'update_stage')
    def update_stage(
        original: Any, self: APIGatewayBackend, function_id: str, stage_name: str, patch_operations: Any
    ) -> Any:
        for operation in patch_operations:
            if operation['path'] == '/deploymentId':
                refuse_unknown(self.get_rest_api(function_id), operation.get('value'))
        return original(self, function_id, stage_name, patch_operations)


@repair
def streams(patch: Patch) -> None:
    """An integration streams with both its URI and its transfer mode, and waits no longer than there is time.

    AWS: answers 400 BadRequestException to a document with an integration whose URI is Lambda's streaming operation and
    whose responseTransferMode is not STREAM, or the other way round; and to a timeout beyond 29 seconds, or 15 minutes
    for a stream (not tried; it follows from the page on response streaming and from PutIntegration, which refuses the
    same).
    moto: does not look at them.
    Here: such a document is refused, and nothing of it is taken.
    """

    def refuse_wrong(document: dict[str, Any]) -> None:
        for path, methods in document['paths'].items():
            for method in methods.values():
                integration = method.get(INTEGRATION) or {}
                mode = integration.get('responseTransferMode', 'BUFFERED')
                streamed = str(integration.get('uri')).endswith(STREAMING)
                if streamed != (mode == 'STREAM'):
                    raise BadRequestException(f'{path}: the URI and the responseTransferMode {mode} do not go together')
                if int(integration.get('timeoutInMillis', 0)) > LONGEST[mode]:
                    raise BadRequestException(f'{path}: Timeout should be between 50 ms and {LONGEST[mode]} ms')

    @patch.wrap(APIGatewayBackend, 'put_rest_api')
    def put_rest_api(
        original: Any, self: APIGatewayBackend, function_id: str, api_doc: dict[str, Any], **kwargs: Any
    ) -> Any:
        refuse_wrong(api_doc)
        return original(self, function_id, api_doc, **kwargs)


@repair
def root_stays(patch: Patch) -> None:
    """The root resource of an API stays when its document is replaced.

    AWS: rootResourceId is the id of the resource at `/`, before and after PutRestApi.
    moto: with mode overwrite it makes another root and goes on telling the id of the old one.
    Here: the root keeps its id; all below it is made anew.
    """

    @patch.wrap(APIGatewayBackend, 'put_rest_api')
    def put_rest_api(
        original: Any, self: APIGatewayBackend, function_id: str, api_doc: dict[str, Any], **kwargs: Any
    ) -> Any:
        api = self.get_rest_api(function_id)
        add_child = api.add_child

        def with_known_root(path: str, parent_id: str | None = None) -> Any:
            child = add_child(path, parent_id)
            if path == '/':
                del api.resources[child.id]
                child.id = api.root_resource_id
                api.resources[child.id] = child
            return child

        api.add_child = with_known_root  # type: ignore[method-assign]
        try:
            return original(self, function_id, api_doc, **kwargs)
        finally:
            del api.add_child
