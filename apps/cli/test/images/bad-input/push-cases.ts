import { FakeRegistry } from '../fake-registry';
import { PushWorld, asPlanned, plannedImage } from '../push-world';
import type { PushPlan } from '../../../src/images/push/plan-push';
import type { BadImage } from './case';
import { dedent } from './case';

const notes = plannedImage('notes');

/** A push in a world that `change` has broken. */
function pushing(change: (world: PushWorld) => void, plan: Partial<PushPlan> = {}, image = notes) {
  return async (): Promise<void> => {
    const world = await new PushWorld().start();
    try {
      change(world);
      await world.push(world.plan([image], plan));
    } finally {
      await world.stop();
    }
  };
}

const nothing = () => undefined;
const made = (world: PushWorld) => world.repositories(notes);

export const pushCases: readonly BadImage[] = [
  {
    code: 'repository-missing',
    run: pushing(nothing),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes"
        rule  an image is pushed to a repository that exists (account 111122223333, us-east-1)
        fix   deploy the foundation first: nx run dev:deploy makes the repositories, then stops and asks for the images
        code  repository-missing
    `,
  },
  {
    code: 'registry-foreign',
    title: "Another environment's",
    run: pushing(made, { owner: { environment: 'dev' } }, { ...notes, environment: 'staging' }),
    report: dedent`
      environments/staging/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1.0.0-aaaaaaaaaaaa"
        rule  the registry is that of environment dev, which alone pushes into it
        fix   nx run dev:push, then nx run staging:push, which writes the pin
        code  registry-foreign
    `,
  },
  {
    code: 'registry-foreign',
    title: "Another account's",
    run: pushing(made, { owner: { account: '444455556666' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1.0.0-aaaaaaaaaaaa"
        rule  the registry is that of account 444455556666, and only its credentials push into it; these are of 111122223333
        fix   nx run dev:push with credentials of account 444455556666 (AWS_PROFILE)
        code  registry-foreign
    `,
  },
  {
    code: 'image-tag-taken',
    run: pushing((world) => world.put(notes, asPlanned({ ...notes, contents: { notes: 'beef' } }))),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1.0.0-aaaaaaaaaaaa: an image of notes beef, router 0.1.0"
        rule  a tag never changes its image, and this one has to hold notes c7193c0 for arm64
        fix   where nothing runs it: aws ecr batch-delete-image --region us-east-1 --repository-name mcp-servers/dev/notes --image-ids imageTag=v1.0.0-aaaaaaaaaaaa; then push again
        code  image-tag-taken
    `,
  },
  {
    code: 'image-unusable',
    title: 'An index in the registry',
    run: pushing((world) => world.registry.putIndex(notes.repositoryName, notes.tag)),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1.0.0-aaaaaaaaaaaa: an index (application/vnd.oci.image.index.v1+json)"
        rule  an image is for one architecture, no index, and this one has to hold notes c7193c0 for arm64
        fix   aws ecr batch-delete-image --region us-east-1 --repository-name mcp-servers/dev/notes --image-ids imageTag=v1.0.0-aaaaaaaaaaaa; then nx run dev:push
        code  image-unusable
    `,
  },
  {
    code: 'image-unusable',
    title: 'Built for another architecture',
    run: pushing((world) => {
      made(world);
      world.build = (image) => {
        world.engine.built.set('local', { ...asPlanned(image), architecture: 'amd64' });
        return Promise.resolve('local');
      };
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1.0.0-aaaaaaaaaaaa: an image for amd64"
        rule  an image is for one architecture, no index, and this one has to hold notes c7193c0 for arm64
        fix   build it again: nx run dev:images --rebuild
        code  image-unusable
    `,
  },
  {
    code: 'image-push-failed',
    run: pushing((world) => {
      made(world);
      world.engine.fault = ([verb]) => (verb === 'push' ? 'Pushing\nno space left on device' : undefined);
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "mcp-servers/dev/notes:v1.0.0-aaaaaaaaaaaa: no space left on device"
        rule  the registry takes the image
        fix   mend what the message says and push again: what is pushed already is not pushed twice
        code  image-push-failed
    `,
  },
  {
    code: 'registry-refused',
    title: 'The login',
    run: pushing((world) => {
      made(world);
      world.engine.fault = ([verb]) => (verb === 'login' ? 'unauthorized: s3cret-of-ecr' : undefined);
    }),
    report: dedent`
      docker login 111122223333.dkr.ecr.us-east-1.amazonaws.com
        got   "unauthorized: …"
        rule  the registry takes the login that ECR gave
        fix   check the credential helper of docker and the network, and run this again
        code  registry-refused
    `,
  },
  {
    code: 'registry-refused',
    title: 'A right',
    run: pushing((world) => {
      world.registry.fault = () => ({ status: 403, code: 'DENIED', message: 'not authorized' });
    }),
    report: dedent`
      <registry>/mcp-servers/dev/notes
        got   "403: DENIED not authorized"
        rule  the registry lets these credentials read and, where something is pushed, write
        fix   sign in again, or ask for the right on this repository
        code  registry-refused
    `,
  },
  {
    code: 'registry-unreachable',
    run: async () => {
      const world = new PushWorld();
      const registry = await new FakeRegistry().start();
      Object.assign(world, { registry, plain: true });
      const { host } = registry;
      await registry.stop();
      Object.defineProperty(registry, 'host', { value: host });
      await world.push(world.plan([notes]));
    },
    report: dedent`
      registry <registry>
        got   "ECONNREFUSED"
        rule  the registry answers at this address
        fix   check the name, the network and the proxy, and run this again
        code  registry-unreachable
    `,
  },
  {
    code: 'account-differs',
    run: pushing((world) => {
      world.account = '444455556666';
    }),
    report: dedent`
      environments/dev/environment.ts: aws.account
        got   "credentials of 444455556666"
        rule  images of this environment are pushed with credentials of its own account, 111122223333
        fix   use credentials of that account; aws sts get-caller-identity shows who you are
        code  account-differs
    `,
  },
];
