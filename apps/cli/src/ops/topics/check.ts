import type { FleetAtAws } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { sh } from '../shell';

export function check({ plan }: FleetAtAws): Operation[] {
  const { environment, aws, foundation } = plan;
  const run = (target: string) => sh`npx nx run ${`${environment}:${target}`}`;
  const byToken = foundation.secrets['access'] !== undefined;
  return [
    {
      topic: 'check',
      title: `the account of the credentials: it has to be ${aws.account}`,
      commands: ['aws sts get-caller-identity --query Account --output text'],
    },
    {
      topic: 'check',
      title: 'health, tools and a harmless call of every server',
      commands: [byToken ? `${run('verify')} -- --secret` : run('verify')],
      ...(byToken ? {} : { note: 'With access by JWT, MCP_TOKEN holds a JSON Web Token.' }),
    },
    { topic: 'check', title: 'addresses, and configuration of clients', commands: [run('outputs')] },
    { topic: 'check', title: 'what a deploy would change', commands: [run('plan')] },
    { topic: 'check', title: 'deploy', commands: [run('deploy')] },
  ];
}
