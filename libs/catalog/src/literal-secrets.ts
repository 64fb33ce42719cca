import { FleetError, HIDDEN } from '@mcp-fleet/core';

type Raw = Readonly<Record<string, unknown>>;

/** Secrets whose value stands in server.json: it would be a plain variable or argument of every image. */
export function literalSecrets(server: unknown, file: string): FleetError[] {
  return items(record(server)['packages']).flatMap((pkg, i) =>
    ['runtimeArguments', 'packageArguments', 'environmentVariables'].flatMap((key) =>
      items(record(pkg)[key]).flatMap((entry, j, all) => {
        const at = `packages[${i}].${key}[${j}]`;
        const own = namesVariable(entry, all[j - 1]) ? [] : found(entry, at, file);
        const inner = Object.entries(record(record(entry)['variables']));
        return [...own, ...inner.flatMap(([name, it]) => found(it, `${at}.variables.${name}`, file))];
      }),
    ),
  );
}

function found(entry: unknown, at: string, file: string): FleetError[] {
  const { isSecret, value } = record(entry);
  if (isSecret !== true || typeof value !== 'string' || /\{[^{}]+\}/.test(value)) return [];
  return [
    new FleetError({
      code: 'manifest-invalid',
      file,
      path: `${at}.value`,
      value: HIDDEN,
      rule: 'this input is a secret, and no secret is written in a manifest: it would be in every image',
      fix: 'remove value: each deployment fills the secret in Secrets Manager; if it was committed, replace it at its issuer',
    }),
  ];
}

/** `-e NAME` of docker: what is written is the name of the variable, and no value. */
function namesVariable(entry: unknown, before: unknown): boolean {
  const { name, value } = record(entry);
  const flag = name ?? record(before)['value'];
  return (flag === '-e' || flag === '--env') && /^[A-Za-z_][A-Za-z0-9_]*$/.test(String(value));
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}
