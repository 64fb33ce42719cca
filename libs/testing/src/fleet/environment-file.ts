/** Part of an environment file that is laid over a valid one; undefined removes a key. */
export type Change = { readonly [key: string]: unknown };

/** An environment file that exports an object as it is. */
export function environmentFile(environment: unknown): string {
  return `export default ${print(environment, '')};\n`;
}

/** An object as a person would write it in TypeScript. */
export function print(value: unknown, indent = ''): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => print(item, inner))
    : Object.entries(value).map(([key, item]) => `${name(key)}: ${print(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const line = parts.length > 0 ? `${open} ${parts.join(', ')} ${close}` : `${open}${close}`;
  if (line.length <= 80 && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}

function name(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`;
}

/** Lays a change over an object, deeply. */
export function merge(base: unknown, change: unknown): unknown {
  const mergeable = (value: unknown): value is Change =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!mergeable(base) || !mergeable(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
