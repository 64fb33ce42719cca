import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import Aws

FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:gitlab:live'
LAMBDA = 'arn:aws:apigateway:us-east-1:lambda:path'
WHOLE = f'{LAMBDA}/2015-03-31/functions/{FUNCTION}/invocations'
STREAM = f'{LAMBDA}/2021-11-15/functions/{FUNCTION}/response-streaming-invocations'
LOGS = 'arn:aws:logs:us-east-1:111122223333:log-group:access'
ROLE = 'arn:aws:iam::111122223333:role/api-gateway-logs'


def document(*paths: str, **integration: Any) -> bytes:
    integration = {'type': 'aws_proxy', 'httpMethod': 'POST', 'uri': WHOLE, **integration}
    operation = {'responses': {}, 'x-amazon-apigateway-integration': integration}
    methods = {path: {'post': operation} for path in paths or ('/gitlab/mcp',)}
    return json.dumps({'openapi': '3.0.1', 'info': {'title': 'fleet', 'version': '1'}, 'paths': methods}).encode()


def api_with(gateway: Any, *paths: str) -> str:
    api = gateway.create_rest_api(name='fleet')['id']
    gateway.put_rest_api(restApiId=api, mode='overwrite', body=document(*paths))
    return api


def staged(gateway: Any) -> tuple[str, str]:
    api = api_with(gateway)
    deployment = gateway.create_deployment(restApiId=api)['id']
    gateway.create_stage(restApiId=api, stageName='live', deploymentId=deployment)
    return api, deployment


def change(gateway: Any, api: str, path: str, value: str) -> Any:
    operation = {'op': 'replace', 'path': path, 'value': value}
    return gateway.update_stage(restApiId=api, stageName='live', patchOperations=[operation])


def set_role(gateway: Any) -> None:
    gateway.update_account(patchOperations=[{'op': 'replace', 'path': '/cloudwatchRoleArn', 'value': ROLE}])


@pytest.mark.proves('apigateway.logs_need_role')
@pytest.mark.parametrize(
    ('path', 'value'),
    [('/accessLogSettings/destinationArn', LOGS), ('/*/*/logging/loglevel', 'ERROR')],
    ids=['of accesses', 'of executions'],
)
def test_logs_without_a_role_are_refused(aws: Aws, path: str, value: str) -> None:
    gateway = aws.client('apigateway')
    api, _ = staged(gateway)
    with pytest.raises(ClientError, match='BadRequestException.* CloudWatch Logs role ARN must be set'):
        change(gateway, api, path, value)


def test_logs_with_a_role_and_what_is_no_log_are_taken(aws: Aws) -> None:
    gateway = aws.client('apigateway')
    api, _ = staged(gateway)
    change(gateway, api, '/*/*/logging/loglevel', 'OFF')
    change(gateway, api, '/*/*/throttling/burstLimit', '5')
    set_role(gateway)
    change(gateway, api, '/accessLogSettings/destinationArn', LOGS)
    stage = change(gateway, api, '/*/*/logging/loglevel', 'ERROR')
    assert stage['accessLogSettings']['destinationArn'] == LOGS
    assert stage['methodSettings']['*/*']['loggingLevel'] == 'ERROR'


def test_role_is_of_one_region(aws: Aws) -> None:
    set_role(aws.client('apigateway'))
    other = boto3.client('apigateway', endpoint_url=aws.url, region_name='eu-west-1')
    assert aws.client('apigateway').get_account()['cloudwatchRoleArn'] == ROLE
    assert not other.get_account().get('cloudwatchRoleArn')


@pytest.mark.proves('apigateway.deployment_of_a_stage')
def test_deployment_that_a_stage_serves_stays(aws: Aws) -> None:
    gateway = aws.client('apigateway')
    api, old = staged(gateway)
    new = gateway.create_deployment(restApiId=api)['id']
    with pytest.raises(ClientError, match='BadRequestException.* Active stages'):
        gateway.delete_deployment(restApiId=api, deploymentId=old)
    change(gateway, api, '/deploymentId', new)
    gateway.delete_deployment(restApiId=api, deploymentId=old)
    assert [each['id'] for each in gateway.get_deployments(restApiId=api)['items']] == [new]


@pytest.mark.proves('apigateway.deployment_of_a_stage')
@pytest.mark.parametrize('exists', [True, False], ids=['changed', 'new'])
def test_stage_serves_no_deployment_that_does_not_exist(aws: Aws, exists: bool) -> None:
    gateway = aws.client('apigateway')
    api, _ = staged(gateway)
    with pytest.raises(ClientError, match='BadRequestException'):
        if exists:
            change(gateway, api, '/deploymentId', 'nothing')
        else:
            gateway.create_stage(restApiId=api, stageName='other', deploymentId='nothing')


@pytest.mark.proves('apigateway.streams')
@pytest.mark.parametrize(
    'integration',
    [
        {'uri': STREAM},
        {'responseTransferMode': 'STREAM'},
        {'timeoutInMillis': 29_001},
        {'uri': STREAM, 'responseTransferMode': 'STREAM', 'timeoutInMillis': 900_001},
    ],
    ids=['URI alone', 'mode alone', 'too long', 'too long for a stream'],
)
def test_document_that_cannot_stream_is_refused(aws: Aws, integration: dict[str, Any]) -> None:
    gateway = aws.client('apigateway')
    api = api_with(gateway)
    with pytest.raises(ClientError, match='BadRequestException'):
        gateway.put_rest_api(restApiId=api, mode='overwrite', body=document('/other/mcp', **integration))
    paths = [each['path'] for each in gateway.get_resources(restApiId=api)['items']]
    assert '/gitlab/mcp' in paths


def test_whole_answers_and_streams_within_their_time_are_taken(aws: Aws) -> None:
    gateway = aws.client('apigateway')
    api = api_with(gateway)
    for integration in (
        {'timeoutInMillis': 29_000},
        {'uri': STREAM, 'responseTransferMode': 'STREAM', 'timeoutInMillis': 900_000},
    ):
        gateway.put_rest_api(restApiId=api, mode='overwrite', body=document(**integration))


@pytest.mark.proves('apigateway.root_stays')
def test_root_stays_and_what_left_the_document_goes(aws: Aws) -> None:
    gateway = aws.client('apigateway')
    api = api_with(gateway, '/gitlab/mcp', '/pagerduty/mcp')
    gateway.put_rest_api(restApiId=api, mode='overwrite', body=document('/gitlab/mcp'))
    resources = {each['path']: each for each in gateway.get_resources(restApiId=api)['items']}
    assert sorted(resources) == ['/', '/gitlab', '/gitlab/mcp']
    assert resources['/']['id'] == gateway.get_rest_api(restApiId=api)['rootResourceId']
    assert resources['/gitlab']['parentId'] == resources['/']['id']
