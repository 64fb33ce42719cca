import { environmentFile, json, server, validEnvironment } from '@mcp-fleet/testing/fleet';
import { dedent } from './case';
import type { BadInput } from './case';

/** Files that cannot be read, and manifests that break their schema. */
export const fileCases: readonly BadInput[] = [
  {
    code: 'environment-not-found',
    environment: 'prod',
    report: dedent`
      environments
        got   "prod"
        rule  an environment is a folder with an environment.ts; there are: dev
        fix   use one of: dev
        code  environment-not-found
    `,
  },
  {
    code: 'environment-not-found',
    title: 'No environment at all',
    files: { 'environments/dev/environment.ts': null },
    report: dedent`
      environments
        got   "dev"
        rule  an environment is a folder with an environment.ts; there are: none
        fix   write environments/dev/environment.ts
        code  environment-not-found
    `,
  },
  {
    code: 'environment-unreadable',
    title: 'It does not parse',
    files: {
      'environments/dev/environment.ts':
        "export default {\n  name: 'dev',\n  aws: { account: '111122223333'\n};\n",
    },
    report: dedent`
      environments/dev/environment.ts: line 4, column 1
        got   "Expected ',', got ';'"
        rule  an environment file is TypeScript that parses and runs without an error
        fix   mend what the message says
        code  environment-unreadable
    `,
  },
  {
    code: 'environment-unreadable',
    title: 'It throws',
    files: {
      'environments/dev/environment.ts':
        'const zones: string[] = [];\nexport default { name: zones[0]!.trim() };\n',
    },
    report: dedent`
      environments/dev/environment.ts: line 2, column 34
        got   "Cannot read properties of undefined (reading 'trim')"
        rule  an environment file is TypeScript that parses and runs without an error
        fix   mend what the message says
        code  environment-unreadable
    `,
  },
  {
    code: 'environment-unreadable',
    title: 'It imports what is not there',
    files: {
      'environments/dev/environment.ts': "import { accounts } from './accounts';\nexport default accounts;\n",
    },
    report: dedent`
      environments/dev/environment.ts: line 1
        got   "Cannot find module './accounts'"
        rule  an environment file is TypeScript that parses and runs without an error
        fix   mend what the message says
        code  environment-unreadable
    `,
  },
  {
    code: 'environment-no-export',
    files: { 'environments/dev/environment.ts': "export const environment = { name: 'dev' };\n" },
    report: dedent`
      environments/dev/environment.ts: export default
        rule  an environment file exports one environment as its default
        fix   write export default defineEnvironment({ … })
        code  environment-no-export
    `,
  },
  {
    code: 'environment-name-mismatch',
    change: { name: 'development' },
    report: dedent`
      environments/dev/environment.ts: name
        got   "development"
        rule  an environment is named as its folder: dev
        fix   write name: 'dev', or rename the folder
        code  environment-name-mismatch
    `,
  },
  {
    code: 'images-unreadable',
    title: 'It is no JSON',
    files: { 'environments/dev/images.json': '{ "mcp-servers/dev/notes": \n' },
    report: dedent`
      environments/dev/images.json
        got   "Unexpected end of JSON input"
        rule  images.json is JSON
        fix   correct it, or take it from the last commit
        code  images-unreadable
    `,
  },
  {
    code: 'images-unreadable',
    title: 'A pin has another shape',
    files: {
      'environments/dev/images.json': json({
        'mcp-servers/dev/notes': { digest: 'latest', tag: 'v1', architecture: 'arm64', contents: {} },
      }),
    },
    report: dedent`
      environments/dev/images.json: mcp-servers/dev/notes.digest
        got   "latest"
        rule  a digest is sha256: and 64 hex digits
        fix   let a push write the file, or correct it
        code  images-unreadable
    `,
  },
  {
    code: 'output-unwritable',
    files: { taken: 'a file, not a folder\n' },
    out: 'taken',
    report: dedent`
      taken
        got   "EEXIST"
        rule  the Terraform JSON goes into a folder that can be made and written
        fix   name another folder with --out, or free this one
        code  output-unwritable
    `,
  },
  {
    code: 'environment-unreadable',
    title: 'A helper beside it throws',
    files: {
      'environments/dev/environment.ts': "import { zone } from './zones';\nexport default { name: zone };\n",
      'environments/dev/zones.ts': 'const zones: string[] = [];\n\nexport const zone = zones[0]!.trim();\n',
    },
    report: dedent`
      environments/dev/environment.ts: zones.ts: line 3, column 31
        got   "Cannot read properties of undefined (reading 'trim')"
        rule  an environment file is TypeScript that parses and runs without an error
        fix   mend what the message says
        code  environment-unreadable
    `,
  },
  {
    code: 'environment-unreadable',
    title: 'A helper beside it does not parse',
    files: {
      'environments/dev/environment.ts': "import { zone } from './zones';\nexport default { name: zone };\n",
      'environments/dev/zones.ts': 'export const zone = ;\n',
    },
    report: dedent`
      environments/dev/environment.ts: zones.ts: line 1, column 1
        got   "Expression expected"
        rule  an environment file is TypeScript that parses and runs without an error
        fix   mend what the message says
        code  environment-unreadable
    `,
  },
  {
    code: 'manifest-unreadable',
    files: { 'servers/notes/server.json': '{ "name": "com.example/notes",\n}\n' },
    report: dedent`
      servers/notes/server.json: line 2, column 1
        got   "}"
        rule  JSON has a key in double quotes here
        fix   remove the comma before it
        code  manifest-unreadable
    `,
  },
  {
    code: 'manifest-invalid',
    title: 'server.json',
    files: { 'servers/notes/server.json': json({ name: 'notes', version: '1.2.0' }) },
    report: dedent`
      servers/notes/server.json: name
        got   "notes"
        rule  a name is a reversed domain, one slash and a name
        fix   what is meant: name in the registry, such as io.github.owner/weather
        code  manifest-invalid

      servers/notes/server.json: description
        rule  this key is required
        fix   add it: what the server does, at most 100 characters
        code  manifest-invalid

      2 errors
    `,
  },
  {
    code: 'manifest-invalid',
    title: 'deployment.json',
    files: { 'servers/notes/deployment.json': json({ slowestCallSecond: 10 }) },
    report: dedent`
      servers/notes/deployment.json: slowestCallSecond
        rule  the keys here are: $schema, arguments, auth, ephemeralStorageMiB, healthPath, logLevel, memoryMiB, notes, package, path, permissions, port, protocol, requires, secrets, sessions, slowestCallSeconds, source, transport, variables, writablePaths
        fix   did you mean "slowestCallSeconds"?
        code  manifest-invalid
    `,
  },
  {
    code: 'manifest-invalid',
    title: 'A secret with its value',
    files: server('notes', undefined, {
      packages: [
        {
          registryType: 'npm',
          identifier: '@example/notes-mcp',
          version: '1.2.0',
          transport: { type: 'stdio' },
          environmentVariables: [
            { name: 'NOTES_URL', isRequired: true },
            { name: 'NOTES_TOKEN', isSecret: true, value: 'not-shown' },
          ],
        },
      ],
    }),
    report: dedent`
      servers/notes/server.json: packages[0].environmentVariables[1].value
        got   (a value that is not shown)
        rule  this input is a secret, and no secret is written in a manifest: it would be in every image
        fix   remove value: each deployment fills the secret in Secrets Manager; if it was committed, replace it at its issuer
        code  manifest-invalid
    `,
  },
  {
    code: 'manifest-inconsistent',
    files: { 'servers/notes/deployment.json': json({ requires: [{ oneOf: [['NOTES_PASSWORD']] }] }) },
    report: dedent`
      servers/notes/deployment.json: requires[0].oneOf[0][0]
        got   "NOTES_PASSWORD"
        rule  this names an input of server.json that a user gives
        fix   use one of: NOTES_DRAFTS, NOTES_ORDER, NOTES_PAGE, NOTES_TENANT, NOTES_TOKEN, NOTES_URL, NOTES_USER
        code  manifest-inconsistent
    `,
  },
  {
    code: 'server-not-deployable',
    files: server('notes', undefined, {
      packages: [],
      remotes: [{ type: 'streamable-http', url: 'https://notes.example.com/mcp' }],
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "notes"
        rule  the server is offered as a remote service only, so there is no program to deploy
        fix   connect clients to its own address, or say where its program comes from in deployment.json, under source
        code  server-not-deployable
    `,
  },
  {
    code: 'server-not-deployable',
    title: 'A package that its authors have withdrawn',
    files: server('notes', undefined, {
      packages: [
        {
          registryType: 'pypi',
          identifier: 'awslabs.core-mcp-server',
          version: '1.0.27',
          transport: { type: 'stdio' },
        },
      ],
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "notes"
        rule  awslabs.core-mcp-server is withdrawn: every release at PyPI is withdrawn, and those of servers that it needs are too, so that it cannot be installed at all
        fix   deploy the single servers, such as 'aws-documentation' and 'cloudwatch'
        code  server-not-deployable
    `,
  },
  {
    code: 'server-needs-own-image',
    change: { deployments: { tools: { topology: 'multi-server' } } },
    files: server('notes', { source: { oci: { image: 'registry.example.com/notes:1.2.0' } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "notes"
        rule  this server comes as an image, and cannot be put into one image with others
        fix   use topology 'per-server', or move it into a deployment of its own with that topology
        code  server-needs-own-image
    `,
  },
  {
    code: 'server-needs-sessions',
    files: server('notes', { sessions: 'per-client' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "notes"
        rule  this server wants a process for each MCP session, and Lambda keeps none between requests
        fix   deploy it on target fargate, or set sessions to 'shared' in its deployment.json if it can share
        code  server-needs-sessions
    `,
  },
  {
    code: 'registry-unknown',
    title: 'An environment that is not there',
    change: { registry: { environment: 'shared' } },
    report: dedent`
      environments/dev/environment.ts: registry.environment
        got   "shared"
        rule  this names another environment that has a registry of its own: there is none
        fix   name the registry's owner itself, or write registry: 'own'
        code  registry-unknown
    `,
  },
  {
    code: 'registry-unknown',
    title: 'An environment whose name is misspelt',
    change: { registry: { environment: 'stagng' } },
    files: {
      'environments/staging/environment.ts': environmentFile({ ...validEnvironment, name: 'staging' }),
    },
    report: dedent`
      environments/dev/environment.ts: registry.environment
        got   "stagng"
        rule  this names another environment that has a registry of its own: staging
        fix   did you mean "staging"?
        code  registry-unknown
    `,
  },
  {
    code: 'registry-unknown',
    title: 'An environment that borrows its registry itself',
    change: { registry: { environment: 'staging' } },
    files: {
      'environments/staging/environment.ts': environmentFile({
        ...validEnvironment,
        name: 'staging',
        registry: { account: '444455556666' },
      }),
    },
    report: dedent`
      environments/dev/environment.ts: registry.environment
        got   "staging"
        rule  this names another environment that has a registry of its own: there is none
        fix   name the registry's owner itself, or write registry: 'own'
        code  registry-unknown
    `,
  },
  {
    code: 'registry-region-differs',
    change: { registry: { environment: 'staging' } },
    files: {
      'environments/staging/environment.ts': environmentFile({
        ...validEnvironment,
        name: 'staging',
        aws: { account: '111122223333', region: 'eu-west-1' },
        registry: 'own',
      }),
    },
    report: dedent`
      environments/dev/environment.ts: registry.environment
        got   "eu-west-1"
        rule  Lambda pulls images only from its own Region, here us-east-1 [docs:lambda/images-create]
        fix   use a registry in that Region, or write registry: 'own'
        code  registry-region-differs
    `,
  },
];
