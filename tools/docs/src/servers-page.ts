import {
  WITHDRAWN,
  type Catalog,
  type ImageSource,
  type Requirement,
  type ServerInput,
  type ServerManifest,
} from '@mcp-fleet/catalog';
import { code, codeBlock, either, header, page, prose, table } from './markdown';
import { serverExample } from './server-example';

const PLACEHOLDER = '…';

/** docs/servers.md: what each server of the catalog wants, and how it is written in an environment file. */
export function serversPage({ servers }: Catalog): string {
  return page([
    header('servers/*/server.json and deployment.json'),
    '# Servers',
    'What each server of the catalog wants. A setting goes into `settings` of its instance in the environment file; a secret goes into AWS Secrets Manager, never into a file. How a server is added: [servers/README.md](../servers/README.md).',
    table(
      ['server', 'version', 'slowest call', 'description'],
      Object.values(servers).map((server) => [
        `[${server.title ?? server.key}](#${server.key})`,
        server.version,
        slowestCall(server) ?? 'not known',
        prose(server.description),
      ]),
    ),
    ...Object.values(servers).flatMap(serverBlocks),
    '## Withdrawn servers',
    'AWS Labs has withdrawn these. A deployment that names one, with or without `awslabs.` and `-mcp-server`, is refused with the reason and the successor, and so is a manifest with its package.',
    withdrawnTable(),
  ]);
}

function withdrawnTable(): string | undefined {
  return table(
    ['server', 'package', 'why it is withdrawn', 'instead'],
    Object.entries(WITHDRAWN).map(([name, server]) => [
      name,
      code(server.package),
      prose(server.reason),
      prose(server.successor),
    ]),
  );
}

function serverBlocks(server: ServerManifest): (string | undefined)[] {
  const { key, title, description, inputs, requirements, notes = [], problem } = server;
  return [
    `## ${key}`,
    title === undefined || title === key ? prose(description) : `**${title}**: ${prose(description)}`,
    problem && `It cannot be deployed: ${prose(problem.rule)}. To mend that: ${prose(problem.fix)}.`,
    table(['fact', 'value'], facts(server)),
    bullets('### What it needs', requirements.map(requirementText)),
    inputs.length > 0 ? '### Inputs' : undefined,
    table(
      ['name', 'required', 'where', 'default', 'form', 'description'],
      inputs.map((input) => inputRow(server, input)),
    ),
    bullets('### Good to know', notes.map(prose)),
    ...(problem ? [] : exampleBlocks(server)),
  ];
}

function facts(server: ServerManifest): string[][] {
  const { registryName, version, source, runtime, permissions } = server;
  const rows: [string, string | undefined][] = [
    ['name in the registry', code(registryName)],
    ['version', code(version)],
    ['built from', source && sourceText(source)],
    ['transport', runtime.transport],
    ['slowest call', slowestCall(server) ?? 'not known'],
    [
      'log level',
      runtime.logLevel ? '`logLevel` of the instance' : 'has none: `logLevel` is the router’s alone',
    ],
    ['memory', runtime.memoryMiB === undefined ? undefined : `${runtime.memoryMiB} MiB`],
    [
      'may do at AWS',
      permissions
        .flatMap(({ actions }) => actions)
        .map(code)
        .join(', ') || 'nothing',
    ],
  ];
  return rows.flatMap(([fact, value]) => (value === undefined ? [] : [[fact, value]]));
}

function sourceText(source: ImageSource): string {
  switch (source.kind) {
    case 'go':
      return `Go source, ${code(`${source.repository}@${source.commit}`)}`;
    case 'oci':
      return `image ${code(source.image)}`;
    case 'npm':
      return `npm package ${code(`${source.package}@${source.version}`)}`;
    case 'pypi':
      return `PyPI package ${code(`${source.package}==${source.version}`)}`;
  }
}

function slowestCall({ runtime: { slowestCallSeconds } }: ServerManifest): string | undefined {
  return slowestCallSeconds === undefined ? undefined : `${slowestCallSeconds} seconds`;
}

function requirementText({ when, oneOf }: Requirement): string {
  const sets = oneOf.map((set) => either(set.map(code), 'and'));
  const what = oneOf.length > 1 ? `one of ${sets.join('; or ')}` : sets.join('');
  if (when === undefined) return `Always: ${what}.`;
  const condition = when.equals === undefined ? 'is set' : `is ${code(when.equals)}`;
  return `Where ${code(when.input)} ${condition}: ${what}.`;
}

function inputRow({ key }: ServerManifest, input: ServerInput): string[] {
  return [
    code(input.name),
    input.required ? '**yes**' : 'no',
    input.secret ? `secret, key ${code(input.name)}` : 'setting',
    input.default === undefined ? '' : code(input.default),
    input.choices ? either(input.choices.map(code)) : formText(input.format),
    prose(input.description ?? `see the documents of ${key}`),
  ];
}

function formText(format: ServerInput['format']): string {
  return { string: 'text', number: 'number', boolean: '`true` or `false`', filepath: 'path' }[format];
}

function exampleBlocks(server: ServerManifest): (string | undefined)[] {
  const { settings, secretKeys, otherSecretKeys } = serverExample(server);
  const hasSecret = secretKeys.length + otherSecretKeys.length > 0;
  const secret = JSON.stringify(Object.fromEntries(secretKeys.map((key) => [key, PLACEHOLDER])), null, 2);
  return [
    '### Example',
    'In an environment file, under `servers` of a deployment:',
    codeBlock('ts', `${propertyName(server.key)}: ${instanceText(settings)},`),
    secretKeys.length > 0
      ? `In the secret ${code(`mcp/<environment>/${server.key}`)}, as JSON (the last part is the name of the instance):`
      : undefined,
    secretKeys.length > 0 ? codeBlock('json', secret) : undefined,
    otherSecretKeys.length > 0
      ? `${secretKeys.length > 0 ? 'Other keys' : `Keys of the secret ${code(`mcp/<environment>/${server.key}`)}`}, where they are wanted: ${otherSecretKeys.map(code).join(', ')}.`
      : undefined,
    hasSecret ? undefined : 'It has no secrets.',
  ];
}

function instanceText(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `    ${propertyName(name)}: '${value.replace(/[\\']/g, '\\$&')}',`,
  );
  return lines.length === 0 ? '{}' : ['{', '  settings: {', ...lines, '  },', '}'].join('\n');
}

function propertyName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`;
}

function bullets(title: string, lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : `${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}
