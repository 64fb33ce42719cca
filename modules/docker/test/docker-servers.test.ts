import type { DockerContainerProps, DockerServersProps } from '@mcp-fleet/docker';
import { DockerServers } from '@mcp-fleet/docker';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));

const notes = { containerName: 'local-notes', image: 'mcp-servers/notes:v1', hostPort: 8081 };

function make(container: Partial<DockerContainerProps> = {}, change: Partial<DockerServersProps> = {}) {
  const stack = testStack();
  new DockerServers(stack, 'tools', {
    networkName: 'local-tools',
    containers: { notes: { ...notes, ...container } },
    servers: { notes: { container: 'notes' } },
    ...change,
  });
  return synthesised(stack);
}

test('minimal props: a container that may do nothing and is reached from this computer alone', () => {
  const json = minimal();
  expect(onlyResource(json, 'docker_container')).toEqual({
    name: 'local-tools-everything',
    image: expect.stringMatching(/^\$\{data\.docker_image\.\w+\.id\}$/) as string,
    env: ['MCP_ROUTER_HOST=0.0.0.0'],
    labels: [],
    networks_advanced: [{ name: expect.stringMatching(/^\$\{docker_network\.\w+\.name\}$/) as string }],
    ports: [{ internal: 8080, external: 8081, ip: '127.0.0.1', protocol: 'tcp' }],
    memory: 256,
    cpus: '1',
    tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=512m,mode=1777' },
    user: '1000:1000',
    read_only: true,
    capabilities: { drop: ['ALL'] },
    security_opts: ['no-new-privileges:true'],
    restart: 'unless-stopped',
    stop_timeout: 25,
    destroy_grace_seconds: 25,
    log_driver: 'json-file',
    log_opts: { 'max-size': '10m', 'max-file': '3' },
    healthcheck: {
      test: ['CMD', '/usr/local/bin/mcp-router', 'healthcheck'],
      interval: '10s',
      timeout: '5s',
      start_period: '10s',
      retries: 3,
    },
    wait: true,
    wait_timeout: 120,
  });
  expect(json.output?.['everything-url']?.value).toBe('http://127.0.0.1:8081/everything/mcp');
});

test('an image is one that the engine has: looked up, never pulled or removed', () => {
  const json = minimal();
  expect(Object.values(json.data?.['docker_image'] ?? {})).toEqual([
    { name: 'mcp-servers/everything:v2026.8.31-0123456789ab' },
  ]);
  expect(resourcesOf(json, 'docker_image')).toEqual({});
});

test('all props arrive', () => {
  const json = complete();
  const containers = Object.values(resourcesOf(json, 'docker_container'));
  expect(containers.find(({ name }) => name === 'local-oncall')).toMatchObject({
    memory: 512,
    cpus: '2',
    tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=64m,mode=1777' },
    env: [
      'MCP_ROUTER_HOST=0.0.0.0',
      'MCP_ROUTER_LOG_LEVEL=debug',
      'MCP_ROUTER_SECRETS_FILE=/run/mcp-fleet/secrets.json',
    ],
    mounts: [{ type: 'bind', source: '/home/mcp/secrets/oncall', target: '/run/mcp-fleet', read_only: true }],
    labels: [
      { label: 'mcp-fleet.environment', value: 'local' },
      { label: 'mcp-fleet.deployment', value: 'oncall' },
    ],
    wait_timeout: 30,
  });
  expect(containers.find(({ name }) => name === 'local-tools-everything')).not.toHaveProperty('wait');
  expect(onlyResource(json, 'docker_network')).toMatchObject({
    name: 'local-tools',
    driver: 'bridge',
    labels: [{ label: 'mcp-fleet.environment', value: 'local' }],
  });
  expect(json.provider?.['docker']).toEqual([{ host: 'unix:///run/user/1000/podman/podman.sock' }]);
  expect(json.output?.['servers']?.value).toEqual({
    pagerduty: 'http://127.0.0.1:8080/pagerduty/mcp',
    servicenow: 'http://127.0.0.1:8080/servicenow/mcp',
    everything: 'http://127.0.0.1:8081/everything/mcp',
  });
});

test('bad props of a container are all told at once', () => {
  const bad = {
    containerName: '-notes',
    image: 'mcp-servers/notes',
    hostPort: 80,
    memoryMiB: 8,
    cpus: 0,
    temporaryStorageMiB: 1,
    environment: { MCP_ROUTER_HOST: '127.0.0.1' },
    secretsFolder: 'secrets',
    healthyWithinSeconds: -1,
  };
  const message = thrownMessage(() => make(bad));
  expect([...message.matchAll(/^test\/tools\/Containers\/notes: (\w+)$/gm)].map(([, prop]) => prop)).toEqual([
    'containerName',
    'hostPort',
    'memoryMiB',
    'cpus',
    'temporaryStorageMiB',
    'image',
    'secretsFolder',
    'environment',
    'healthyWithinSeconds',
  ]);
  expect(message).toContain(`test/tools/Containers/notes: image
  got   "mcp-servers/notes"
  rule  an image is named with its tag or digest: what no tag names changes without a plan that says so
  fix   add a tag: mcp-servers/gitlab:v1.0.0
  code  invalid-props`);
});

test.each(['localhost:5000/mcp/notes', 'mcp-servers/notes:', 'mcp-servers/notes:v 1', ''])(
  'image %p has no tag',
  (image) => expect(thrownMessage(() => make({ image }))).toContain('test/tools/Containers/notes: image'),
);

test.each(['localhost:5000/mcp/notes:v1', `mcp-servers/notes@sha256:${'0'.repeat(64)}`, '${var.image}'])(
  'image %p is taken',
  (image) => expect(() => make({ image })).not.toThrow(),
);

test('how containers and servers fit together is checked', () => {
  const wrong = {
    networkName: '!',
    containers: { notes, wiki: { ...notes, containerName: 'local-wiki' } },
    servers: { Notes: { container: 'nots' } },
  };
  const message = thrownMessage(() => make({}, wrong));
  expect([...message.matchAll(/^test\/tools: (\S+)$/gm)].map(([, prop]) => prop)).toEqual([
    'networkName',
    'servers.Notes',
    'servers.Notes.container',
    'containers.notes',
    'containers.wiki',
    'containers.wiki.hostPort',
  ]);
  expect(message).toContain('fix   did you mean "notes"?');
  expect(thrownMessage(() => make({}, { servers: {}, containers: {} }))).toContain(
    'a front door has at least one server',
  );
});

test('addresses are contract: by the key of the container', () => {
  expect(addresses(complete())).toEqual([
    'docker_container.tools_Containers_everything_0F18AD7B',
    'docker_container.tools_Containers_oncall_DD21B849',
    'docker_network.tools_Network_79BEB7C2',
  ]);
});

test('a second container changes no address of the first', () => {
  const wiki = { ...notes, containerName: 'local-wiki', hostPort: 8082 };
  const more = make(
    {},
    { containers: { wiki, notes }, servers: { wiki: { container: 'wiki' }, notes: { container: 'notes' } } },
  );
  expect(addresses(more)).toEqual(expect.arrayContaining(addresses(make())));
});
