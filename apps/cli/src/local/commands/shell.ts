import { spawnSync } from 'node:child_process';
import type { Local } from '../open-local';
import { containerOf } from '../open-local';

/** A small image with a shell and the usual programs. */
const DEBUG_IMAGE = 'public.ecr.aws/docker/library/busybox:1.37';

/**
 * Looks into the container of a server. With a command, that runs in the container itself. Without one, a shell: images
 * have none, so it runs in a second container beside it, which sees the same processes and the same network; the files
 * of the first are below /proc/1/root.
 */
export function shell(
  local: Local,
  instance: string,
  command: readonly string[],
  image = DEBUG_IMAGE,
): boolean {
  const { name } = containerOf(local, instance).plan;
  const terminal = process.stdin.isTTY ? ['--interactive', '--tty'] : ['--interactive'];
  const args =
    command.length > 0
      ? ['exec', ...terminal, name, ...command]
      : ['run', '--rm', ...terminal, ...beside(name), '--entrypoint', 'sh', image];
  if (command.length === 0)
    local.say(`Beside ${name}: its files are in /proc/1/root, its router is at 127.0.0.1:8080`);
  const { status, error } = spawnSync(local.engine.name, args, { stdio: 'inherit' });
  if (error) throw error;
  return status === 0;
}

function beside(name: string): string[] {
  // Only a tracer may look at processes of another user.
  return ['--pid', `container:${name}`, '--network', `container:${name}`, '--cap-add', 'SYS_PTRACE'];
}
