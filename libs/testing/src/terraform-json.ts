import { Testing, type TerraformStack } from 'cdktf';

/** A block of Terraform JSON: arguments as Terraform names them. */
export type Block = Readonly<Record<string, unknown>>;

/** Blocks by type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** The synthesised Terraform JSON of a stack, as far as tests look at it. */
export interface TerraformJson {
  /** Resources by type and id. @default - none */
  readonly resource?: Blocks;
  /** Data sources by type and id. @default - none */
  readonly data?: Blocks;
  /** Outputs by name. @default - none */
  readonly output?: Readonly<Record<string, Block>>;
  /** Configurations of providers by name. @default - none */
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  /** Settings of Terraform itself. @default - none */
  readonly terraform?: Block;
}

/** What the stack synthesises to. The stack is prepared first, so that references to other stacks are real ones. */
export function synthesised(stack: TerraformStack): TerraformJson {
  stack.prepareStack();
  return JSON.parse(Testing.synth(stack)) as TerraformJson;
}

/** All resources of a type, by logical id; empty where there is none. */
export function resourcesOf(json: TerraformJson, type: string): Readonly<Record<string, Block>> {
  return json.resource?.[type] ?? {};
}

/**
 * The one resource of a type.
 * @throws Error where there is none, or more than one.
 */
export function onlyResource(json: TerraformJson, type: string): Block {
  const found = Object.values(resourcesOf(json, type));
  if (found[0] === undefined || found.length > 1) {
    throw new Error(`expected one ${type}, found ${found.length} in: ${addresses(json).join(', ')}`);
  }
  return found[0];
}

/** The address of every resource, `type.logicalId`, sorted: what Terraform knows them by. */
export function addresses(json: TerraformJson): string[] {
  return Object.entries(json.resource ?? {})
    .flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${type}.${id}`))
    .sort();
}
