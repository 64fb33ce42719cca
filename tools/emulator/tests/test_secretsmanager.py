import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Aws

FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:rotate'


def make(aws: Aws, source_arn: str | None = None, value: bool = True) -> str:
    """A secret, and a function that may be called for it, or for the secret that is named instead."""
    lambda_ = {'Service': 'lambda.amazonaws.com'}
    trust = {'Statement': [{'Effect': 'Allow', 'Principal': lambda_, 'Action': 'sts:AssumeRole'}]}
    role = aws.client('iam').create_role(RoleName='rotate', AssumeRolePolicyDocument=json.dumps(trust))['Role']['Arn']
    functions = aws.client('lambda')
    image = {'ImageUri': '111122223333.dkr.ecr.us-east-1.amazonaws.com/rotate:1'}
    functions.create_function(FunctionName='rotate', PackageType='Image', Code=image, Role=role)
    given = {'SecretString': 'x'} if value else {}
    arn: str = aws.client('secretsmanager').create_secret(Name='mcp/dev/gitlab', **given)['ARN']
    functions.add_permission(
        FunctionName='rotate',
        StatementId='rotate',
        Action='lambda:InvokeFunction',
        Principal='secretsmanager.amazonaws.com',
        SourceAccount=aws.account,
        SourceArn=source_arn or arn,
    )
    return arn


def rotate(aws: Aws, arn: str, rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    secrets = aws.client('secretsmanager')
    given = {'RotationLambdaARN': FUNCTION, 'RotateImmediately': False, **more}
    secrets.rotate_secret(SecretId=arn, RotationRules=rules, **given)
    described: dict[str, Any] = secrets.describe_secret(SecretId=arn)
    return described


@pytest.mark.proves('secretsmanager.rotation')
@pytest.mark.parametrize(
    'rules',
    [{'AutomaticallyAfterDays': 30}, {'ScheduleExpression': 'cron(0 8 1 * ? *)', 'Duration': '3h'}],
)
@pytest.mark.parametrize('value', [True, False])
def test_rotation_is_told_as_it_was_given(aws: Aws, rules: dict[str, Any], value: bool) -> None:
    described = rotate(aws, make(aws, value=value), rules)
    assert (described['RotationEnabled'], described['RotationLambdaARN']) == (True, FUNCTION)
    assert described['RotationRules'] == rules
    assert 'LastRotatedDate' not in described


@pytest.mark.proves('secretsmanager.rotation')
def test_another_schedule_takes_the_place_of_the_first(aws: Aws) -> None:
    arn = make(aws)
    rotate(aws, arn, {'AutomaticallyAfterDays': 30})
    assert rotate(aws, arn, {'ScheduleExpression': 'rate(10 days)'})['RotationRules'] == {
        'ScheduleExpression': 'rate(10 days)'
    }


@pytest.mark.proves('secretsmanager.rotation')
def test_no_value_changes_even_if_it_should_rotate_at_once(aws: Aws) -> None:
    arn = make(aws)
    secrets = aws.client('secretsmanager')
    before = secrets.describe_secret(SecretId=arn)['VersionIdsToStages']
    described = rotate(aws, arn, {'AutomaticallyAfterDays': 30}, RotateImmediately=True)
    assert described['VersionIdsToStages'] == before
    assert 'LastRotatedDate' in described
    assert secrets.get_secret_value(SecretId=arn)['SecretString'] == 'x'


@pytest.mark.proves('secretsmanager.rotation')
def test_a_cancelled_rotation_is_off_and_has_no_rules(aws: Aws) -> None:
    arn = make(aws)
    rotate(aws, arn, {'AutomaticallyAfterDays': 30})
    secrets = aws.client('secretsmanager')
    secrets.cancel_rotate_secret(SecretId=arn)
    described = secrets.describe_secret(SecretId=arn)
    assert described['RotationEnabled'] is False
    assert 'RotationRules' not in described


@pytest.mark.proves('secretsmanager.rotation')
def test_a_function_that_may_not_be_called_for_the_secret_is_refused(aws: Aws) -> None:
    arn = make(aws, source_arn='arn:aws:secretsmanager:us-east-1:111122223333:secret:other-a1B2c3')
    with pytest.raises(ClientError, match='AccessDeniedException.*cannot invoke the specified Lambda function'):
        rotate(aws, arn, {'AutomaticallyAfterDays': 30})
    assert 'RotationEnabled' not in aws.client('secretsmanager').describe_secret(SecretId=arn)


def test_a_function_that_does_not_exist_is_refused(aws: Aws) -> None:
    with pytest.raises(ClientError, match='ResourceNotFoundException'):
        rotate(aws, make(aws), {'AutomaticallyAfterDays': 30}, RotationLambdaARN=f'{FUNCTION}-not')


@pytest.mark.proves('secretsmanager.rotation')
def test_days_and_a_schedule_together_are_refused(aws: Aws) -> None:
    with pytest.raises(ClientError, match='InvalidParameterException'):
        rotate(aws, make(aws), {'AutomaticallyAfterDays': 30, 'ScheduleExpression': 'rate(10 days)'})
