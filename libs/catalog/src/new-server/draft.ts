import type { Argument, KeyValue } from '../server-json';
import { SERVER_SCHEMA_DATE } from '../server-json';

/** Registries whose packages become images. */
export type Registry = 'npm' | 'pypi' | 'oci';

/** A package that a manifest is written for, as far as its source says. */
export interface Draft {
  /** Registry of the package. */
  readonly registry: Registry;
  /** Name of the package, or image with its tag. */
  readonly identifier: string;
  /** Exact version. @default - the latest, which the registry is asked for; none for an image */
  readonly version?: string | undefined;
  /** Arguments of npx or uvx that name the program. @default [] */
  readonly runtimeArguments?: readonly Argument[];
  /** Arguments of the server. @default [] */
  readonly packageArguments?: readonly Argument[];
  /** Variables that the server reads, without values. @default [] */
  readonly environmentVariables?: readonly KeyValue[];
  /** Sentences that the user has to read: what was dropped, and where it goes. @default [] */
  readonly notes?: readonly string[];
}

/** What the registry of a package says of it. */
export interface PackageFacts {
  /** Exact version. @default - it has none: an image */
  readonly version?: string | undefined;
  /** Description that the registry has. @default - none */
  readonly description?: string | undefined;
}

const LONGEST_DESCRIPTION = 100;

/** Text of a server.json for a package that is in no MCP registry; `key` is the folder of the server. */
export function serverJsonOf(key: string, draft: Draft, facts: PackageFacts): string {
  const { registry, identifier, runtimeArguments = [], packageArguments = [] } = draft;
  const { environmentVariables = [] } = draft;
  const version = draft.version ?? facts.version;
  const description = facts.description?.trim() || `The ${registry} package ${identifier}.`;
  const server = {
    $schema: `https://static.modelcontextprotocol.io/schemas/${SERVER_SCHEMA_DATE}/server.schema.json`,
    // A domain that nobody owns: the file is the team's own, and in no registry.
    name: `local.fleet/${key}`,
    description: description.slice(0, LONGEST_DESCRIPTION),
    version: version ?? '0.0.0',
    packages: [
      {
        registryType: registry,
        identifier,
        ...(version === undefined ? {} : { version }),
        transport: { type: 'stdio' },
        ...(runtimeArguments.length > 0 ? { runtimeArguments } : {}),
        ...(packageArguments.length > 0 ? { packageArguments } : {}),
        ...(environmentVariables.length > 0 ? { environmentVariables } : {}),
      },
    ],
  };
  return `${JSON.stringify(server, undefined, 2)}\n`;
}
