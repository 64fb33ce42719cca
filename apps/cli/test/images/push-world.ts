import type { Catalog } from '@mcp-fleet/catalog';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine, EngineOptions } from '../../src/images/engine/engine';
import { EngineFailure } from '../../src/images/engine/engine';
import type { Registry } from '../../src/images/push/open-registry';
import { openRegistry } from '../../src/images/push/open-registry';
import type { PushPlan } from '../../src/images/push/plan-push';
import type { PlannedImage } from '../../src/images/push/planned-image';
import { imageName } from '../../src/images/push/planned-image';
import { pushEnvironment } from '../../src/images/push/push-environment';
import { contentsLabel } from '../../src/images/registry/contents';
import { RegistryClient } from '../../src/images/registry/registry-client';
import type { FakeImage } from './fake-registry';
import { FakeRegistry } from './fake-registry';

export const ACCOUNT = '111122223333';
export const PASSWORD = 's3cret-of-ecr';

export function plannedImage(server: string, change: Partial<PlannedImage> = {}): PlannedImage {
  return {
    environment: 'dev',
    deployment: 'tools',
    shared: false,
    path: `deployments.tools.servers.${server}`,
    repositoryName: `mcp-servers/dev/${server}`,
    registry: { account: ACCOUNT, region: 'us-east-1', partition: 'aws' },
    architecture: 'arm64',
    tag: 'v1.0.0-aaaaaaaaaaaa',
    contents: { [server]: 'c7193c0' },
    ...change,
  };
}

/** What an image says of itself that holds what is planned. */
export function asPlanned({ contents, architecture }: PlannedImage): FakeImage {
  return {
    architecture: architecture === 'arm64' ? 'arm64' : 'amd64',
    labels: { 'io.mcp-fleet.contents': contentsLabel({ ...contents, router: '0.1.0' }) },
  };
}

/** docker or podman: pushes into the fake registry what was built. */
export class FakeEngine implements Engine {
  readonly name: Engine['name'];
  readonly calls: string[] = [];
  readonly inputs: string[] = [];
  readonly built = new Map<string, FakeImage & { readonly mediaType?: string }>();
  /** Ends a command with this message, where it returns one. */
  fault: (args: readonly string[]) => string | undefined = () => undefined;
  private readonly tagged = new Map<string, string>();

  constructor(
    private readonly registry: FakeRegistry,
    name: Engine['name'] = 'docker',
  ) {
    this.name = name;
  }

  run(args: readonly string[], { input }: EngineOptions = {}): Promise<{ stdout: string; stderr: string }> {
    this.calls.push(args.join(' '));
    if (input !== undefined) this.inputs.push(input);
    const fault = this.fault(args);
    if (fault !== undefined) return Promise.reject(new EngineFailure(this.name, args[0] ?? '', 1, fault));
    return Promise.resolve({ stdout: this.answer(args), stderr: '' });
  }

  async stream(args: readonly string[], options?: EngineOptions): Promise<void> {
    await this.run(args, options);
  }

  private answer(args: readonly string[]): string {
    const last = args.at(-1) ?? '';
    if (args[0] === 'tag') this.tagged.set(last, args[1] ?? '');
    if (args[0] === 'image' && args[1] === 'inspect') {
      const { architecture, labels, mediaType } = this.built.get(last) ?? {};
      const descriptor = mediaType ? { Descriptor: { mediaType } } : {};
      return JSON.stringify([{ Architecture: architecture, Config: { Labels: labels }, ...descriptor }]);
    }
    if (args[0] === 'push') {
      const [, repository = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(last) ?? [];
      this.registry.put(repository, tag, this.built.get(this.tagged.get(last) ?? ''));
    }
    return '';
  }
}

/** A push with everything outside of it made up, in a folder of its own. */
export class PushWorld {
  readonly registry = new FakeRegistry();
  readonly engine = new FakeEngine(this.registry);
  readonly folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-push-'));
  readonly said: string[] = [];
  readonly builds: string[] = [];
  /** Account of the credentials. */
  account = ACCOUNT;
  /** Speaks to the registry as MCP_FLEET_REGISTRY does. */
  plain = false;
  build = (image: PlannedImage): Promise<string> => {
    const local = `local/${image.repositoryName}:${image.tag}`;
    this.engine.built.set(local, asPlanned(image));
    return Promise.resolve(local);
  };

  async start(): Promise<this> {
    await this.registry.start();
    return this;
  }

  async stop(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.registry.stop();
  }

  get pinsFile(): string {
    return join(this.folder, 'images.json');
  }

  /** The pins, or what was written. */
  pins(content?: unknown): unknown {
    if (content !== undefined) writeFileSync(this.pinsFile, JSON.stringify(content));
    return existsSync(this.pinsFile) ? JSON.parse(readFileSync(this.pinsFile, 'utf8')) : undefined;
  }

  /** Makes the repositories that a foundation would have made. */
  repositories(...images: readonly PlannedImage[]): void {
    for (const { repositoryName } of images) this.registry.repository(repositoryName);
  }

  put(image: PlannedImage, as: FakeImage = asPlanned(image)): string {
    return this.registry.put(image.repositoryName, image.tag, as);
  }

  plan(images: readonly PlannedImage[], change: Partial<PushPlan> = {}): PushPlan {
    const aws = { account: ACCOUNT, region: 'us-east-1', partition: 'aws' };
    const catalog = { servers: {} } as Catalog;
    const rest = { owner: 'self', forOthers: [], leftOut: [], catalog } as const;
    return { environment: 'dev', aws, registry: aws, images, ...rest, ...change };
  }

  async push(plan: PushPlan): Promise<void> {
    await pushEnvironment({
      plan,
      pinsFile: this.pinsFile,
      shownPinsFile: 'environments/dev/images.json',
      registry: await this.open(),
      engine: () => Promise.resolve(this.engine),
      build: (_, image) => {
        this.builds.push(imageName(image));
        return this.build(image);
      },
      say: (line) => this.said.push(line),
    });
  }

  /** ECR's login, and its address led to the fake one. */
  private async open(): Promise<Registry> {
    const { host } = this.registry;
    if (this.plain)
      return openRegistry(this.plan([]).aws, () => Promise.reject(new Error('asked AWS')), host);
    const authorize = () => Promise.resolve({ username: 'AWS', password: PASSWORD, account: this.account });
    const registry = await openRegistry(this.plan([]).aws, authorize, '');
    const credentials = { username: 'AWS', password: PASSWORD };
    return { ...registry, client: new RegistryClient({ host, plain: true, credentials }) };
  }
}
