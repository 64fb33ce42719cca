import type { EnvFileSecret, EnvFileVariable, LaptopFleetPlan } from '@mcp-fleet/plan';

const WIDTH = 100;

/** What .env.example says: every variable that the servers of an environment ask for, without values. */
export function envExample(plan: LaptopFleetPlan): string {
  const head = [
    '# Written by `nx run ' + plan.environment + ':env-example` from the manifests. Edits here are lost.',
    '# Copy it to .env, which git ignores, and fill in what your servers need. Values in .env are given to the',
    '# containers in a file; they are never in Terraform, its plans or its state.',
  ];
  const sections = Object.values(plan.envFile).map((secret) => section(secret).join('\n'));
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}

function section({ title, variables, oneOf }: EnvFileSecret): string[] {
  const names = new Map(variables.map(({ key, variable }) => [key, variable]));
  const choices = oneOf
    .map((sets) => sets.map((set) => set.map((key) => names.get(key) ?? key).join(' + ')))
    .map((sets) => (sets.length === 1 ? `needed: ${sets[0]}` : `one of these: ${sets.join(', or ')}`));
  return [`# ${title}`, ...choices.flatMap(comment), ...variables.flatMap(lines)];
}

function lines({ variable, required, description }: EnvFileVariable): string[] {
  const about = [required ? 'required' : '', description ?? ''].filter(Boolean).join(': ');
  return [...(about ? comment(about) : []), `${variable}=`];
}

/** Broken between words. */
function comment(text: string): string[] {
  const broken: string[] = [];
  let line = '#';
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length + 1 > WIDTH && line !== '#') {
      broken.push(line);
      line = '#';
    }
    line = `${line} ${word}`;
  }
  return [...broken, line];
}
