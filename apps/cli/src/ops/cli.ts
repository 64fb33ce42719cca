import { describeFailure } from '@mcp-fleet/core';
import { loadFleet, planLoaded } from '@mcp-fleet/fleet';
import type { FleetPlan } from '@mcp-fleet/plan';
import { parseArgs } from 'node:util';
import type { Topic } from './operation';
import { TOPICS } from './operation';
import { isTopic, narrow, operationsOf } from './operations';
import { operationsJson, operationsPage } from './page';

const USAGE = `ops <environment>

  Prints the commands that an operator needs for an environment, with its real names. It asks and changes nothing, and
  needs neither an account nor Terraform. Commands are for a POSIX shell and the AWS CLI.

  --instance <name>    what is about this one; can be given again      [all]
  --topic <name>       one of: ${Object.keys(TOPICS).join(', ')};
                       can be given again                              [all]
  --json               for programs
  --root <folder>      holds environments/ and servers/                [.]
  --debug              print stack traces
  --help               print this`;

const options = {
  instance: { type: 'string', multiple: true },
  topic: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  root: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The command line. Exit codes: 0, 1 where something is wrong, 64 wrong call. */
export function main(argv: readonly string[]): number {
  let values, environment;
  let topics: Topic[];
  try {
    const call = parseArgs({ args: [...argv], options, allowPositionals: true });
    values = call.values;
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (call.positionals.length !== 1) throw new Error('name one environment');
    environment = call.positionals[0] as string;
    topics = (values.topic ?? []).map((topic) => {
      if (isTopic(topic)) return topic;
      throw new Error(`there is no topic '${topic}'`);
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 64;
  }
  const { instance: instances = [], root, json = false, debug = false } = values;
  try {
    const [plan] = planLoaded(loadFleet({ environment, ...(root ? { root } : {}) }));
    const operations = narrow(plan as FleetPlan, operationsOf(plan as FleetPlan), { instances, topics });
    process.stdout.write(`${(json ? operationsJson : operationsPage)(plan as FleetPlan, operations)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${describeFailure(error, debug)}\n`);
    return 1;
  }
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
