import type { FleetPlan } from '@mcp-fleet/plan';
import type { Operation, Topic } from './operation';
import { TOPICS } from './operation';

/** For people: a section for each topic; what is no command is a comment of the shell. */
export function operationsPage(plan: FleetPlan, operations: readonly Operation[]): string {
  const where = plan.aws ? `account ${plan.aws.account}, ${plan.aws.region}` : 'containers on this computer';
  const sections = (Object.keys(TOPICS) as Topic[]).flatMap((topic) => {
    const all = operations.filter((operation) => operation.topic === topic);
    return all.length === 0 ? [] : ['', `## ${TOPICS[topic]} (--topic ${topic})`, ...all.flatMap(lines)];
  });
  return [`# ${plan.environment}: ${where}`, ...sections].join('\n');
}

function lines({ title, note, commands = [], url }: Operation): string[] {
  return ['', `# ${title}`, ...(note ? wrapped(note) : []), ...commands, ...(url ? [`# ${url}`] : [])];
}

const WIDTH = 100;

function wrapped(text: string): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) rows.push(`#   ${word}`);
    else rows[rows.length - 1] = `${last} ${word}`;
  }
  return rows;
}

/** For programs. */
export function operationsJson(plan: FleetPlan, operations: readonly Operation[]): string {
  const { environment, aws } = plan;
  return JSON.stringify(
    { environment, ...(aws ? { account: aws.account, region: aws.region } : {}), operations },
    null,
    2,
  );
}
