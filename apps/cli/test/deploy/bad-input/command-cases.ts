import type { AwsFleetPlan, LambdaDeploymentPlan } from '@mcp-fleet/plan';
import { bootstrapEnvironment } from '../../../src/deploy/commands/bootstrap';
import { deployEnvironment } from '../../../src/deploy/commands/deploy';
import { destroyEnvironment } from '../../../src/deploy/commands/destroy';
import type { Cloud } from '../../../src/deploy/gate/cloud';
import { checkGate } from '../../../src/deploy/gate/gate';
import { parseEnvFile } from '@mcp-fleet/terminal';
import { checkLaptop } from '../../../src/deploy/laptop/laptop';
import { findTerraform } from '../../../src/deploy/terraform/terraform';
import { laptopPlan } from '../laptop-plan';
import {
  FAKE,
  PLAN_CHANGES,
  World,
  change,
  creates,
  fleetPlan,
  planJson,
  restApiPlan,
  secretPlan,
} from '../world';
import type { BadAnswer } from './case';
import { dedent } from './case';

const nothing: Cloud = {
  hasImage: () => Promise.resolve(false),
  secretValue: () => Promise.resolve(undefined),
  nameServers: () => Promise.resolve([]),
  logRole: () => Promise.resolve(undefined),
  deploying: () => Promise.resolve(),
};
const all: Cloud = {
  ...nothing,
  logRole: () => Promise.resolve('arn:aws:iam::111122223333:role/logs'),
  hasImage: () => Promise.resolve(true),
  secretValue: () => Promise.resolve('{"TOKEN":"s3cret"}'),
};
const noZone = () => Promise.resolve([]);
const secret = (value: string | undefined) => ({ ...all, secretValue: () => Promise.resolve(value) });
const withSecret = (change: object) =>
  fleetPlan({
    foundation: { stack: 'dev-foundation', repositories: {}, secrets: { notes: secretPlan(change) } },
  });
const withAccess = fleetPlan({
  foundation: {
    stack: 'dev-foundation',
    repositories: {},
    secrets: { access: secretPlan({ name: 'mcp/dev/access', required: ['tokens'] }) },
  },
});

const guarded = { name: 'dev-tools', enable_deletion_protection: true };

function pinned(digest: string) {
  const plan = fleetPlan();
  const tools = plan.deployments['tools'] as LambdaDeploymentPlan;
  const image = { ...tools.functions['notes']!.image, digest };
  const functions = { notes: { ...tools.functions['notes']!, image } };
  return { ...plan, deployments: { tools: { ...tools, functions } } };
}

const zoned: AwsFleetPlan = {
  ...fleetPlan(),
  domain: { zone: 'mcp.example.com', create: true },
  deployments: {
    tools: {
      ...(fleetPlan().deployments['tools'] as LambdaDeploymentPlan),
      host: { name: 'mcp.example.com', records: true },
    },
  },
};

async function inWorld(use: (world: World) => Promise<unknown>): Promise<unknown> {
  const world = new World({ plan: PLAN_CHANGES, show: creates('aws_iam_role.a') });
  try {
    return await use(world);
  } finally {
    world.remove();
  }
}

async function withVersion(version: string): Promise<unknown> {
  return inWorld((world) => {
    world.terraform({ version: { lines: [{ terraform_version: version }] } });
    return findTerraform(FAKE, { ...process.env, FAKE_TERRAFORM: world.folder });
  });
}

