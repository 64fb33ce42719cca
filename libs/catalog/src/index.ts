/**
 * Reads folders of MCP servers into a catalog: `server.json`, unchanged from the MCP registry, and beside it
 * `deployment.json`, the facts that mcp-fleet needs to run the server. The package builds nothing, and knows nothing of
 * environments and AWS.
 *
 * ```ts
 * import { loadCatalog } from '@mcp-fleet/catalog';
 *
 * const { catalog, errors } = loadCatalog('servers');
 * catalog.servers['gitlab']?.runtime.path; // '/'
 * ```
 *
 * Loading never throws. `errors` contains `FleetError`s of `@mcp-fleet/core`, all at once, each with file, place, rule and
 * fix; a server with errors is not in the catalog. A valid server that cannot be deployed (for example, a server offered
 * only as a remote service) is in the catalog with a `problem`, so that it does not affect the others.
 *
 * ## What is derived
 *
 * Without `deployment.json` everything comes from `server.json`:
 *
 * | fact | from |
 * |---|---|
 * | package | the first of type npm, pypi or oci of which an image can be made and whose url can be called; one with transport sse never |
 * | version | the package's, or else the server's; always exact |
 * | transport, path, port | the package's transport. An argument or variable that the url names takes the router's `{port}` or `{host}`; of docker's `-p host:container` the container's port counts |
 * | arguments | `packageArguments`: `--flag=value` as one item, positional ones as they are. `runtimeArguments` are for npx, uvx or docker and are not used, but for what they say of the program: docker's `-e NAME=value`, the program after `uvx --from` or `npx --package`, and words after the package's name |
 * | inputs | variables and arguments without a fixed value, and names in `{braces}` inside values. A repeated argument can be given once |
 * | secrets | `isSecret`; where server.json does not say, a text whose name ends like `_TOKEN`, `_API_KEY`, `_PASSWORD` or `DATABASE_URL` is one. `secrets` in deployment.json corrects it |
 *
 * Values in `deployment.json` take precedence; `schema/deployment.schema.json` describes each key. `npm run docs` writes the
 * files in `schema`.
 *
 * `routerServers(servers)` returns the content of servers.json, by which an image describes its servers to the router. It
 * throws if the image cannot contain one of them.
 *
 * @packageDocumentation
 */
export type { Permission } from '@mcp-fleet/refs';
export { checkDeploymentJson, deploymentJsonSchema, type DeploymentJson } from './deployment-json';
export { loadCatalog, type LoadOptions, type LoadedCatalog } from './load';
export * from './manifest';
export {
  newServer,
  type NewServer,
  type NewServerProps,
  type RegistryAddresses,
} from './new-server/new-server';
export {
  programName,
  programVersion,
  routerServers,
  type ImageStart,
  type RouterInput,
  type RouterServer,
  type RouterServers,
  type RouterServersOptions,
} from './router-servers';
export { unknownServer, WITHDRAWN, type WithdrawnServer } from './withdrawn';
export { schemaFiles } from './schemas';
export { checkServerJson, serverJsonSchema, SERVER_SCHEMA_DATE, type ServerJson } from './server-json';
