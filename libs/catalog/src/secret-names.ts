import type { InputJson } from './server-json';

/** Ends of names whose values are secrets. Addresses of databases are: they hold the password as often as not. */
const SECRET =
  /(?:^|_)(?:token|secret|password|passwd|passphrase|pat|apikey|(?:access|account|api|app|auth|encryption|private|secret|signing)_key|connection_string|dsn|(?:database|db|mongo|mongodb|mysql|postgres|postgresql|redis)_ur[il])$/;

/**
 * Whether a value belongs in Secrets Manager: as server.json says, and where it is silent by the name. Many published
 * files never say isSecret, and a token in an environment file costs more than a plain value in a secret.
 */
export function isSecret(name: string, { isSecret: said, format, choices }: InputJson): boolean {
  if (said !== undefined) return said;
  if (choices?.length || (format ?? 'string') !== 'string') return false;
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_');
  return SECRET.test(words.toLowerCase());
}
