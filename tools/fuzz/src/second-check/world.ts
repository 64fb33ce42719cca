import type { Resource, StackDocument } from './documents';
import { arnOf } from './arns';
import { pieces } from './template';

/** AWS quotas that the account was granted, by the names of the environment file. */
export type Quotas = Readonly<Record<string, number>>;

/** What the environment says of itself, beside its Terraform. */
export interface Permission {
  /** Stacks whose load balancer may be reached from anywhere. */
  readonly publicStacks: readonly string[];
  readonly quotas: Quotas;
  /** Rules that the environment breaks knowingly. */
  readonly acknowledged: readonly string[];
  /** Texts that may be in no file: secrets. */
  readonly forbidden: readonly string[];
}

/** Stands for a value that only AWS knows: short, so that no limit is broken by it. */
const UNKNOWN = '«x»';
const REFERENCE = /^(data\.)?([a-z]\w*)\.([\w-]+)\.([\w-]+)$/;
const OUTPUT = /^data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)$/;

/** All stacks of an environment, and what their references point to. */
export class World {
  readonly all: readonly Resource[];
  private readonly byAddress: ReadonlyMap<string, Resource>;
  private readonly byType = new Map<string, Resource[]>();
  private readonly references = new Map<string, ReadonlyMap<Resource | undefined, readonly Resource[]>>();
  private readonly byStack: ReadonlyMap<string, StackDocument>;

  constructor(
    readonly documents: readonly StackDocument[],
    readonly permission: Permission,
  ) {
    this.all = documents.flatMap(({ resources }) => resources);
    for (const resource of this.all) push(this.byType, resource.type, resource);
    this.byStack = new Map(documents.map((document) => [document.stack, document]));
    this.byAddress = new Map(this.all.map((resource) => [addressOf(resource), resource]));
  }

  of(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  documentOf(resource: Resource): StackDocument {
    return this.byStack.get(resource.stack) as StackDocument;
  }

  /** A quota as granted, or as AWS gives it to every account. */
  quota(name: string, byDefault: number): number {
    return this.permission.quotas[name] ?? byDefault;
  }

  /** The resource that a whole text refers to, across stacks where it must be. */
  target(from: Resource, text: unknown): Resource | undefined {
    return this.follow(from, text)?.resource;
  }

  /** Resources of a type in the same stack whose attribute refers to this one. */
  referring(to: Resource, type: string, attribute: string): readonly Resource[] {
    const key = `${type} ${attribute}`;
    let byTarget = this.references.get(key);
    if (byTarget === undefined) {
      const found = new Map<Resource | undefined, Resource[]>();
      for (const resource of this.of(type))
        push(found, this.target(resource, resource.block[attribute]), resource);
      byTarget = found;
      this.references.set(key, byTarget);
    }
    return byTarget.get(to) ?? [];
  }

  /** The text as AWS gets it; `«x»` for what only AWS knows. */
  expand(from: Resource, template: unknown): string {
    if (typeof template !== 'string') return template === undefined ? '' : String(template);
    return safePieces(template)
      .map((piece) => ('text' in piece ? piece.text : this.value(from, piece.expression)))
      .join('');
  }

  /** Whether a resource of this address is in the stack. */
  has(stack: string, type: string, id: string): boolean {
    return this.byAddress.has(`${stack} ${type}.${id}`);
  }

  private value(from: Resource, expression: string): string {
    const found = this.follow(from, `\${${expression}}`);
    if (found === undefined) return UNKNOWN;
    const { resource, attribute } = found;
    const written = resource.block[attribute];
    if (written !== undefined) return this.expand(resource, written);
    return attribute === 'arn' ? (arnOf(resource, this) ?? UNKNOWN) : UNKNOWN;
  }

  private follow(from: Resource, text: unknown): { resource: Resource; attribute: string } | undefined {
    if (typeof text !== 'string') return undefined;
    const [only, ...more] = safePieces(text);
    if (only === undefined || more.length > 0 || !('expression' in only)) return undefined;
    const output = OUTPUT.exec(only.expression);
    if (output) return this.followOutput(output[1] as string, output[2] as string);
    const [, data = '', type = '', id = '', attribute = ''] = REFERENCE.exec(only.expression) ?? [];
    const resource = this.byAddress.get(`${from.stack} ${data}${type}.${id}`);
    return resource && { resource, attribute };
  }

  private followOutput(state: string, name: string) {
    const document = this.byStack.get(state.replace('cross-stack-reference-input-', ''));
    if (document === undefined) return undefined;
    const anywhere = { stack: document.stack, type: '', id: '', block: {} };
    return this.follow(anywhere, document.outputs[name]);
  }
}

function push<K>(map: Map<K, Resource[]>, key: K, resource: Resource): void {
  const known = map.get(key);
  if (known) known.push(resource);
  else map.set(key, [resource]);
}

export function addressOf({ stack, type, id }: Resource): string {
  return `${stack} ${type}.${id}`;
}

/** A text that cannot be taken apart is a finding of its own, and as it stands to all other rules. */
function safePieces(template: string): ReturnType<typeof pieces> {
  try {
    return pieces(template);
  } catch {
    return [{ text: template }];
  }
}
