import { EcsCluster } from '@mcp-fleet/fargate-alb';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { broken, referenceTo } from './fixtures';

describe('EcsCluster', () => {
  function cluster(props: Partial<ConstructorParameters<typeof EcsCluster>[2]> = {}) {
    const stack = testStack();
    const made = new EcsCluster(stack, 'cluster', { clusterName: 'dev-tools', ...props });
    return { made, json: synthesised(stack) };
  }

  test('runs on Fargate, on demand and on Spot', () => {
    const { json } = cluster();
    expect(onlyResource(json, 'aws_ecs_cluster')).toMatchObject({
      name: 'dev-tools',
      setting: [{ name: 'containerInsights', value: 'disabled' }],
    });
    expect(onlyResource(json, 'aws_ecs_cluster_capacity_providers')).toMatchObject({
      cluster_name: referenceTo(json, 'aws_ecs_cluster', 'name'),
      capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      default_capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
    });
  });

  test('Container Insights', () => {
    const { json } = cluster({ containerInsights: 'enhanced' });
    expect(onlyResource(json, 'aws_ecs_cluster').setting).toEqual([
      { name: 'containerInsights', value: 'enhanced' },
    ]);
  });

  test('a bad name', () => {
    expect(thrownMessage(() => cluster({ clusterName: 'dev tools' }))).toBe(
      broken(
        'test/cluster: clusterName',
        '"dev tools"',
        'the name of an ECS cluster, service, task family or container is 1 to 255 characters, letters, digits, hyphens and underscores [API:ecs.CreateServiceRequest]',
      ),
    );
  });

  test('addresses are contract', () => {
    expect(addresses(cluster().json)).toEqual([
      'aws_ecs_cluster.cluster_611F8AFF',
      'aws_ecs_cluster_capacity_providers.cluster_CapacityProviders_8B49A0AD',
    ]);
  });
});
