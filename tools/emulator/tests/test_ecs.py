from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Aws

SPOT = [{'capacityProvider': 'FARGATE_SPOT', 'weight': 1, 'base': 0}]


def family(ecs: Any) -> str:
    container = {'name': 'server', 'image': 'server:1', 'memory': 512}
    task = ecs.register_task_definition(family='server', containerDefinitions=[container])
    return task['taskDefinition']['taskDefinitionArn']


def service(ecs: Any) -> dict[str, Any]:
    return ecs.describe_services(cluster='fleet', services=['server'])['services'][0]


def create(ecs: Any, **more: Any) -> dict[str, Any]:
    ecs.create_cluster(clusterName='fleet', capacityProviders=['FARGATE_SPOT'])
    ecs.create_service(cluster='fleet', serviceName='server', taskDefinition=family(ecs), desiredCount=2, **more)
    return service(ecs)


@pytest.mark.proves('ecs.service_arguments')
@pytest.mark.parametrize(
    ('name', 'first', 'second'),
    [
        ('availabilityZoneRebalancing', 'DISABLED', 'ENABLED'),
        ('deploymentConfiguration', {'minimumHealthyPercent': 100}, {'minimumHealthyPercent': 50}),
        ('enableECSManagedTags', True, False),
        ('enableExecuteCommand', True, False),
        ('healthCheckGracePeriodSeconds', 30, 60),
    ],
)
def test_argument_is_kept_at_creation_and_update(aws: Aws, name: str, first: Any, second: Any) -> None:
    ecs = aws.client('ecs')
    assert create(ecs, launchType='FARGATE', **{name: first})[name] == first
    ecs.update_service(cluster='fleet', service='server', **{name: second})
    assert service(ecs)[name] == second


@pytest.mark.proves('ecs.service_arguments')
def test_service_with_a_strategy_has_no_launch_type(aws: Aws) -> None:
    made = create(aws.client('ecs'), capacityProviderStrategy=SPOT)
    assert made['capacityProviderStrategy'] == SPOT
    assert 'launchType' not in made
    assert made['platformVersion'] == 'LATEST'


@pytest.mark.proves('ecs.service_arguments')
def test_defaults_of_a_fargate_service(aws: Aws) -> None:
    made = create(aws.client('ecs'), launchType='FARGATE')
    assert (made['launchType'], made['platformVersion']) == ('FARGATE', 'LATEST')
    assert made['availabilityZoneRebalancing'] == 'ENABLED'


def test_service_on_instances_has_no_platform(aws: Aws) -> None:
    made = create(aws.client('ecs'), launchType='EC2')
    assert 'platformVersion' not in made


@pytest.mark.proves('ecs.steady_state')
def test_all_tasks_run_at_once(aws: Aws) -> None:
    ecs = aws.client('ecs')
    made = create(ecs, launchType='FARGATE')
    assert (made['desiredCount'], made['runningCount'], made['pendingCount']) == (2, 2, 0)
    assert made['deployments'][0]['rolloutState'] == 'COMPLETED'
    assert ecs.describe_clusters(clusters=['fleet'])['clusters'][0]['runningTasksCount'] == 2


@pytest.mark.proves('ecs.steady_state')
def test_update_deploys_the_new_task_definition(aws: Aws) -> None:
    ecs = aws.client('ecs')
    create(ecs, launchType='FARGATE')
    newer = family(ecs)
    ecs.update_service(cluster='fleet', service='server', taskDefinition=newer, desiredCount=3)
    [deployment] = service(ecs)['deployments']
    assert (deployment['taskDefinition'], deployment['runningCount']) == (newer, 3)
    ecs.update_service(cluster='fleet', service='server', forceNewDeployment=True)
    assert ecs.describe_clusters(clusters=['fleet'])['clusters'][0]['runningTasksCount'] == 3
    ecs.delete_service(cluster='fleet', service='server', force=True)
    assert ecs.describe_clusters(clusters=['fleet'])['clusters'][0]['runningTasksCount'] == 0


@pytest.mark.proves('ecs.services_of_one_name')
def test_second_service_of_one_name_is_refused_until_the_first_is_gone(aws: Aws) -> None:
    ecs = aws.client('ecs')
    create(ecs, launchType='FARGATE')
    again = {'cluster': 'fleet', 'serviceName': 'server', 'taskDefinition': family(ecs), 'desiredCount': 1}
    with pytest.raises(ClientError, match='not idempotent') as refused:
        ecs.create_service(**again, launchType='FARGATE')
    assert refused.value.response['Error']['Code'] == 'InvalidParameterException'
    ecs.delete_service(cluster='fleet', service='server', force=True)
    assert ecs.create_service(**again, launchType='FARGATE')['service']['status'] == 'ACTIVE'


@pytest.mark.proves('ecs.strategy_names_providers_of_the_cluster')
def test_strategy_with_a_provider_that_the_cluster_does_not_have(aws: Aws) -> None:
    ecs = aws.client('ecs')
    create(ecs, capacityProviderStrategy=SPOT)
    on_demand = [{'capacityProvider': 'FARGATE', 'weight': 1}]
    with pytest.raises(ClientError, match='not associated with the cluster: FARGATE'):
        ecs.update_service(cluster='fleet', service='server', capacityProviderStrategy=on_demand)
    ecs.put_cluster_capacity_providers(
        cluster='fleet', capacityProviders=['FARGATE', 'FARGATE_SPOT'], defaultCapacityProviderStrategy=[]
    )
    ecs.update_service(cluster='fleet', service='server', capacityProviderStrategy=on_demand)
    assert service(ecs)['capacityProviderStrategy'][0]['capacityProvider'] == 'FARGATE'


@pytest.mark.proves('ecs.target_group_has_load_balancer')
def test_service_whose_target_group_hangs_on_no_load_balancer(aws: Aws) -> None:
    ec2, elb, ecs = aws.client('ec2'), aws.client('elbv2'), aws.client('ecs')
    subnets = [subnet['SubnetId'] for subnet in ec2.describe_subnets()['Subnets']][:2]
    vpc = ec2.describe_vpcs()['Vpcs'][0]['VpcId']
    balancer = elb.create_load_balancer(Name='door', Subnets=subnets)['LoadBalancers'][0]['LoadBalancerArn']
    nothing = {'Type': 'fixed-response', 'FixedResponseConfig': {'StatusCode': '404'}}
    listener = elb.create_listener(LoadBalancerArn=balancer, Protocol='HTTP', Port=80, DefaultActions=[nothing])
    made = elb.create_target_group(Name='server', Protocol='HTTP', Port=8080, VpcId=vpc, TargetType='ip')
    group = made['TargetGroups'][0]['TargetGroupArn']
    hangs = [{'targetGroupArn': group, 'containerName': 'server', 'containerPort': 8080}]
    with pytest.raises(ClientError, match='does not have an associated load balancer'):
        create(ecs, launchType='FARGATE', loadBalancers=hangs)
    elb.create_rule(
        ListenerArn=listener['Listeners'][0]['ListenerArn'],
        Priority=1,
        Conditions=[{'Field': 'host-header', 'Values': ['server.invalid']}],
        Actions=[{'Type': 'forward', 'TargetGroupArn': group}],
    )
    assert create(ecs, launchType='FARGATE', loadBalancers=hangs)['status'] == 'ACTIVE'
