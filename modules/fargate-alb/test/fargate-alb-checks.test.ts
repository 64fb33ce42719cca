import { FargateAlb, type FargateAlbProps } from '@mcp-fleet/fargate-alb';
import { testStack, thrownMessage } from '@mcp-fleet/testing';
import { broken, container, perServer } from './fixtures';

const message = (props: Partial<FargateAlbProps>) =>
  thrownMessage(() => new FargateAlb(testStack(), 'door', { ...perServer, ...props }));
const { gitlab, pagerduty } = perServer.services as Required<typeof perServer.services>;
if (gitlab === undefined || pagerduty === undefined) throw new Error('the fixture has both');
const services = { gitlab, pagerduty };
const jwt = {
  issuer: 'https://a.example.com/',
  jwksEndpoint: 'https://a.example.com/keys',
  audiences: ['mcp'],
};

test.each<[string, Partial<FargateAlbProps>, string]>([
  [
    'no servers',
    { servers: {}, services: {} },
    broken(
      'test/door: servers',
      '{}',
      'a front door has at least one server',
      'name a server, or leave the load balancer out',
    ),
  ],
  [
    'no subnets for tasks',
    { taskSubnetIds: {} },
    broken(
      'test/door: taskSubnetIds',
      '{}',
      'tasks are in at least one subnet',
      'give the private subnets of the VPC',
    ),
  ],
  [
    'tokens that cross the network readable',
    { plainHttp: true, certificateArn: undefined, jwt },
    broken(
      'test/door: jwt',
      '"with plainHttp"',
      'only an HTTPS listener checks tokens [docs:elasticloadbalancing/listener-verify-jwt]',
      'give a certificate, or let the routers check',
    ),
  ],
  [
    'a server in no service',
    { servers: { ...perServer.servers, jira: { service: 'gitlap' } } },
    broken(
      'test/door: servers.jira.service',
      '"gitlap"',
      'a server runs in one of the services',
      'did you mean "gitlab"?',
    ),
  ],
  [
    'the name of an instance',
    { servers: { ...perServer.servers, Jira: { service: 'gitlab' } } },
    broken(
      'test/door: servers.Jira',
      '"Jira"',
      'the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen',
      'rename it',
    ),
  ],
  [
    'a service without servers',
    {
      services: {
        ...services,
        spare: { serviceName: 'spare', targetGroupName: 'spare', containers: { spare: container('spare') } },
      },
    },
    broken('test/door: services.spare', '"spare"', 'a service runs at least one server', 'remove it'),
  ],
  [
    'the key of a service',
    {
      services: {
        ...services,
        'a.b': { ...gitlab, serviceName: 'x', targetGroupName: 'x', containers: { x: container('x') } },
      },
      servers: { ...perServer.servers, jira: { service: 'a.b' } },
    },
    broken(
      'test/door: services.a.b',
      '"a.b"',
      'the key of a service is letters, digits, - and _, begins with a letter or digit, and is not "constructor"',
      'rename it',
    ),
  ],
  [
    'two services of one name',
    { services: { gitlab, pagerduty: { ...pagerduty, serviceName: gitlab.serviceName } } },
    broken(
      'test/door: services.pagerduty.serviceName',
      '"dev-tools-gitlab"',
      'the name of a service is used once, and services.gitlab.serviceName has this one',
      'give it a name of its own',
    ),
  ],
  [
    'two target groups of one name',
    { services: { gitlab, pagerduty: { ...pagerduty, targetGroupName: gitlab.targetGroupName } } },
    broken(
      'test/door: services.pagerduty.targetGroupName',
      '"dev-tools-gitlab"',
      'the name of a target group is used once, and services.gitlab.targetGroupName has this one',
      'give it a name of its own',
    ),
  ],
  [
    'two containers of one name',
    {
      services: {
        gitlab,
        pagerduty: { ...pagerduty, containers: { gitlab: container('pagerduty') } },
      },
    },
    broken(
      'test/door: services.pagerduty.containers.gitlab',
      '"gitlab"',
      'the name of a container is used once, and services.gitlab.containers.gitlab has this one',
      'give it a name of its own',
    ),
  ],
  [
    'two containers that log to one group',
    {
      services: {
        gitlab,
        pagerduty: {
          ...pagerduty,
          containers: { pagerduty: container('pagerduty', { logGroupName: '/ecs/dev/tools/gitlab' }) },
        },
      },
    },
    broken(
      'test/door: services.pagerduty.containers.pagerduty.logGroupName',
      '"/ecs/dev/tools/gitlab"',
      'a log group is used once, and services.gitlab.containers.gitlab.logGroupName has this one',
      'give it a name of its own',
    ),
  ],
])('refuses %s', (_, props, text) => {
  expect(message(props)).toBe(text);
});

test('an inherited name is no service', () => {
  expect(message({ servers: { ...perServer.servers, jira: { service: 'constructor' } } })).toContain(
    'test/door: servers.jira.service\n  got   "constructor"\n  rule  a server runs in one of the services',
  );
});

test('what is wrong with a service is said with its path', () => {
  expect(message({ services: { gitlab: { ...gitlab, cpu: 300 }, pagerduty } })).toContain(
    'test/door/Services/gitlab: memoryMiB',
  );
});
