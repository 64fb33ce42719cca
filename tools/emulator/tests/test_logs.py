import pytest

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