/** What we find ourselves, before or instead of Terraform. */
export const commandCases: readonly BadAnswer[] = [
  {
    code: 'terraform-missing',
    run: () => findTerraform('no-such-terraform'),
    report: dedent`
      no-such-terraform
        got   "not found"
        rule  plan, deploy, destroy and outputs run Terraform or OpenTofu
        fix   install Terraform 1.10 or newer, or name the program with --terraform <binary> or TERRAFORM_BINARY_NAME
        code  terraform-missing
    `,
  },
  {
    code: 'terraform-version',
    run: async () => {
      try {
        return await withVersion('1.9.8');
      } catch (error) {
        throw new Error((error as Error).message.replace(FAKE, 'terraform'), { cause: error });
      }
    },
    report: dedent`
      terraform
        got   "1.9.8"
        rule  mcp-fleet works with Terraform and OpenTofu 1.10 and newer, below 2.0
        fix   install such a version, or name another with --terraform <binary>
        code  terraform-version
    `,
  },
  {
    code: 'env-file-invalid',
    run: () => Promise.resolve().then(() => parseEnvFile('GITLAB_TOKEN="s3cret', 'environments/local/.env')),
    report: dedent`
      environments/local/.env: line 1
        rule  a line is NAME=value; a value in quotes ends with them
        fix   correct it
        code  env-file-invalid
    `,
  },
  {
    code: 'container-owner',
    run: () =>
      inWorld(({ laptop }) =>
        checkLaptop(laptopPlan(), { ...laptop, madeByEngine: () => Promise.resolve(['local-other']) }),
      ),
    report: dedent`
      local
        got   ["local-other"]
        rule  containers are changed in the way in which they were made: these by up --engine, without Terraform
        fix   take them down first: nx run local:down
        code  container-owner
    `,
  },
  {
    code: 'image-missing',
    title: 'Of a laptop',
    run: () =>
      inWorld(({ laptop }) =>
        checkLaptop(laptopPlan(), {
          ...laptop,
          hasImage: ({ name }) => Promise.resolve(!name.endsWith('other')),
        }),
      ),
    report: dedent`
      deployments.other
        got   "mcp-servers/local-other:v1"
        rule  an image is built on this computer before a container runs it
        fix   nx run local:images, or nx run local:up, which builds missing images
        code  image-missing
    `,
  },
  {
    code: 'image-missing',
    title: 'A tag',
    run: () => checkGate(fleetPlan(), { ...nothing, secretValue: all.secretValue }, noZone),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1-aaaaaaaaaaaa"
        rule  an image is in its repository before anything runs it (account 111122223333, us-east-1)
        fix   nx run dev:push
        code  image-missing
    `,
  },
  {
    code: 'image-missing',
    title: 'A broken pin',
    run: () =>
      checkGate(
        pinned(`sha256:${'0123456789abcdef'.repeat(4)}`),
        { ...all, hasImage: nothing.hasImage },
        noZone,
      ),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        rule  a pin in images.json is the digest of an image that is in its repository (account 111122223333, us-east-1)
        fix   nx run dev:push pushes the image and writes its digest
        code  image-missing
    `,
  },
  {
    code: 'image-pin-fake',
    run: () => checkGate(pinned(`sha256:${'0'.repeat(64)}`), all, noZone),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes@sha256:0000000000000000000000000000000000000000000000000000000000000000"
        rule  the pins in images.json are digests of images that were pushed; this one is an example
        fix   nx run dev:push pushes the image and writes its digest
        code  image-pin-fake
    `,
  },
  {
    code: 'image-pin-fake',
    title: "In another environment's registry",
    run: () => checkGate({ ...pinned(`sha256:${'0'.repeat(64)}`), environment: 'staging' }, all, noZone),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes@sha256:0000000000000000000000000000000000000000000000000000000000000000"
        rule  the pins in images.json are digests of images that were pushed; this one is an example
        fix   nx run dev:push pushes the image, then nx run staging:push writes its digest
        code  image-pin-fake
    `,
  },
  {
    code: 'log-role-missing',
    run: () => checkGate(restApiPlan(), { ...all, logRole: nothing.logRole }, noZone),
    report: dedent`
      deployments.tools.edge
        got   "rest-api"
        rule  API Gateway writes the logs of REST APIs with a role that an account sets once in each Region, and refuses a stage with logs before: 111122223333 has none in us-east-1
        fix   nx run dev:bootstrap
        code  log-role-missing
    `,
  },
  {
    code: 'secret-unfilled',
    title: 'No value',
    run: () => checkGate(fleetPlan(), secret(undefined), noZone),
    report: dedent`
      secret mcp/dev/notes
        rule  notes needs a JSON object in it: it has no value
        fix   aws secretsmanager put-secret-value --region us-east-1 --secret-id mcp/dev/notes --secret-string file://<file with {"TOKEN":"…"}>
        code  secret-unfilled
    `,
  },
  {
    code: 'secret-unfilled',
    title: 'No JSON',
    run: () => checkGate(fleetPlan(), secret('s3cret'), noZone),
    report: dedent`
      secret mcp/dev/notes
        got   (a value that is not shown)
        rule  notes needs a JSON object in it: its value is no JSON object
        fix   aws secretsmanager put-secret-value --region us-east-1 --secret-id mcp/dev/notes --secret-string file://<file with {"TOKEN":"…"}>
        code  secret-unfilled
    `,
  },
  {
    code: 'secret-unfilled',
    title: 'A key that lacks',
    run: () =>
      checkGate(withSecret({ required: ['TOKEN', 'KEY'] }), secret('{"TOKEN":"s3cret","KEY":""}'), noZone),
    report: dedent`
      secret mcp/dev/notes
        got   (a value that is not shown)
        rule  notes needs a JSON object in it: it lacks KEY
        fix   aws secretsmanager put-secret-value --region us-east-1 --secret-id mcp/dev/notes --secret-string file://<file with {"TOKEN":"…","KEY":"…"}>
        code  secret-unfilled
    `,
  },
  {
    code: 'secret-unfilled',
    title: 'No complete set',
    run: () =>
      checkGate(
        withSecret({ required: [], oneOf: [[['ID', 'SECRET'], ['KEY']]] }),
        secret('{"ID":"s3cret"}'),
        noZone,
      ),
    report: dedent`
      secret mcp/dev/notes
        got   (a value that is not shown)
        rule  notes needs a JSON object in it: it has no complete set of ID + SECRET or KEY
        fix   aws secretsmanager put-secret-value --region us-east-1 --secret-id mcp/dev/notes --secret-string file://<file with {"ID":"…","SECRET":"…"}>
        code  secret-unfilled
    `,
  },
  ...[
    ['A short token', '{"tokens":["0123456789abcdef","short"]}'] as const,
    ['Spaces around a token', '{"tokens":["0123456789abcdef "]}'] as const,
  ].map(([title, value]) => ({
    code: 'secret-unfilled' as const,
    title,
    run: () => checkGate(withAccess, secret(value), noZone),
    report: dedent`
      secret mcp/dev/access
        got   (a value that is not shown)
        rule  the front doors need a JSON object in it: each of its tokens has at least 16 characters and no spaces around it
        fix   aws secretsmanager put-secret-value --region us-east-1 --secret-id mcp/dev/access --secret-string file://<file with {"tokens":["…"]}>
        code  secret-unfilled
    `,
  })),
  {
    code: 'zone-not-delegated',
    run: () =>
      checkGate(zoned, { ...all, nameServers: () => Promise.resolve(['ns.elsewhere.example.']) }, () =>
        Promise.resolve(['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com']),
      ),
    report: dedent`
      domain.zone
        got   ["ns.elsewhere.example"]
        rule  the world finds mcp.example.com by a record of type NS in the domain above it, which names the zone that was made
        fix   have this record made there, and wait until it is known: mcp.example.com NS ns-1.awsdns-01.org ns-2.awsdns-02.com
        code  zone-not-delegated
    `,
  },
  {
    code: 'confirmation-missing',
    title: 'A destroy without a terminal',
    run: () =>
      inWorld((world) => {
        world.state('dev-foundation', { 'aws_iam_role.a': 'a' });
        return destroyEnvironment(world.session(), {});
      }),
    report: dedent`
      dev
        rule  an environment is destroyed when somebody writes its name, and here is no terminal to ask
        fix   run destroy with --name dev
        code  confirmation-missing
    `,
  },
  {
    code: 'confirmation-missing',
    title: 'A deploy without a terminal',
    run: () =>
      inWorld(async (world) => {
        try {
          return await deployEnvironment(world.session(), { yes: false });
        } catch (error) {
          throw new Error((error as Error).message.replace(/\(\S*plans/, '(dist/cdktf/dev/plans'), {
            cause: error,
          });
        }
      }),
    report: dedent`
      dev-foundation
        rule  changes are applied when somebody has seen the plan and says yes, and here is no terminal to ask
        fix   read the plan (dist/cdktf/dev/plans/dev-foundation.json, or nx run dev:plan) and run deploy with --yes
        code  confirmation-missing
    `,
  },
  {
    code: 'confirmation-missing',
    title: 'A bootstrap without a terminal',
    run: () =>
      inWorld(async (world) => {
        try {
          return await bootstrapEnvironment(world.session(restApiPlan()), { yes: false });
        } catch (error) {
          throw new Error((error as Error).message.replace(/\(\S*plans/, '(dist/cdktf/dev/plans'), {
            cause: error,
          });
        }
      }),
    report: dedent`
      api-gateway-logs-us-east-1
        rule  changes are applied when somebody has seen the plan and says yes, and here is no terminal to ask
        fix   read the plan (dist/cdktf/dev/plans/api-gateway-logs-us-east-1.json) and run bootstrap with --yes
        code  confirmation-missing
    `,
  },
  {
    code: 'destroy-refused',
    run: () =>
      inWorld((world) => destroyEnvironment(world.session(fleetPlan({ protected: true })), { name: 'dev' })),
    report: dedent`
      dev
        rule  a protected environment is destroyed only where that is written out
        fix   write protected: false and deploy, which takes the protection off, then destroy; with --protected dev it goes as it is, where AWS lets it
        code  destroy-refused
    `,
  },
  {
    code: 'destroy-refused',
    title: 'Deletion protection',
    run: () =>
      inWorld((world) => {
        world.terraform({
          plan: PLAN_CHANGES,
          show: { lines: [planJson([change('aws_lb.a', ['delete'], { before: guarded, after: null })])] },
        });
        world.state('dev-tools', { 'aws_lb.a': 'a' });
        const said = { name: 'dev', protected: 'dev' };
        return destroyEnvironment(world.session(fleetPlan({ protected: true })), said);
      }),
    report: dedent`
      dev
        got   "dev-tools: aws_lb.a"
        rule  AWS deletes nothing whose deletion protection is on
        fix   write protected: false and deploy, which takes the protection off, then destroy
        code  destroy-refused
    `,
  },
];
