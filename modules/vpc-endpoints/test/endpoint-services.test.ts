import { endpointsFor, interfaceServices, type EndpointFeatures } from '@mcp-fleet/vpc-endpoints';

test.each<[EndpointFeatures, string[]]>([
  [{}, []],
  [{ images: true }, ['ecr.api', 'ecr.dkr']],
  [{ logs: true }, ['logs']],
  [{ secrets: true }, ['secretsmanager']],
  [{ parameters: true }, ['ssm']],
  [{ exec: true }, ['ssmmessages']],
  [{ customerKeys: true }, ['kms']],
  [{ metrics: true }, ['monitoring']],
  [{ tracing: true }, ['xray']],
  [{ roles: true }, ['sts']],
  [{ tasksIn: 'us-east-1' }, []],
  [{ tasksIn: 'ca-west-1' }, ['ecs', 'ecs-agent', 'ecs-telemetry']],
  [
    { tasksIn: 'eu-west-1', images: true, logs: true, secrets: true, exec: false },
    ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'],
  ],
])('%j needs %j', (features, services) => expect(endpointsFor(features)).toEqual(services));

test('the order in which features are written changes nothing; the list is sorted', () => {
  expect(endpointsFor({ logs: true, images: true })).toEqual(endpointsFor({ images: true, logs: true }));
  expect([...interfaceServices].sort()).toEqual(interfaceServices);
});

test('every service has a use', () => {
  const everything = endpointsFor({
    tasksIn: 'mx-central-1',
    ...{ images: true, logs: true, secrets: true, parameters: true, exec: true },
    ...{ customerKeys: true, metrics: true, tracing: true, roles: true },
  });
  expect(everything).toEqual(interfaceServices);
});
