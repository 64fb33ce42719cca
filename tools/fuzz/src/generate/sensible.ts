import type { Catalog, ServerInput, ServerManifest } from '@mcp-fleet/catalog';
import { errorCodes, isAcknowledgeable } from '@mcp-fleet/core';
import type { ErrorCode } from '@mcp-fleet/core';
import * as fc from 'fast-check';
import { instanceName, likeOurs } from './names';

type Raw = Readonly<Record<string, unknown>>;

/** What is in no message and no file: it is written where secrets must not be. */
export const SECRET = 'hunter2-do-not-print';
export const ZONE = 'example.com';
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:renew';
const roleArn = 'arn:aws:iam::111122223333:role/renew';

/** An environment file as somebody would write it: most of them are sound. */
export function sensible(catalog: Catalog, name: string): fc.Arbitrary<Raw> {
  const aws = atAws(catalog, name);
  return fc.oneof({ arbitrary: aws, weight: 9 }, { arbitrary: aws.map(onLaptop), weight: 1 });
}

/** The same on a laptop, without what is only at AWS. */
function onLaptop({ name, access, acknowledge, deployments }: Raw): Raw {
  const made = Object.entries(deployments as Record<string, { servers: object; topology: string }>);
  return defined({
    name,
    access: withoutEdge(access),
    acknowledge,
    deployments: Object.fromEntries(
      made.map(([key, { topology, servers }]) => [
        key,
        {
          target: 'docker',
          topology,
          servers: Object.fromEntries(Object.entries(servers).map(([it, raw]) => [it, pick(raw as Raw)])),
        },
      ]),
    ),
  });
}

function pick({ server, settings, timeoutSeconds, logLevel, size }: Raw): Raw {
  return defined({ server, settings, timeoutSeconds, logLevel, size });
}

function withoutEdge(access: unknown): unknown {
  if (typeof access !== 'object' || access === null || !('jwt' in access)) return access;
  const { issuer, audiences, scopes } = access.jwt as Raw;
  return { jwt: defined({ issuer, audiences, scopes }) };
}

/** One at AWS. */
export function atAws(catalog: Catalog, name: string): fc.Arbitrary<Raw> {
  const deployments = fc
    .uniqueArray(
      fc.oneof(
        { arbitrary: fc.constantFrom('tools', 'oncall', 'x-1'), weight: 3 },
        { arbitrary: fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/), weight: 2 },
        { arbitrary: likeOurs(catalog), weight: 3 },
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .chain((names) => fc.tuple(...names.map((it, i) => deployment(catalog, it, i))));
  return fc.tuple(deployments, head()).map(([made, rest]) => {
    const named = Object.fromEntries(made);
    const tasks = made.some(([, { target }]) => target === 'fargate');
    const inNetwork = tasks || made.some(([, { vpc }]) => vpc === true);
    const { network, domain, access, ...others } = withState(rest);
    const hosts = made.some(([, { host }]) => host !== undefined);
    return defined({
      name,
      aws: { account: '111122223333', region: 'us-east-1' },
      ...others,
      access: tasks ? access : withoutKeys(access),
      network: inNetwork ? network : undefined,
      domain: hosts ? { zone: ZONE } : domain,
      deployments: named,
    });
  });
}

function head() {
  return fc.record({
    protected: fc.constantFrom(undefined, undefined, true, false),
    state: fc.constantFrom<unknown>(undefined, 'local', {
      s3: { bucket: 'acme-terraform-state', region: 'us-east-1' },
    }),
    access: fc.constantFrom<unknown>(
      'token',
      'public',
      { token: true, allowedOrigins: ['https://app.example.com'] },
      { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'], scopes: ['a', 'b'] } },
      {
        jwt: {
          issuer: 'https://login.example.com/',
          audiences: ['mcp'],
          alsoAt: 'edge',
          jwksUri: 'https://login.example.com/keys',
        },
      },
    ),
    network: fc.constantFrom<unknown>(
      undefined,
      { cidr: '10.20.0.0/16', zones: 3, nat: 'per-zone', endpoints: 'interface' },
      { zones: 2, nat: 'regional', ipv6: true, publicBuckets: ['vendor-files', 'acme-exports-*'] },
      { zones: { a: 'us-east-1a', b: 'us-east-1c' }, nat: 'single', ipv6: true },
      {
        existing: {
          vpcId: 'vpc-0123456789abcdef0',
          cidr: '10.0.0.0/16',
          privateSubnets: { a: 'subnet-0123456789abcdef1', b: 'subnet-0123456789abcdef2' },
          publicSubnets: { a: 'subnet-0123456789abcdef3', b: 'subnet-0123456789abcdef4' },
          ipv6: true,
        },
      },
    ),
    domain: fc.constantFrom<unknown>(undefined, undefined, { zone: ZONE, create: true }),
    alarms: fc.constantFrom<unknown>(
      undefined,
      { email: ['oncall@example.com', 'b.c+d@example.org'] },
      {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        thresholds: { restarts: 5, latencyPercent: 99 },
      },
    ),
    secrets: fc.constantFrom<unknown>(
      undefined,
      { key: 'own', onlyServers: true, alsoReadBy: [roleArn] },
      { key: 'arn:aws:kms:us-east-1:111122223333:key/1', refresh: true },
      { refresh: false },
    ),
    limits: fc.constantFrom<unknown>(undefined, { throttle: 10, burst: 20 }),
    observability: fc.constantFrom<unknown>(
      undefined,
      { tracing: true },
      { dashboard: false, maskLogs: false },
    ),
    acknowledge: fc.constantFrom<unknown>(undefined, ...Array.from({ length: 6 }, everything)),
    retired: fc.constantFrom<unknown>(undefined, undefined, ['old']),
  });
}

/** Mostly, who protects something keeps its state elsewhere. */
function withState<T extends { protected: unknown; state: unknown; limits: unknown }>(rest: T): T {
  const state = { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } };
  return rest.protected === true && rest.limits === undefined ? { ...rest, state } : rest;
}

/** Only load balancers are told where the keys of an issuer are. */
function withoutKeys(access: unknown): unknown {
  if (typeof access !== 'object' || access === null || !('jwt' in access)) return access;
  const jwt = Object.entries(access.jwt as object).filter(([key]) => key !== 'jwksUri');
  return { jwt: Object.fromEntries(jwt) as unknown };
}

/** All that can be acknowledged. */
function everything(): Raw {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isAcknowledgeable);
  return Object.fromEntries(codes.map((code) => [code, 'acknowledged by a test']));
}

