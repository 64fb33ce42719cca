import json

import pytest
from botocore.exceptions import ClientError

from mcp_fleet_emulator.live import live

from conftest import Aws


@pytest.mark.proves('logs.log_group_class')
@pytest.mark.parametrize(
    ('given', 'told'), [({'logGroupClass': 'INFREQUENT_ACCESS'}, 'INFREQUENT_ACCESS'), ({}, 'STANDARD')]
)
def test_class_of_a_log_group_is_told(aws: Aws, given: dict[str, str], told: str) -> None:
    logs = aws.client('logs')
    logs.create_log_group(logGroupName='/fleet/server', **given)
    [group] = logs.describe_log_groups(logGroupNamePrefix='/fleet')['logGroups']
    assert group['logGroupClass'] == told


def policy(audited: list[str], masked: list[str]) -> str:
    audit = {'DataIdentifier': audited, 'Operation': {'Audit': {'FindingsDestination': {}}}}
    mask = {'DataIdentifier': masked, 'Operation': {'Deidentify': {'MaskConfig': {}}}}
    return json.dumps({'Name': 'keys', 'Version': '2021-06-01', 'Statement': [audit, mask]})


@pytest.mark.proves('logs.data_protection_policy')
def test_data_protection_policy_is_kept_until_it_is_deleted(aws: Aws) -> None:
    logs = aws.client('logs')
    logs.create_log_group(logGroupName='/fleet/server')
    assert 'policyDocument' not in logs.get_data_protection_policy(logGroupIdentifier='/fleet/server')
    with pytest.raises(ClientError, match='same data identifiers'):
        logs.put_data_protection_policy(logGroupIdentifier='/fleet/server', policyDocument=policy(['a'], ['b']))
    logs.put_data_protection_policy(logGroupIdentifier='/fleet/server', policyDocument=policy(['a'], ['a']))
    arn = logs.describe_log_groups()['logGroups'][0]['arn']
    told = logs.get_data_protection_policy(logGroupIdentifier=arn)
    assert told['policyDocument'] == policy(['a'], ['a'])
    logs.delete_data_protection_policy(logGroupIdentifier='/fleet/server')
    assert 'policyDocument' not in logs.get_data_protection_policy(logGroupIdentifier='/fleet/server')
    with pytest.raises(ClientError, match='ResourceNotFoundException'):
        logs.get_data_protection_policy(logGroupIdentifier='/fleet/other')


@pytest.mark.proves('logs.query_definitions')
def test_saved_queries_are_found_by_the_beginning_of_their_names(aws: Aws) -> None:
    logs = aws.client('logs')
    made = logs.put_query_definition(name='dev/slow', queryString='fields @message', logGroupNames=['/fleet/server'])
    logs.put_query_definition(name='production/slow', queryString='fields @message')
    id = made['queryDefinitionId']
    logs.put_query_definition(queryDefinitionId=id, name='dev/slowest', queryString='limit 1')
    [found] = logs.describe_query_definitions(queryDefinitionNamePrefix='dev/')['queryDefinitions']
    assert (found['queryDefinitionId'], found['name'], found['queryString']) == (id, 'dev/slowest', 'limit 1')
    assert len(live()['logs.QueryDefinition']) == 2
    logs.delete_query_definition(queryDefinitionId=id)
    assert logs.describe_query_definitions(queryDefinitionNamePrefix='dev/')['queryDefinitions'] == []
    with pytest.raises(ClientError, match='ResourceNotFoundException'):
        logs.delete_query_definition(queryDefinitionId=id)
