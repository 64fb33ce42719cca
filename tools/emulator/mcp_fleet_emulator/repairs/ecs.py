"""Container services."""

from typing import Any

from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.models import elbv2_backends

from ..patch import Patch
from ..repair import repair

# What CreateService and UpdateService can say, and how moto's answers look for it on the service.
ARGUMENTS = {
    'availabilityZoneRebalancing': 'availability_zone_rebalancing',
    'capacityProviderStrategy': 'capacity_provider_strategy',
    'deploymentConfiguration': 'deployment_configuration',
    'enableECSManagedTags': 'enable_ecs_managed_tags',
    'enableExecuteCommand': 'enable_execute_command',
    'healthCheckGracePeriodSeconds': 'health_check_grace_period_seconds',
}


def runs_on_fargate(service: Any) -> bool:
    strategy = getattr(service, 'capacity_provider_strategy', None)
    if strategy:
        return any(item['capacityProvider'].startswith('FARGATE') for item in strategy)
    return service.launch_type == 'FARGATE'


@repair
def service_arguments(patch: Patch) -> None:
    """Services keep what they were given.

    AWS: DescribeServices answers with the capacity provider strategy (then without a launch type), the rebalancing, the
    deployment configuration, managed tags, ECS Exec, the grace period and the platform version.
    moto: forgets them, and says launch type EC2 where a strategy was given; Terraform would replace the service.
    Here: they are kept at creation and update; rebalancing is ENABLED and the platform LATEST where nothing was said.
    """

    def keep(original: Any, self: Any) -> Any:
        answer = original(self)
        service = answer.result['service']
        if not hasattr(service, 'availability_zone_rebalancing'):
            service.availability_zone_rebalancing = 'ENABLED'
        for name, attribute in ARGUMENTS.items():
            given = self._get_param(name)
            if given is not None:
                setattr(service, attribute, given)
        if getattr(service, 'capacity_provider_strategy', None):
            service.launch_type = None
        if runs_on_fargate(service):
            service.platform_version = service.platform_version or 'LATEST'
        return answer

    patch.wrap(EC2ContainerServiceResponse, 'create_service')(keep)
    patch.wrap(EC2ContainerServiceResponse, 'update_service')(keep)


@repair
def steady_state(patch: Patch) -> None:
    """Services reach their steady state.

    AWS: runs the tasks that are desired and completes the deployment.
    moto: leaves the deployment in progress and the tasks pending, so that wait_for_steady_state times out.
    Here: all desired tasks run at once, of the current task definition.
    """

    def settle(backend: Any, service: Any) -> Any:
        service.running_count, service.pending_count = service.desired_count, 0
        for deployment in service.deployments:
            deployment.update(
                desiredCount=service.desired_count,
                pendingCount=0,
                rolloutState='COMPLETED',
                rolloutStateReason=f'ECS deployment {deployment["id"]} completed.',
                runningCount=service.desired_count,
                taskDefinition=service.task_definition,
            )
        cluster = backend.clusters[service.cluster_name]
        of_cluster = [each for each in backend.services.values() if each.cluster_arn == cluster.arn]
        cluster.running_tasks_count = sum(each.running_count for each in of_cluster)
        cluster.pending_tasks_count = 0
        return service

    @patch.wrap(EC2ContainerServiceBackend, 'create_service')
    def create_service(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        return settle(self, original(self, *args, **kwargs))

    @patch.wrap(EC2ContainerServiceBackend, 'update_service')
    def update_service(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        return settle(self, original(self, *args, **kwargs))


@repair
def services_of_one_name(patch: Patch) -> None:
    """A cluster has one service of a name.

    AWS: CreateService answers InvalidParameterException when an active service has the name and differs.
    moto: replaces that service without a word.
    Here: the second one is refused. Without this, a service that Terraform makes anew before it destroys the old one of
    the same name stays green.
    """

    @patch.wrap(EC2ContainerServiceBackend, 'create_service')
    def create_service(original: Any, self: Any, cluster_str: str, service_name: str, *args: Any, **kwargs: Any) -> Any:
        cluster = self._get_cluster(cluster_str)
        before = self.services.get(f'{cluster.name}:{service_name}')
        if before is not None and before.status != 'INACTIVE':
            raise InvalidParameterException('Creation of service was not idempotent.')
        return original(self, cluster_str, service_name, *args, **kwargs)


@repair
def strategy_names_providers_of_the_cluster(patch: Patch) -> None:
    """A service runs on capacity providers of its cluster only.

    AWS: CreateService and UpdateService refuse a strategy that names a provider which the cluster does not have.
    moto: takes any. A service that comes before the providers of its cluster would stay green.
    Here: such a strategy is refused with InvalidParameterException.
    """

    def check(original: Any, self: Any) -> Any:
        cluster = self.ecs_backend._get_cluster(self._get_param('cluster', 'default'))
        known = cluster.capacity_providers or []
        for item in self._get_param('capacityProviderStrategy') or []:
            if item['capacityProvider'] not in known:
                raise InvalidParameterException(
                    'The specified capacity provider strategy cannot contain a capacity provider that is not associated'
                    f' with the cluster: {item["capacityProvider"]}.'
                )
        return original(self)

    patch.wrap(EC2ContainerServiceResponse, 'create_service')(check)
    patch.wrap(EC2ContainerServiceResponse, 'update_service')(check)


@repair
def target_group_has_load_balancer(patch: Patch) -> None:
    """A service starts only once its target group hangs on a load balancer.

    AWS: CreateService and UpdateService answer InvalidParameterException when no listener and no rule leads to one of
    the target groups.
    moto: takes any, also one that does not exist. A switch of the topology in the wrong order would stay green.
    Here: such a service is refused.
    """

    def check(original: Any, self: Any) -> Any:
        groups = elbv2_backends[self.current_account][self.region]
        for each in self._get_param('loadBalancers') or []:
            arn = each.get('targetGroupArn')
            if arn and not groups._any_listener_using(arn):
                raise InvalidParameterException(
                    f'The target group with targetGroupArn {arn} does not have an associated load balancer.'
                )
        return original(self)

    patch.wrap(EC2ContainerServiceResponse, 'create_service')(check)
    patch.wrap(EC2ContainerServiceResponse, 'update_service')(check)
