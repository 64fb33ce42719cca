import type { LaptopFleetPlan } from '@mcp-fleet/plan';
import type { Operation } from './operation';
import { sh } from './shell';

/** The same for containers of this computer: its own commands do it. */
export function laptopOperations({ environment, deployments, envFile }: LaptopFleetPlan): Operation[] {
  const run = (target: string) => sh`npx nx run ${`${environment}:${target}`}`;
  const instances = Object.values(deployments).flatMap((deployment) => Object.values(deployment.instances));
  const names = Object.keys(deployments);
  return [
    ...instances.map(({ name }): Operation => ({
      topic: 'logs',
      title: `follow ${name}`,
      instances: [name],
      commands: [sh`${{ verbatim: run('logs') }} -- ${name} --follow`],
    })),
    { topic: 'status', title: 'all servers and their health', commands: [run('status')] },
    { topic: 'status', title: 'CPU and memory of the containers', commands: [run('stats')] },
    ...instances.map(({ name }): Operation => ({
      topic: 'shell',
      title: `a shell beside the container of ${name}`,
      instances: [name],
      commands: [sh`${{ verbatim: run('shell') }} -- ${name}`],
    })),
    ...names.map((name): Operation => ({
      topic: 'restart',
      title: `start the containers of ${name} anew, with .env as it is now`,
      instances: Object.keys(deployments[name]?.instances ?? {}),
      commands: [sh`${{ verbatim: run('restart') }} -- ${name}`],
    })),
    {
      topic: 'secrets',
      title: 'what .env has to hold',
      commands: [run('env-example')],
      note: `environments/${environment}/.env, which git ignores: ${Object.values(envFile)
        .flatMap(({ variables }) => variables.map(({ variable }) => variable))
        .join(', ')}.`,
    },
    ...instances.map(({ name, url }): Operation => ({
      topic: 'open',
      title: `health of ${name}`,
      instances: [name],
      url: url.replace(/\/mcp$/, '/health'),
    })),
    { topic: 'check', title: 'tools of every server, and a harmless call', commands: [run('tools')] },
    { topic: 'check', title: 'addresses, and configuration of clients', commands: [run('outputs')] },
    ...names.map((name): Operation => ({
      topic: 'check',
      title: `build missing images of ${name}, and start it`,
      instances: Object.keys(deployments[name]?.instances ?? {}),
      commands: [sh`${{ verbatim: run('up') }} -- ${name}`],
    })),
    { topic: 'check', title: 'take all of it down', commands: [run('down')] },
  ];
}
