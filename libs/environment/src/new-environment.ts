import type { FleetError } from '@mcp-fleet/core';
import { parseEnvironment } from './parse';
import { targetNames, targets } from './target-facts';

/** An environment that a fleet does not have yet. Words are checked as those of an environment file are. */
export interface NewEnvironmentProps {
  /** Name of the environment and of its folder. */
  readonly name: string;
  /** Where its servers run. @default 'lambda' */
  readonly target?: string | undefined;
  /** A function, task or container for each server, or one for all. @default 'multi-server' */
  readonly topology?: string | undefined;
  /** Front door. @default - the target's own */
  readonly edge?: string | undefined;
  /** Names of servers, at least one. */
  readonly servers: readonly string[];
  /** Account, 12 digits. @default '111122223333', an example to be replaced */
  readonly account?: string | undefined;
  /** Region of AWS. @default 'us-east-1' */
  readonly region?: string | undefined;
}

/** The text of an environment file, or all that is wrong with what was asked for. */
export interface NewEnvironment {
  /** Text of environment.ts. @default - there are errors */
  readonly text?: string;
  /** Everything that is wrong with what was asked for. */
  readonly errors: readonly FleetError[];
}

const EXAMPLE_ACCOUNT = '111122223333';

/** Makes an environment file. Nothing is written, and nothing thrown. */
export function newEnvironment(props: NewEnvironmentProps): NewEnvironment {
  const { name, target = 'lambda', topology = 'multi-server', edge, servers } = props;
  const { account = EXAMPLE_ACCOUNT, region = 'us-east-1' } = props;
  // A target that is none is reported by the parse.
  const facts = targets[targetNames.find((one) => one === target) ?? 'lambda'];
  const environment = {
    name,
    ...(facts.place === 'aws' ? { aws: { account, region } } : {}),
    state: 'local',
    access: 'token',
    deployments: {
      tools: {
        target,
        topology,
        ...(edge === undefined ? {} : { edge }),
        ...facts.starter,
        servers: Object.fromEntries(servers.map((server) => [server, {}])),
      },
    },
  };
  const { errors } = parseEnvironment(environment);
  if (errors.length > 0) return { errors };
  const comments: Readonly<Record<string, string>> = {
    ...(account === EXAMPLE_ACCOUNT
      ? { aws: 'Synthesis needs no account: put your own number here before the first deploy.' }
      : {}),
    plainHttp: 'For a first try inside the VPC. Before anything else, replace it by host and certificateArn.',
  };
  const text = `import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment(${print(environment, comments)});
`;
  return { text, errors: [] };
}

/** A value as TypeScript: keys without quotes where they need none, short objects on one line. */
function print(value: unknown, comments: Readonly<Record<string, string>>, indent = ''): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const entries = Object.entries(value).map(([key, one]) => ({
    key,
    text: `${/^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`}: ${print(one, comments, inner)}`,
  }));
  const line = entries.length === 0 ? '{}' : `{ ${entries.map(({ text }) => text).join(', ')} }`;
  const isFlat = entries.every(({ key, text }) => !text.includes('\n') && !(key in comments));
  if (isFlat && entries.length <= 2 && indent !== '' && line.length < 60) return line;
  const lines = entries.map(
    ({ key, text }) => `${key in comments ? `${inner}// ${comments[key]}\n` : ''}${inner}${text},\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}
