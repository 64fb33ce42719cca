import type { Connection } from './http';
import type { Attempts } from './smoke';

/** Options that smoke and verify share, for `parseArgs`. */
export const connectionOptions = {
  'token-variable': { type: 'string' },
  'timeout-seconds': { type: 'string' },
  attempts: { type: 'string' },
  every: { type: 'string' },
  json: { type: 'boolean' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const TOKEN_VARIABLE = 'MCP_TOKEN';
/** A function that starts cold with several servers takes its time. */
const TIMEOUT_SECONDS = 30;
const LONGEST_TIMEOUT_SECONDS = 900;

/** How servers are talked to, from the command line and the variable that holds the token; an Error says what is wrong. */
export function connectionOf(
  values: { readonly 'token-variable'?: string; readonly 'timeout-seconds'?: string },
  env: NodeJS.ProcessEnv,
): Connection {
  const tokenVariable = values['token-variable'] ?? TOKEN_VARIABLE;
  const seconds = Number(values['timeout-seconds'] ?? TIMEOUT_SECONDS);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT_SECONDS)) {
    throw new Error(`--timeout-seconds is a number of seconds, at most ${LONGEST_TIMEOUT_SECONDS}`);
  }
  if (!/^[A-Za-z_]\w*$/.test(tokenVariable)) {
    throw new Error('--token-variable is the name of a variable; the token itself is never an argument');
  }
  const token = env[tokenVariable]?.trim();
  return { ...(token ? { token } : {}), tokenVariable, timeoutMilliseconds: seconds * 1000 };
}

const ATTEMPTS = 1;
const MOST_ATTEMPTS = 1000;
const EVERY_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 3600;

/** How often servers are asked, from the command line; progress goes to standard error. An Error says what is wrong. */
export function attemptsOf(values: { readonly attempts?: string; readonly every?: string }): Attempts {
  const attempts = Number(values.attempts ?? ATTEMPTS);
  if (!(Number.isInteger(attempts) && attempts >= 1 && attempts <= MOST_ATTEMPTS)) {
    throw new Error(`--attempts is a whole number from 1 to ${MOST_ATTEMPTS}`);
  }
  const everySeconds = Number(values.every ?? EVERY_SECONDS);
  if (!(everySeconds > 0 && everySeconds <= LONGEST_PAUSE_SECONDS)) {
    throw new Error(`--every is a number of seconds, at most ${LONGEST_PAUSE_SECONDS}`);
  }
  const onWait = (names: readonly string[], next: number): void => {
    const line = `Not well yet: ${names.join(', ')}. Attempt ${next} of ${attempts} in ${everySeconds} s.`;
    process.stderr.write(`${line}\n`);
  };
  return { attempts, everySeconds, onWait };
}
