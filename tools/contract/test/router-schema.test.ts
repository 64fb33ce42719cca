import type { DeploymentPlan, FleetPlan, RouterDeployment } from '@mcp-fleet/plan';
import { routerVariables } from '@mcp-fleet/plan';
import {
  environmentFile,
  inProject,
  merge,
  server,
  settings,
  tasks,
  validEnvironment,
  validFiles,
  type Change,
} from '@mcp-fleet/testing/fleet';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { loadFleet, planLoaded } from '@mcp-fleet/fleet';

/** What the router itself checks its deployment with, before anything else. */
const repository = resolve(__dirname, '../../..');
const schema = z.fromJSONSchema(
  JSON.parse(
    readFileSync(join(repository, 'apps/router/schema/deployment.schema.json'), 'utf8'),
  ) as z.core.JSONSchema.JSONSchema,
);

function routersOf(plan: FleetPlan): RouterDeployment[] {
  const deployments: readonly DeploymentPlan[] = Object.values(plan.deployments);
  return deployments.flatMap((deployment): RouterDeployment[] => {
    if (deployment.target === 'docker')
      return Object.values(deployment.containers).map(({ router }) => router);
    if (deployment.target === 'lambda')
      return Object.values(deployment.functions).map(({ router }) => router);
    return Object.values(deployment.services).flatMap(({ containers }) =>
      Object.values(containers).map(({ router }) => router),
    );
  });
}

/** What a router would refuse, as it is told it. */
function faults(router: RouterDeployment): unknown[] {
  const { MCP_ROUTER_DEPLOYMENT } = routerVariables(
    router,
    (text) => text,
    (key) => `arn-of-${key}`,
  );
  const told: unknown = JSON.parse(MCP_ROUTER_DEPLOYMENT ?? '');
  return schema.safeParse(told).error?.issues ?? [];
}

const planned = (change: Change, files: Record<string, string> = {}) =>
  inProject(
    {
      ...validFiles,
      'environments/dev/environment.ts': environmentFile(merge(validEnvironment, change)),
      ...files,
    },
    (root) => planLoaded(loadFleet({ root })).flatMap(routersOf),
  );

test.each(['dev', 'staging', 'production', 'local'])(
  'routers of environments/%s accept what they are told',
  (name) => {
    const routers = planLoaded(loadFleet({ root: repository, environment: name })).flatMap(routersOf);
    expect(routers.length).toBeGreaterThan(0);
    expect(routers.flatMap(faults)).toEqual([]);
  },
);

const servers = {
  notes: {
    settings: { NOTES_USER: { ssm: '/mcp/dev/user' }, NOTES_PAGE: 5 },
    timeoutSeconds: 3600,
    logLevel: 'debug',
  },
  'notes-eu': { server: 'notes', settings },
};
test.each(['per-server', 'multi-server'])(
  'routers of tasks accept all that can be said of them: %s',
  (topology) => {
    const jwt = { issuer: 'https://login.example.com/', audiences: ['mcp'], scopes: ['use'] };
    const access = { jwt, allowedOrigins: ['https://app.example.com', 'http://localhost:6274'] };
    for (const change of [{ access }, { access: 'public' }, {}]) {
      const routers = planned(tasks({ topology, servers }, change));
      expect(routers).toHaveLength(topology === 'per-server' ? 2 : 3);
      expect(routers.flatMap(faults)).toEqual([]);
    }
    const plain = { topology, servers, certificateArn: undefined, host: undefined, plainHttp: true };
    expect(planned(tasks(plain), server('notes', { sessions: 'per-client' })).flatMap(faults)).toEqual([]);
  },
);

test('the check finds what a router would refuse', () => {
  const [router] = planned(tasks());
  expect(faults({ ...router!, timeoutSeconds: 3601 })).toHaveLength(1);
  expect(faults({ ...router!, allowedOrigins: ['*'] })).toHaveLength(1);
  expect(faults({ ...router!, instances: {} })).toHaveLength(1);
  expect(faults({ ...router!, refreshSeconds: 300 })).toEqual([]);
  expect(faults({ ...router!, refreshSeconds: 0 })).toHaveLength(1);
  expect(faults({ ...router!, extra: 1 } as RouterDeployment)).toHaveLength(1);
});