/** A deployment by its name; the first of a file has its servers under their own names. */
export function deployment(
  catalog: Catalog,
  name: string,
  index: number,
): fc.Arbitrary<readonly [string, Raw]> {
  return fc
    .record({
      target: fc.constantFrom('lambda', 'fargate'),
      topology: fc.constantFrom('per-server', 'multi-server'),
      hosted: fc.boolean(),
      streams: fc.boolean(),
      vpc: fc.constantFrom(undefined, undefined, false, true),
      internet: fc.boolean(),
      plain: fc.constantFrom(false, false, false, true),
      clients: fc.constantFrom(undefined, undefined, undefined, {
        office: '203.0.113.0/24',
        vpn: '10.0.0.0/8',
      }),
      capacity: fc.constantFrom(undefined, undefined, 'on-demand', 'mixed', 'mixed', 'spot'),
      architecture: fc.constantFrom(undefined, 'arm64', 'x86_64'),
      exec: fc.constantFrom(...Array.from({ length: 7 }, () => undefined), true),
      servers: fc.uniqueArray(fc.constantFrom(...Object.keys(catalog.servers)), {
        minLength: 1,
        maxLength: 9,
      }),
      detail: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
    })
    .map(({ target, topology, hosted, streams, internet, plain, clients, ...rest }) => {
      const { vpc, capacity, architecture, exec, servers, detail } = rest;
      const tasks = target === 'fargate';
      const host = hosted ? `${name}.${ZONE}` : undefined;
      return [
        name,
        defined({
          target,
          topology,
          architecture,
          edge: !tasks && streams ? 'rest-api' : undefined,
          vpc: tasks ? undefined : vpc,
          host,
          plainHttp: tasks && (plain || host === undefined) ? true : undefined,
          exposure: tasks && internet ? 'internet' : undefined,
          clients: tasks ? clients : undefined,
          capacity: tasks ? capacity : undefined,
          debug: tasks && exec ? { exec } : undefined,
          servers: Object.fromEntries(
            servers.map((server, i) => [
              instanceName(server, name, index === 0, detail[i] as number),
              instance(
                catalog.servers[server] as ServerManifest,
                target,
                topology === 'per-server',
                detail[i] as number,
              ),
            ]),
          ),
        }),
      ] as const;
    });
}

/** Each bit of a number says whether a key is there. */
function instance(server: ServerManifest, target: string, alone: boolean, bits: number): Raw {
  const on = (bit: number) => ((bits >> bit) & 1) === 1;
  const secret = server.inputs.some((input) => input.secret);
  return defined({
    server: server.key,
    settings: settings(server),
    timeoutSeconds: on(3) ? 1 + (bits % 28) : undefined,
    logLevel: on(4) ? 'debug' : undefined,
    size: on(5) ? { memoryMiB: 512 } : undefined,
    scaling:
      target === 'fargate' && on(6)
        ? {
            min: 1,
            max: 1 + (bits % 20),
            cpuPercent: 50,
            schedules: {
              night: { schedule: 'cron(0 20 ? * MON-FRI *)', timezone: 'Europe/Berlin', min: 1, max: 1 },
            },
          }
        : undefined,
    limits: target === 'lambda' && on(7) ? { throttle: 5, burst: 7 } : undefined,
    concurrency: alone && target === 'lambda' && on(8) && on(9) ? { reserved: 5, provisioned: 2 } : undefined,
    rotation:
      secret && on(10)
        ? { functionArn, roleArn, ...(on(11) ? { everyDays: 1 } : { schedule: 'rate(4 hours)' }) }
        : undefined,
    alarms: on(12) ? { restarts: 9 } : undefined,
  });
}

/** A value for each setting that is no secret; at times a secret where none may be. */
function settings({ inputs }: ServerManifest): Raw {
  return Object.fromEntries(
    inputs.filter(({ secret }) => !secret).map((input) => [input.name, valueOf(input)]),
  );
}

function valueOf({ name, choices, format, default: usual }: ServerInput): unknown {
  if (choices?.[0] !== undefined) return choices[0];
  if (usual !== undefined) return usual;
  if (format === 'number') return 7;
  if (format === 'boolean') return true;
  return /URL|HOST|ENVIRONMENT/.test(name) ? 'https://vendor.example.com' : 'value ${x} %{y}';
}

function defined(value: Record<string, unknown>): Raw {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
