import json
from typing import Any
from urllib.request import urlopen

import pytest

from conftest import Aws
from mcp_fleet_emulator.live import difference


def live(aws: Aws, query: str = '') -> dict[str, list[str]]:
    with urlopen(f'{aws.url}/moto-api/live.json{query}') as response:
        return json.load(response)


@pytest.mark.proves('moto_api.live_json')
def test_nothing_is_left_of_what_was_made_and_destroyed(aws: Aws) -> None:
    before = live(aws)
    ec2, sqs, logs = aws.client('ec2'), aws.client('sqs'), aws.client('logs')
    vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
    queue = sqs.create_queue(QueueName='dead')['QueueUrl']
    logs.create_log_group(logGroupName='/fleet/server')
    came = difference(before, live(aws))['came']
    assert came['logs.LogGroup'] == [f'arn:aws:logs:us-east-1:{aws.account}:log-group:/fleet/server']
    assert (len(came['ec2.VPC']), len(came['sqs.Queue'])) == (1, 1)

    ec2.delete_vpc(VpcId=vpc)
    sqs.delete_queue(QueueUrl=queue)
    logs.delete_log_group(logGroupName='/fleet/server')
    assert live(aws) == before


@pytest.mark.proves('moto_api.live_json')
def test_reading_what_aws_made_itself_changes_nothing(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('MOTO_IAM_LOAD_MANAGED_POLICIES', 'true')
    before = live(aws)
    aws.client('ec2').describe_vpcs()
    aws.client('events').list_event_buses()
    aws.client('iam').list_roles()
    assert aws.client('iam').list_policies(Scope='AWS')['Policies']
    aws.client('kms').list_aliases()
    aws.client('ecs').list_clusters()
    assert live(aws) == before


@pytest.mark.proves('moto_api.live_json')
def test_default_network_of_another_region_is_there_when_asked(aws: Aws) -> None:
    assert len(live(aws)['ec2.VPC']) == 1
    assert len(live(aws, '?region=eu-west-1')['ec2.VPC']) == 2


@pytest.mark.proves('moto_api.live_json')
@pytest.mark.parametrize('service', ['kms', 'secretsmanager', 'ec2', 'ecs'])
def test_what_aws_deletes_later_is_gone(aws: Aws, service: str) -> None:
    before = live(aws)
    make_and_destroy[service](aws)
    assert live(aws) == before


def a_key(aws: Aws) -> None:
    kms = aws.client('kms')
    kms.schedule_key_deletion(KeyId=kms.create_key()['KeyMetadata']['KeyId'], PendingWindowInDays=7)


def a_secret(aws: Aws) -> None:
    secrets = aws.client('secretsmanager')
    secrets.create_secret(Name='token', SecretString='x')
    secrets.delete_secret(SecretId='token', RecoveryWindowInDays=7)


def an_endpoint(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
    asked = {'VpcId': vpc, 'ServiceName': 'com.amazonaws.us-east-1.s3', 'VpcEndpointType': 'Gateway'}
    endpoint = ec2.create_vpc_endpoint(**asked)['VpcEndpoint']
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint['VpcEndpointId']])
    ec2.delete_vpc(VpcId=vpc)


def a_cluster(aws: Aws) -> None:
    ecs = aws.client('ecs')
    ecs.create_cluster(clusterName='fleet')
    ecs.delete_cluster(cluster='fleet')


make_and_destroy: dict[str, Any] = {'kms': a_key, 'secretsmanager': a_secret, 'ec2': an_endpoint, 'ecs': a_cluster}


def test_difference_counts_names_that_occur_twice() -> None:
    before = {'ec2.Route': ['0.0.0.0/0'], 'sns.Topic': ['old']}
    after = {'ec2.Route': ['0.0.0.0/0', '0.0.0.0/0']}
    assert difference(before, after) == {'came': {'ec2.Route': ['0.0.0.0/0']}, 'went': {'sns.Topic': ['old']}}
