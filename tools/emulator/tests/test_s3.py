import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Aws


def bucket(s3: Any, *statements: dict[str, Any], name: str = 'state') -> str:
    s3.create_bucket(Bucket=name)
    if statements:
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({'Version': '2012-10-17', 'Statement': list(statements)}))
    return name


def statement(effect: str, condition: dict[str, Any] | None, principal: Any = '*') -> dict[str, Any]:
    scope = {'Action': 's3:*', 'Resource': ['arn:aws:s3:::state', 'arn:aws:s3:::state/*']}
    return {'Effect': effect, 'Principal': principal, **scope, **({'Condition': condition} if condition else {})}


def round_trip(s3: Any, name: str) -> bytes:
    s3.put_object(Bucket=name, Key='dev.tfstate', Body=b'one')
    s3.put_object(Bucket=name, Key='dev.tfstate', Body=b'two')
    body = s3.get_object(Bucket=name, Key='dev.tfstate')['Body'].read()
    s3.delete_object(Bucket=name, Key='dev.tfstate')
    return body


@pytest.mark.proves('s3.policy_conditions')
@pytest.mark.parametrize('principal', ['*', {'AWS': '*'}])
@pytest.mark.parametrize(
    'condition',
    [
        {'Bool': {'aws:SecureTransport': 'false'}},
        {'Bool': {'AWS:securetransport': False}},
        {'BoolIfExists': {'aws:SecureTransport': ['false']}},
        {'NumericLessThan': {'s3:TlsVersion': '1.2'}},
    ],
    ids=str,
)
def test_policy_for_tls_only_shuts_nobody_out(aws: Aws, condition: dict[str, Any], principal: Any) -> None:
    s3 = aws.client('s3')
    assert round_trip(s3, bucket(s3, statement('Deny', condition, principal))) == b'two'


@pytest.mark.parametrize('condition', [None, {'Bool': {'aws:SecureTransport': 'true'}}], ids=str)
def test_deny_that_applies_still_denies(aws: Aws, condition: dict[str, Any] | None) -> None:
    s3 = aws.client('s3')
    name = bucket(s3, statement('Allow', None), statement('Deny', condition))
    with pytest.raises(ClientError) as error:
        round_trip(s3, name)
    assert error.value.response['ResponseMetadata']['HTTPStatusCode'] == 403


@pytest.mark.proves('s3.logs_into_bucket_with_wide_policy')
def test_logs_go_into_a_bucket_with_a_tls_only_policy(aws: Aws) -> None:
    s3 = aws.client('s3')
    for_logs = {
        'Effect': 'Allow',
        'Principal': {'Service': 'logging.s3.amazonaws.com'},
        'Action': 's3:PutObject',
        'Resource': 'arn:aws:s3:::logs/*',
    }
    tls_only = statement('Deny', {'Bool': {'aws:SecureTransport': 'false'}})
    target = bucket(s3, tls_only, for_logs, name='logs')
    source = bucket(s3)
    wanted = {'TargetBucket': target, 'TargetPrefix': 'state/'}
    s3.put_bucket_logging(Bucket=source, BucketLoggingStatus={'LoggingEnabled': wanted})
    assert s3.get_bucket_logging(Bucket=source)['LoggingEnabled'] == wanted


def test_logs_need_the_permission_of_the_logging_service(aws: Aws) -> None:
    s3 = aws.client('s3')
    target = bucket(s3, statement('Deny', {'Bool': {'aws:SecureTransport': 'false'}}), name='logs')
    wanted = {'TargetBucket': target, 'TargetPrefix': ''}
    with pytest.raises(ClientError) as error:
        s3.put_bucket_logging(Bucket=bucket(s3), BucketLoggingStatus={'LoggingEnabled': wanted})
    assert error.value.response['Error']['Code'] == 'InvalidTargetBucketForLogging'


@pytest.mark.proves('s3.delete_markers_can_go')
def test_bucket_with_versions_and_delete_markers_can_be_emptied(aws: Aws) -> None:
    s3 = aws.client('s3')
    name = bucket(s3)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Enabled'})
    round_trip(s3, name)
    found = s3.list_object_versions(Bucket=name)
    all_of_them = [
        {'Key': each['Key'], 'VersionId': each['VersionId']} for each in found['Versions'] + found['DeleteMarkers']
    ]
    assert len(all_of_them) == 3
    # Terraform destroys the versioning of a bucket before the bucket.
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Suspended'})
    s3.delete_objects(Bucket=name, Delete={'Objects': all_of_them})
    s3.delete_bucket(Bucket=name)
    assert s3.list_buckets()['Buckets'] == []
