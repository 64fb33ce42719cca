import { existsSync, readFileSync } from 'node:fs';
import { podman } from './podman';

/** A container as Lambda and Fargate run it: nothing can be written to but /tmp, and no right is left. */
export interface ContainerProps {
  readonly image: string;
  readonly memoryMiB: number;
  readonly variables?: Readonly<Record<string, string>>;
  /** Port inside it that is published, on 127.0.0.1. @default - none, as in a pod */
  readonly port?: number;
  readonly pod?: string;
  /** @default - the image's */
  readonly user?: string;
  /** @default - the image's */
  readonly entrypoint?: string;
  readonly words?: readonly string[];
  /** Files of this machine, mounted read-only: path here → path in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** @default 512 */
  readonly temporaryMiB?: number;
  /** @default - the machine's */
  readonly platform?: string;
}

/** What is known of a container's first process, as the kernel has it. */
export interface Confinement {
  readonly uid: number;
  /** Effective, permitted and bounding capabilities, as a mask. */
  readonly capabilities: bigint;
  readonly noNewPrivileges: boolean;
  /** Mount points that can be written to, without those of the kernel. */
  readonly writable: readonly string[];
  readonly memoryBytes: number;
}

/** Everything that one run of the lab starts, so that it can be stopped. */
export class Containers {
  private readonly prefix = `lab-${process.pid}`;
  private readonly started: string[] = [];
  private readonly pods: string[] = [];

  async start(props: ContainerProps): Promise<Container> {
    const name = `${this.prefix}-${this.started.length}`;
    this.started.push(name);
    const { port, pod, user, entrypoint, platform } = props;
    await podman([
      'run',
      '--detach',
      '--pull=never',
      `--name=${name}`,
      '--read-only',
      // podman's own idea of read-only leaves four folders open.
      '--read-only-tmpfs=false',
      `--tmpfs=/tmp:rw,nosuid,nodev,size=${props.temporaryMiB ?? 512}m,mode=1777`,
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      `--memory=${props.memoryMiB}m`,
      ...(platform ? [`--platform=${platform}`] : []),
      ...(port === undefined ? [] : [`--publish=127.0.0.1::${port}`]),
      ...(pod ? [`--pod=${pod}`] : []),
      ...(user ? [`--user=${user}`] : []),
      ...(entrypoint ? [`--entrypoint=${JSON.stringify([entrypoint])}`] : []),
      ...Object.entries(props.variables ?? {}).map(([key, value]) => `--env=${key}=${value}`),
      ...Object.entries(props.files ?? {}).map(([from, to]) => `--volume=${from}:${to}:ro`),
      props.image,
      ...(props.words ?? []),
    ]);
    return new Container(name);
  }

  /** A pod is one network for several containers, as a task of Fargate is. */
  async pod(port: number): Promise<{ readonly name: string; readonly url: string }> {
    const name = `${this.prefix}-pod-${this.pods.length}`;
    this.pods.push(name);
    await podman(['pod', 'create', `--name=${name}`, `--publish=127.0.0.1::${port}`]);
    const found = await podman(['inspect', '--format={{.InfraContainerID}}', name]);
    await podman(['start', found.trim()]);
    return { name, url: await urlOf(found.trim(), port) };
  }

  async stopAll(): Promise<void> {
    for (const name of this.pods.splice(0)) await quietly(['pod', 'rm', '--force', '--time=1', name]);
    const names = this.started.splice(0);
    if (names.length > 0) await quietly(['rm', '--force', '--ignore', '--volumes', '--time=1', ...names]);
  }
}

/** Removes what a run that was killed has left behind: containers and pods carry the number of their process. */
export async function removeLeftovers(): Promise<void> {
  const dead = async (args: readonly string[]) =>
    (await podman(args)).split('\n').filter((name) => {
      const pid = /^lab-(\d+)-/.exec(name)?.[1];
      return pid !== undefined && !existsSync(`/proc/${pid}`);
    });
  for (const name of await dead(['pod', 'ls', '--format={{.Name}}']))
    await quietly(['pod', 'rm', '--force', name]);
  for (const name of await dead(['ps', '--all', '--format={{.Names}}']))
    await quietly(['rm', '--force', name]);
}

async function quietly(args: readonly string[]): Promise<void> {
  await podman(args).catch(() => undefined); // it may be gone, or never have been
}

async function urlOf(container: string, port: number): Promise<string> {
  const [address] = (await podman(['port', container, String(port)])).trim().split('\n');
  return `http://${address}`;
}

export class Container {
  constructor(readonly name: string) {}

  url(port: number): Promise<string> {
    return urlOf(this.name, port);
  }

  logs(): Promise<string> {
    return podman(['logs', this.name], { merged: true });
  }

  /** Processes in it, as this machine numbers them; the first is the one that was started. */
  async pids(): Promise<number[]> {
    const pids = await podman(['top', this.name, 'hpid']);
    return pids.trim().split('\n').slice(1).map(Number);
  }

  /** Sends SIGTERM, and SIGKILL after this time. Returns its exit code. */
  async stop(seconds: number): Promise<number> {
    await podman(['stop', `--time=${seconds}`, this.name]);
    return Number(await podman(['inspect', '--format={{.State.ExitCode}}', this.name]));
  }

  /** @throws Error where the health check of the image fails. */
  async healthcheck(): Promise<void> {
    await podman(['healthcheck', 'run', this.name], { merged: true });
  }

  async confinement(): Promise<Confinement> {
    const [pid = 0] = await this.pids();
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (key: string) => new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
    const mask = (key: string) => BigInt(`0x${field(key)}`);
    return {
      uid: Number(field('Uid')),
      capabilities: mask('CapEff') | mask('CapPrm') | mask('CapBnd'),
      noNewPrivileges: field('NoNewPrivs') === '1',
      writable: writableMounts(readFileSync(`/proc/${pid}/mountinfo`, 'utf8')),
      memoryBytes: memoryLimit(pid),
    };
  }

  /** Bytes that its processes hold for themselves, shared pages divided among those that share them. */
  async memoryBytes(): Promise<number> {
    const sizes = (await this.pids()).map((pid) => {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
    });
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}

/** Reads mountinfo: the fifth field is the mount point, the sixth its options. */
export function writableMounts(mountinfo: string): string[] {
  return mountinfo
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields[5]?.split(',').includes('rw'))
    .map((fields) => fields[4] ?? '')
    .filter((point) => !/^\/(?:dev|proc|sys)(?:\/|$)/.test(point))
    .sort();
}

function memoryLimit(pid: number): number {
  const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
  const of = (controller: string) => groups.find((line) => line.split(':')[1] === controller)?.split(':')[2];
  const [v1, v2] = [of('memory'), of('')];
  const file = v1 ? `/sys/fs/cgroup/memory${v1}/memory.limit_in_bytes` : `/sys/fs/cgroup${v2}/memory.max`;
  return Number(readFileSync(file, 'utf8'));
}
