from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Aws

NOTHING: dict[str, Any] = {
    'Namespace': 'Test',
    'MetricName': 'Nothing',
    'Statistic': 'Sum',
    'Period': 60,
    'EvaluationPeriods': 1,
    'Threshold': 0,
    'ComparisonOperator': 'GreaterThanThreshold',
}


@pytest.mark.proves('cloudwatch.composite_alarm')
def test_composite_alarm_keeps_its_rule_and_suppressor(aws: Aws) -> None:
    cloudwatch = aws.client('cloudwatch')
    for name in ['a', 'b', 'maintenance']:
        cloudwatch.put_metric_alarm(AlarmName=name, **NOTHING)
    cloudwatch.put_composite_alarm(
        AlarmName='fleet-down',
        AlarmRule='ALARM("a") OR ALARM("b")',
        AlarmActions=['arn:aws:sns:us-east-1:111122223333:alarms'],
        ActionsSuppressor='maintenance',
        ActionsSuppressorWaitPeriod=60,
        ActionsSuppressorExtensionPeriod=120,
    )
    found = cloudwatch.describe_alarms(AlarmNames=['fleet-down'], AlarmTypes=['CompositeAlarm'])
    assert found['MetricAlarms'] == []
    [alarm] = found['CompositeAlarms']
    assert alarm['AlarmRule'] == 'ALARM("a") OR ALARM("b")'
    assert alarm['AlarmActions'] == ['arn:aws:sns:us-east-1:111122223333:alarms']
    assert alarm['ActionsSuppressor'] == 'maintenance'
    assert (alarm['ActionsSuppressorWaitPeriod'], alarm['ActionsSuppressorExtensionPeriod']) == (60, 120)


@pytest.mark.proves('cloudwatch.composite_alarm')
def test_composite_alarm_names_alarms_that_exist(aws: Aws) -> None:
    cloudwatch = aws.client('cloudwatch')
    cloudwatch.put_metric_alarm(AlarmName='a', **NOTHING)
    for named in [{'AlarmRule': 'ALARM("a") OR OK(b)'}, {'AlarmRule': 'ALARM("a")', 'ActionsSuppressor': 'b'}]:
        with pytest.raises(ClientError, match=r'alarms \[b\] in the alarm rule do not exist'):
            cloudwatch.put_composite_alarm(AlarmName='page', **named)
    arn = cloudwatch.describe_alarms(AlarmNames=['a'])['MetricAlarms'][0]['AlarmArn']
    cloudwatch.put_composite_alarm(AlarmName='page', AlarmRule=f'ALARM("{arn}") OR FALSE')


@pytest.mark.proves('cloudwatch.alarms_in_use')
def test_alarm_that_a_composite_names_is_not_deleted(aws: Aws) -> None:
    cloudwatch = aws.client('cloudwatch')
    for name in ['a', 'quiet']:
        cloudwatch.put_metric_alarm(AlarmName=name, **NOTHING)
    cloudwatch.put_composite_alarm(AlarmName='page', AlarmRule='ALARM("a")', ActionsSuppressor='quiet')
    for name in ['a', 'quiet']:
        with pytest.raises(ClientError, match=f'Cannot delete {name} as there are composite alarm'):
            cloudwatch.delete_alarms(AlarmNames=[name])
    cloudwatch.delete_alarms(AlarmNames=['page'])
    cloudwatch.delete_alarms(AlarmNames=['a', 'quiet'])
    assert cloudwatch.describe_alarms()['MetricAlarms'] == []
