import pytest
from botocore.exceptions import ClientError

from conftest import Aws

DIMENSION = {
    'ServiceNamespace': 'dynamodb',
    'ResourceId': 'table/sessions',
    'ScalableDimension': 'dynamodb:table:ReadCapacityUnits',
}


@pytest.mark.proves('applicationautoscaling.tags')
def test_tags_come_with_the_target_change_and_go_with_it(aws: Aws) -> None:
    scaling = aws.client('application-autoscaling')
    arn = scaling.register_scalable_target(**DIMENSION, MinCapacity=1, MaxCapacity=4, Tags={'fleet': 'dev'})[
        'ScalableTargetARN'
    ]
    assert scaling.list_tags_for_resource(ResourceARN=arn)['Tags'] == {'fleet': 'dev'}
    scaling.tag_resource(ResourceARN=arn, Tags={'owner': 'team'})
    scaling.untag_resource(ResourceARN=arn, TagKeys=['fleet', 'absent'])
    scaling.register_scalable_target(**DIMENSION, MinCapacity=2, MaxCapacity=4)
    assert scaling.list_tags_for_resource(ResourceARN=arn)['Tags'] == {'owner': 'team'}

    scaling.deregister_scalable_target(**DIMENSION)
    with pytest.raises(ClientError) as error:
        scaling.list_tags_for_resource(ResourceARN=arn)
    assert error.value.response['Error']['Code'] == 'ResourceNotFoundException'
