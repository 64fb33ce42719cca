import { deployEnvironment } from '../../src/commands/deploy';
import { destroyEnvironment } from '../../src/commands/destroy';
import { checkGate } from '../../src/gate/gate';
import { findTerraform } from '../../src/terraform/terraform';
import { FAKE, PLAN_CHANGES, World, creates, fleetPlan, secretPlan } from '../world';
import type { BadAnswer } from './case';
import { dedent } from './case';

const nothing = { hasImage: () => Promise.resolve(false), secretValue: () => Promise.resolve(undefined) };
const all = {
  hasImage: () => Promise.resolve(true),
  secretValue: () => Promise.resolve('{"TOKEN":"s3cret"}'),
};
const secret = (value: string | undefined) => ({ ...all, secretValue: () => Promise.resolve(value) });
const withSecret = (change: object) =>
  fleetPlan({
    foundation: { stack: 'dev-foundation', repositories: {}, secrets: { notes: secretPlan(change) } },
  });

function pinned(digest: string) {
  const plan = fleetPlan();
  const image = { ...plan.deployments['tools']!.functions['notes']!.image, digest };
  const functions = { notes: { ...plan.deployments['tools']!.functions['notes']!, image } };
  return { ...plan, deployments: { tools: { ...plan.deployments['tools']!, functions } } };
}

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
    code: 'image-missing',
    title: 'A tag',
    run: () => checkGate(fleetPlan(), { ...nothing, secretValue: all.secretValue }),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1-aaaaaaaaaaaa"
        rule  an image is in its repository before a function runs it (account 111122223333, us-east-1)
        fix   nx run dev:push
        code  image-missing
    `,
  },
  {
    code: 'image-missing',
    title: 'A broken pin',
    run: () =>
      checkGate(pinned(`sha256:${'0123456789abcdef'.repeat(4)}`), { ...all, hasImage: nothing.hasImage }),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        rule  a pin in images.json is the digest of an image that is in its repository (account 111122223333, us-east-1)
        fix   nx run dev:push
        code  image-missing
    `,
  },
  {
    code: 'image-pin-fake',
    run: () => checkGate(pinned(`sha256:${'0'.repeat(64)}`), all),
    report: dedent`
      deployments.tools.servers.notes
        got   "mcp-servers/dev/notes@sha256:0000000000000000000000000000000000000000000000000000000000000000"
        rule  the pins in images.json are digests of images that were pushed; this one is an example
        fix   nx run dev:push pushes the image and writes its digest
        code  image-pin-fake
    `,
  },
  {
    code: 'secret-unfilled',
    title: 'No value',
    run: () => checkGate(fleetPlan(), secret(undefined)),
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
    run: () => checkGate(fleetPlan(), secret('s3cret')),
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
    run: () => checkGate(withSecret({ required: ['TOKEN', 'KEY'] }), secret('{"TOKEN":"s3cret","KEY":""}')),
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
      ),
    report: dedent`
      secret mcp/dev/notes
        got   (a value that is not shown)
        rule  notes needs a JSON object in it: it has no complete set of ID + SECRET or KEY
        fix   aws secretsmanager put-secret-value --region us-east-1 --secret-id mcp/dev/notes --secret-string file://<file with {"ID":"…","SECRET":"…"}>
        code  secret-unfilled
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
    code: 'destroy-refused',
    run: () =>
      inWorld((world) => destroyEnvironment(world.session(fleetPlan({ protected: true })), { name: 'dev' })),
    report: dedent`
      dev
        rule  a protected environment is destroyed only where that is written out
        fix   run destroy with --protected dev, or write protected: false and deploy first
        code  destroy-refused
    `,
  },
];
