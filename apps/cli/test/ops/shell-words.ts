import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program is told, as a shell reads it: the program's name first. */
export type Call = readonly string[];

/** Stand-ins of the programs: each writes down its words, and `aws` answers as AWS would where others need it. */
const PROGRAMS = String.raw`
note() { { printf '%s\0' "$@"; printf '\1\0'; } >> "$CALLS"; }
aws() {
  note aws "$@"
  case "$*" in
    'ecs list-tasks'*) echo arn:aws:ecs:us-east-1:111122223333:task/c/0123456789abcdef0123456789abcdef ;;
    'elbv2 describe-target-groups'*) echo arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/x/0123456789abcdef ;;
    'cloudwatch describe-alarms'*) echo "$4a $4b" ;;
    'secretsmanager list-secret-version-ids'*) echo 01234567-89ab-cdef-0123-456789abcdef ;;
    'logs start-query'*) echo 01234567-89ab-cdef-0123-456789abcdef ;;
  esac
}
npx() { note npx "$@"; }
git() { note git "$@"; echo 0123456789abcdef0123456789abcdef01234567; }
openssl() { echo 0123456789abcdef0123456789abcdef; }
edit() { note edit "$@"; }
export EDITOR=edit
`;

/**
 * Runs commands in a real shell in a folder of their own, with stand-ins for the programs: proves that the shell reads them
 * as they are meant.
 *
 * @throws Error where the shell refuses one.
 */
export function callsOf(commands: readonly string[]): Call[] {
  const folder = mkdtempSync(join(tmpdir(), 'ops-'));
  try {
    const calls = join(folder, 'calls');
    const script = ['set -eu', `CALLS=${calls}`, ': > "$CALLS"', PROGRAMS, ...commands].join('\n');
    // As a file: Linux refuses one argument of 128 KiB, and a large fleet has more commands than that.
    const file = join(folder, 'script.sh');
    writeFileSync(file, script);
    const { status, stderr } = spawnSync('bash', [file], { cwd: folder, encoding: 'utf8' });
    if (status !== 0 || stderr !== '') throw new Error(`${commands.join('\n')}\n${stderr} (${status})`);
    return readFileSync(calls, 'utf8')
      .split('\u0001\0')
      .filter((call) => call !== '')
      .map((call) => call.split('\0').slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
