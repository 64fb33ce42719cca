import type { Engine } from '../images';

/** A container of an environment as the engine has it. */
export interface ExistingContainer {
  readonly name: string;
  /** In the engine's words: `Up 3 minutes (healthy)`. */
  readonly status: string;
}

export interface Label {
  readonly label: string;
  readonly value: string;
}

/** The label of all that belongs to an environment. */
export function labelOf(environment: string): Label[] {
  return [{ label: 'mcp-fleet.environment', value: environment }];
}

/** The containers with all of these labels, running or not, sorted by name. */
export async function existing(engine: Engine, labels: readonly Label[]): Promise<ExistingContainer[]> {
  const { stdout } = await engine.run([
    ...['ps', '--all', ...filters(labels)],
    ...['--format', '{{.Names}}\t{{.Status}}'],
  ]);
  return lines(stdout)
    .map((line) => line.split('\t'))
    .map(([name = '', status = '']) => ({ name, status }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The networks with all of these labels. */
export async function networksOf(engine: Engine, labels: readonly Label[]): Promise<string[]> {
  const { stdout } = await engine.run(['network', 'ls', ...filters(labels), '--format', '{{.Name}}']);
  return lines(stdout);
}

function filters(labels: readonly Label[]): string[] {
  return labels.flatMap(({ label, value }) => ['--filter', `label=${label}=${value}`]);
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
