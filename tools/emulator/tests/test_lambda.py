import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Aws

IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/server:1'
KEY = 'arn:aws:kms:us-east-1:111122223333:key/one'
QUEUE = 'arn:aws:sqs:us-east-1:111122223333:dead'


def create(aws: Aws, **more: Any) -> Any:
    lambda_ = {'Service': 'lambda.amazonaws.com'}
    trust = {'Statement': [{'Effect': 'Allow', 'Principal': lambda_, 'Action': 'sts:AssumeRole'}]}
    role = aws.client('iam').create_role(RoleName='server', AssumeRolePolicyDocument=json.dumps(trust))['Role']['Arn']
    functions = aws.client('lambda')
    functions.create_function(FunctionName='server', PackageType='Image', Code={'ImageUri': IMAGE}, Role=role, **more)
    return functions


def configuration(functions: Any, **more: Any) -> dict[str, Any]:
    return functions.get_function_configuration(FunctionName='server', **more)


@pytest.mark.proves('lambda.logging_config')
def test_logging_is_text_into_the_group_of_the_function_by_default(aws: Aws) -> None:
    assert configuration(create(aws))['LoggingConfig'] == {'LogFormat': 'Text', 'LogGroup': '/aws/lambda/server'}


@pytest.mark.proves('lambda.logging_config')
def test_logging_is_kept_and_published_versions_keep_theirs(aws: Aws) -> None:
    functions = create(aws, LoggingConfig={'LogFormat': 'JSON', 'ApplicationLogLevel': 'WARN'}, Publish=True)
    functions.update_function_configuration(
        FunctionName='server', LoggingConfig={'LogFormat': 'JSON', 'LogGroup': '/fleet/server'}
    )
    assert configuration(functions)['LoggingConfig'] == {'LogFormat': 'JSON', 'LogGroup': '/fleet/server'}
    assert configuration(functions, Qualifier='1')['LoggingConfig'] == {
        'LogFormat': 'JSON',
        'LogGroup': '/aws/lambda/server',
        'ApplicationLogLevel': 'WARN',
    }


@pytest.mark.proves('lambda.dead_letter_and_key')
def test_dead_letter_target_and_key_are_kept_and_can_go(aws: Aws) -> None:
    functions = create(aws, DeadLetterConfig={'TargetArn': QUEUE}, KMSKeyArn=KEY)
    functions.update_function_configuration(FunctionName='server', Timeout=10)
    kept = configuration(functions)
    assert (kept['DeadLetterConfig'], kept['KMSKeyArn']) == ({'TargetArn': QUEUE}, KEY)
    functions.update_function_configuration(FunctionName='server', DeadLetterConfig={'TargetArn': ''}, KMSKeyArn='')
    assert not {'DeadLetterConfig', 'KMSKeyArn'} & configuration(functions).keys()


@pytest.mark.proves('lambda.image_config')
def test_function_that_overrides_nothing_has_no_image_config(aws: Aws) -> None:
    assert 'ImageConfigResponse' not in configuration(create(aws))


def test_overrides_of_the_image_are_told(aws: Aws) -> None:
    functions = create(aws, ImageConfig={'Command': ['serve']})
    assert configuration(functions)['ImageConfigResponse']['ImageConfig']['Command'] == ['serve']


@pytest.mark.proves('lambda.update_configuration')
@pytest.mark.parametrize(
    ('name', 'value', 'told_as'),
    [
        ('ImageConfig', {'Command': ['serve', '--http']}, 'ImageConfigResponse'),
        ('TracingConfig', {'Mode': 'Active'}, 'TracingConfig'),
        ('EphemeralStorage', {'Size': 1024}, 'EphemeralStorage'),
    ],
)
def test_setting_is_changed(aws: Aws, name: str, value: Any, told_as: str) -> None:
    functions = create(aws, ImageConfig={'Command': ['serve']})
    functions.update_function_configuration(FunctionName='server', **{name: value})
    told = configuration(functions)[told_as]
    assert (told['ImageConfig']['Command'] if name == 'ImageConfig' else told) == value.get('Command', value)


@pytest.mark.proves('lambda.provisioned_concurrency')
def test_provisioned_concurrency_is_ready_changes_and_goes(aws: Aws) -> None:
    functions = create(aws, Publish=True)
    one = {'FunctionName': 'server', 'Qualifier': '1'}
    functions.put_provisioned_concurrency_config(**one, ProvisionedConcurrentExecutions=2)
    functions.put_provisioned_concurrency_config(**one, ProvisionedConcurrentExecutions=3)
    found = functions.get_provisioned_concurrency_config(**one)
    assert found['Status'] == 'READY'
    counts = [found[f'{word}ProvisionedConcurrentExecutions'] for word in ('Requested', 'Allocated', 'Available')]
    assert counts == [3, 3, 3]

    functions.delete_provisioned_concurrency_config(**one)
    with pytest.raises(functions.exceptions.ProvisionedConcurrencyConfigNotFoundException):
        functions.get_provisioned_concurrency_config(**one)


@pytest.mark.proves('lambda.provisioned_concurrency')
def test_provisioned_concurrency_goes_with_the_function(aws: Aws) -> None:
    functions = create(aws, Publish=True)
    one = {'FunctionName': 'server', 'Qualifier': '1'}
    functions.put_provisioned_concurrency_config(**one, ProvisionedConcurrentExecutions=2)
    functions.delete_function(FunctionName='server')
    with pytest.raises(ClientError) as error:
        functions.get_provisioned_concurrency_config(**one)
    assert error.value.response['Error']['Code'] == 'ResourceNotFoundException'
