import type { Permission } from '@mcp-fleet/refs';

/** The servers that can be deployed, by key: the name of the folder that holds the manifests. */
export interface Catalog {
  /** Servers by key. */
  readonly servers: Readonly<Record<string, ServerManifest>>;
}

/** One server: what server.json and deployment.json say, with defaults filled in. Pure data. */
export interface ServerManifest {
  /** Key in the catalog, and the default name of its instances: the folder's name. */
  readonly key: string;
  /** Name in the MCP registry's form, `io.github.owner/name`. */
  readonly registryName: string;
  /** Display name. @default - the key */
  readonly title?: string;
  /** Purpose of the server in one sentence. */
  readonly description: string;
  /** Version of the server, from server.json. */
  readonly version: string;
  /** What a user gives it: environment variables first, then arguments without a fixed value. */
  readonly inputs: readonly ServerInput[];
  /** Sets of inputs of which one has to be complete. */
  readonly requirements: readonly Requirement[];
  /** How its image is made; undefined where no package can be made an image, and `problem` says why. */
  readonly source?: ImageSource;
  /** Why the server cannot be deployed, as the rule and the fix of an error. Set exactly where `source` is not. */
  readonly problem?: { readonly rule: string; readonly fix: string };
  /** How it runs. */
  readonly runtime: ServerRuntime;
  /** What its role may do at AWS beyond the house's own needs. `{partition}`, `{region}`, `{account}` are filled in by the plan. */
  readonly permissions: readonly Permission[];
  /** What a user should know before deploying it: shown in the documents. @default - nothing */
  readonly notes?: readonly string[];
  /** The files that decide what its image holds, with their contents' SHA-256: part of the image tag. Paths relative to the server's folder, sorted. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** One value that a user gives a server. */
export interface ServerInput {
  /** Name of the variable; of an argument the flag (`--port`), its value hint where it is positional, or the name in `{braces}` of a longer value. */
  readonly name: string;
  /** `variable`: set in the server's environment. `argument`: only put in place of `{input:NAME}`. */
  readonly kind: 'variable' | 'argument';
  /** Meaning of the value, as the manifest describes it. */
  readonly description?: string;
  /** A user has to give it: the server needs it and there is no default. */
  readonly required: boolean;
  /** Lives in Secrets Manager, never in an environment file. */
  readonly secret: boolean;
  /** Its value where a user gives none. */
  readonly default?: string;
  /** Allowed values. @default - any */
  readonly choices?: readonly string[];
  /** Type of the value. */
  readonly format: 'string' | 'number' | 'boolean' | 'filepath';
  /** Example of the value, for help texts. @default - none */
  readonly placeholder?: string;
}

/** One of these sets of inputs has to be complete, always or where the condition holds. */
export interface Requirement {
  /** Holds where the input is set (or has a default), and equals the value if one is given. @default - always */
  readonly when?: { readonly input: string; readonly equals?: string };
  /** Sets of names of inputs. */
  readonly oneOf: readonly (readonly string[])[];
}

/** Where the program in an image comes from. */
export type ImageSource =
  | {
      readonly kind: 'go';
      /** Clone address of the repository. */
      readonly repository: string;
      /** Full commit id. */
      readonly commit: string;
      /** Main package, relative to the repository: `.` or `./cmd/x`. */
      readonly mainPackage: string;
      readonly binary: string;
      /** Linker variable that takes the version. @default - the server has none */
      readonly versionVariable?: string;
    }
  | { readonly kind: 'npm'; readonly package: string; readonly version: string; readonly binary?: string }
  /** The package is named with extras where it needs them, `name[extra]`: pip wants them before the version. */
  | { readonly kind: 'pypi'; readonly package: string; readonly version: string; readonly binary?: string }
  | { readonly kind: 'oci'; readonly image: string };

/** How the router runs the server: no user writes these. */
export interface ServerRuntime {
  /** Transport between the router and the server. */
  readonly transport: 'http' | 'stdio';
  /**
   * Arguments after the program. `{host}` and `{port}` are the router's; `{input:NAME}` a user's, or its default.
   * An item that names an input without a value is left out.
   */
  readonly arguments: readonly string[];
  /**
   * Fixed variables. `{logs}`, `{home}`, `{port}`, `{host}` are filled in by the router, and `{input:NAME}` as in
   * arguments: a variable that names an input without a value is left out.
   */
  readonly variables: Readonly<Record<string, string>>;
  /** Path of MCP in the container, for transport http. */
  readonly path: string;
  /** The port it always listens on, for transport http. @default - the router chooses `{port}` */
  readonly port?: number;
  /** Path that answers 200 to GET when the server is ready; none: a TCP connection or MCP's ping decides. */
  readonly healthPath?: string;
  /** The form in which the server wants the token that the router makes up for it. */
  readonly auth: FrontAuth;
  /** How the log level reaches it; an argument is two items, the flag and the level. @default - it has none */
  readonly logLevel?: { readonly variable: string } | { readonly argument: string };
  /** Directories it must be able to write to, beside its home, working and log directory. */
  readonly writablePaths: readonly string[];
  /** Era of the MCP protocol that the server speaks; `auto` finds out. */
  readonly protocol: 'auto' | 'legacy' | 'modern';
  /** `shared`: one process for all clients; `per-client`: a process for each session. */
  readonly sessions: 'shared' | 'per-client';
  /** The longest that one of its tools may take. @default - unknown */
  readonly slowestCallSeconds?: number;
  /** Memory it needs on its own. @default - the house's default for its kind */
  readonly memoryMiB?: number;
  /** Size of /tmp that it needs. @default 512 */
  readonly ephemeralStorageMiB?: number;
}

/**
 * `none`: it asks for no token. `authorization`: the bare token in `Authorization`. `bearer`: `Authorization: Bearer`.
 * `x-mcp-auth-token`: in that header. `both`: the bare token in `Authorization` and in `X-MCP-Auth-Token`.
 */
export type FrontAuth = 'none' | 'authorization' | 'bearer' | 'x-mcp-auth-token' | 'both';
