from typing import Any

import pytest

from conftest import Aws

ALARM = {'Region': 'us-east-1', 'Name': 'server-down'}


def check(route53: Any, **config: Any) -> dict[str, Any]:
    made = route53.create_health_check(CallerReference='one', HealthCheckConfig=config)['HealthCheck']
    return route53.get_health_check(HealthCheckId=made['Id'])['HealthCheck']


@pytest.mark.proves('route53.alarm_health_check')
def test_check_of_an_alarm_has_the_alarm_and_no_endpoint(aws: Aws) -> None:
    route53 = aws.client('route53')
    made = check(
        route53, Type='CLOUDWATCH_METRIC', AlarmIdentifier=ALARM, InsufficientDataHealthStatus='Unhealthy'
    )
    config = made['HealthCheckConfig']
    assert (config['AlarmIdentifier'], config['InsufficientDataHealthStatus']) == (ALARM, 'Unhealthy')
    assert not {'Port', 'RequestInterval', 'FailureThreshold', 'MeasureLatency', 'IPAddress'} & config.keys()

    route53.update_health_check(HealthCheckId=made['Id'], InsufficientDataHealthStatus='Healthy')
    config = route53.get_health_check(HealthCheckId=made['Id'])['HealthCheck']['HealthCheckConfig']
    assert (config['AlarmIdentifier'], config['InsufficientDataHealthStatus']) == (ALARM, 'Healthy')


def test_check_of_an_endpoint_keeps_its_values(aws: Aws) -> None:
    config = check(
        aws.client('route53'), Type='HTTPS', FullyQualifiedDomainName='mcp.example.com', Port=443, RequestInterval=10
    )['HealthCheckConfig']
    assert (config['Port'], config['RequestInterval'], config['FailureThreshold']) == (443, 10, 3)


@pytest.mark.proves('route53.query_log_group')
def test_query_log_takes_the_arn_of_the_group(aws: Aws) -> None:
    aws.client('logs').create_log_group(logGroupName='/aws/route53/example.com')
    route53 = aws.client('route53')
    zone = route53.create_hosted_zone(Name='example.com', CallerReference='one')['HostedZone']['Id']
    arn = f'arn:aws:logs:us-east-1:{aws.account}:log-group:/aws/route53/example.com'
    made = route53.create_query_logging_config(HostedZoneId=zone.rpartition('/')[2], CloudWatchLogsLogGroupArn=arn)
    assert made['QueryLoggingConfig']['CloudWatchLogsLogGroupArn'] == arn
