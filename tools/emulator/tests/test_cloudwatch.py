import pytest

from conftest import Aws


@pytest.mark.proves('cloudwatch.composite_alarm')
def test_composite_alarm_keeps_its_rule_and_suppressor(aws: Aws) -> None:
    cloudwatch = aws.client('cloudwatch')
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
