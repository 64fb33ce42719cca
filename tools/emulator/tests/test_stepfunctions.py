import json
from typing import Any

import pytest

from conftest import Aws

END = {'Type': 'Succeed'}


def validate(aws: Aws, definition: str) -> tuple[str, list[str]]:
    answer = aws.client('stepfunctions').validate_state_machine_definition(definition=definition)
    return answer['result'], [each['message'] for each in answer['diagnostics']]


@pytest.mark.proves('stepfunctions.validate_definition')
def test_a_definition_that_hangs_together_is_valid(aws: Aws) -> None:
    states = {'First': {'Type': 'Pass', 'Next': 'Last'}, 'Last': END}
    assert validate(aws, json.dumps({'StartAt': 'First', 'States': states})) == ('OK', [])


@pytest.mark.proves('stepfunctions.validate_definition')
@pytest.mark.parametrize(
    ('machine', 'message'),
    [
        ({'StartAt': 'First', 'States': {'Last': END}}, 'There is no state First.'),
        ({'StartAt': 'First', 'States': {'First': {'Type': 'Pass', 'Next': 'Last'}}}, 'There is no state Last.'),
        ({'StartAt': 'First', 'States': {'First': {'End': True}}}, 'The state First has no Type.'),
    ],
)
def test_what_is_wrong_with_a_definition_is_told(aws: Aws, machine: dict[str, Any], message: str) -> None:
    assert validate(aws, json.dumps(machine)) == ('FAIL', [message])


@pytest.mark.proves('stepfunctions.validate_definition')
def test_a_definition_is_json(aws: Aws) -> None:
    result, [message] = validate(aws, 'StartAt: First')
    assert (result, message.split(':')[0]) == ('FAIL', 'The definition is no JSON')


@pytest.mark.proves('stepfunctions.state_machine_versions')
@pytest.mark.parametrize('publish', [True, False])
def test_published_versions_are_listed(aws: Aws, publish: bool) -> None:
    machines = aws.client('stepfunctions')
    made = machines.create_state_machine(
        name='refresh',
        definition=json.dumps({'StartAt': 'Last', 'States': {'Last': END}}),
        roleArn='arn:aws:iam::111122223333:role/refresh',
        publish=publish,
    )
    versions = machines.list_state_machine_versions(stateMachineArn=made['stateMachineArn'])['stateMachineVersions']
    assert [each['stateMachineVersionArn'] for each in versions] == [f'{made["stateMachineArn"]}:1'] * publish
