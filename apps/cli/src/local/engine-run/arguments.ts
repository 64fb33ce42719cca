import type { Engine } from '../../images';
import type { ContainerJson, NetworkJson } from './stack-json';

type Label = { readonly label: string; readonly value: string };

/** Arguments that make a network. */
export function networkArguments({ name, driver, labels }: NetworkJson): string[] {
  return ['network', 'create', '--driver', driver, ...labelArguments(labels), name];
}

/** Arguments that start a container exactly as Terraform's docker provider would. */
export function runArguments(
  engine: Engine['name'],
  container: ContainerJson,
  extraLabels: readonly Label[] = [],
): string[] {
  const { healthcheck, mounts = [] } = container;
  return [
    'run',
    '--detach',
    ...['--name', container.name],
    // It is built here or nowhere.
    ...['--pull', 'never'],
    ...container.networks_advanced.flatMap(({ name }) => ['--network', name]),
    ...container.ports.flatMap((port) => [
      '--publish',
      `${port.ip}:${port.external}:${port.internal}/${port.protocol}`,
    ]),
    ...container.env.flatMap((variable) => ['--env', variable]),
    ...mounts.flatMap(({ source, target, read_only: readOnly }) => [
      '--mount',
      `type=bind,source=${source},target=${target}${readOnly ? ',readonly' : ''}`,
    ]),
    ...['--memory', `${container.memory}m`],
    ...['--cpus', container.cpus],
    ...Object.entries(container.tmpfs).flatMap(([path, options]) => ['--tmpfs', `${path}:${options}`]),
    ...['--user', container.user],
    ...readOnlyArguments(engine, container),
    ...container.capabilities.drop.flatMap((capability) => ['--cap-drop', capability]),
    // Both engines know the short form; podman takes no value.
    ...container.security_opts.flatMap((option) => ['--security-opt', option.replace(/:true$/, '')]),
    ...['--restart', container.restart],
    ...['--stop-timeout', String(container.stop_timeout)],
    ...logArguments(engine, container),
    // docker's command line would start a shell for the check, which images do not have: theirs is the same check.
    ...(engine === 'podman' ? ['--health-cmd', healthcheck.test.join(' ')] : []),
    ...['--health-interval', healthcheck.interval],
    ...['--health-timeout', healthcheck.timeout],
    ...['--health-start-period', healthcheck.start_period],
    ...['--health-retries', String(healthcheck.retries)],
    ...labelArguments([...container.labels, ...extraLabels]),
    container.image,
  ];
}

/** podman would make /run and /var/tmp writable. */
function readOnlyArguments(engine: Engine['name'], { read_only: readOnly }: ContainerJson): string[] {
  if (!readOnly) return [];
  return engine === 'podman' ? ['--read-only', '--read-only-tmpfs=false'] : ['--read-only'];
}

/** podman keeps one file of that size and has no word for more. */
function logArguments(engine: Engine['name'], container: ContainerJson): string[] {
  const options = Object.entries(container.log_opts).filter(
    ([name]) => engine === 'docker' || name !== 'max-file',
  );
  return [
    ...['--log-driver', container.log_driver],
    ...options.flatMap(([name, value]) => ['--log-opt', `${name}=${value}`]),
  ];
}

function labelArguments(labels: readonly Label[]): string[] {
  return labels.flatMap(({ label, value }) => ['--label', `${label}=${value}`]);
}
