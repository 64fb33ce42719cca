import type { Verb } from '../verb';
import { OUT, ROOT, TERRAFORM } from '../verb';

const run =
  (verb: string): Verb['run'] =>
  async (argv) =>
    (await import('mcp-fleet/commands/local')).main([verb, ...argv]);

/** The commands of containers on this computer: `mcp-fleet local up local`. */
export const localVerbs: readonly Verb[] = [
  {
    call: 'up <environment> [deployments...]',
    says: 'Builds missing images, starts the containers and waits until they are healthy',
    flags: [
      { flags: '--engine', says: 'start them by docker or podman, without Terraform' },
      ROOT,
      OUT,
      TERRAFORM,
    ],
    example: 'mcp-fleet local up local',
    run: run('up'),
  },
  {
    call: 'down <environment>',
    says: 'Removes the containers; images and .env stay',
    flags: [ROOT, OUT, TERRAFORM],
    example: 'mcp-fleet local down local',
    run: run('down'),
  },
  {
    call: 'restart <environment> [deployments...]',
    says: 'Restarts the containers with .env as it is now',
    flags: [ROOT, OUT],
    example: 'mcp-fleet local restart local',
    run: run('restart'),
  },
  {
    call: 'status <environment> [deployments...]',
    says: 'Prints all servers and their health; exit code 1 if a started one is unhealthy',
    flags: [ROOT, OUT],
    example: 'mcp-fleet local status local',
    run: run('status'),
  },
  {
    call: 'logs <environment> [server]',
    says: 'Prints the last lines of one server, or of all',
    flags: [{ flags: '--follow', says: 'go on printing' }, ROOT, OUT],
    example: 'mcp-fleet local logs local everything --follow',
    run: run('logs'),
  },
  {
    call: 'shell <environment> <server> [command...]',
    says: 'Opens a shell beside the container of a server, or runs a command there',
    flags: [
      {
        flags: '--image <image>',
        says: 'image of the shell',
        standard: 'public.ecr.aws/docker/library/busybox:1.37',
      },
      ROOT,
      OUT,
    ],
    example: 'mcp-fleet local shell local everything',
    run: run('shell'),
  },
  {
    call: 'stats <environment> [deployments...]',
    says: 'Prints CPU and memory of the containers',
    flags: [ROOT, OUT],
    example: 'mcp-fleet local stats local',
    run: run('stats'),
  },
  {
    call: 'tools <environment> [deployments...]',
    says: 'Lists the tools of every started server and calls a harmless one',
    flags: [ROOT, OUT],
    example: 'mcp-fleet local tools local',
    run: run('tools'),
  },
  {
    call: 'env-example <environment>',
    says: 'Writes .env.example from the manifests',
    flags: [{ flags: '--check', says: 'only report whether it is stale' }, ROOT, OUT],
    example: 'mcp-fleet local env-example local --check',
    run: run('env-example'),
  },
];
