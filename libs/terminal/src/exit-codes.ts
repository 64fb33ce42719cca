/** Exit codes of every command: docs/command-line.md lists them for users. */
export const exitCodes = {
  ok: 0,
  /** The fleet, the account, an image or a server is not as the command needs it; an error says what. */
  failed: 1,
  /** `plan --detailed-exitcode` found changes; `pin-bases --check` and `env-example --check` found a stale file. */
  changes: 2,
  /** The command line itself is wrong: an unknown command or option, or an argument that is missing. */
  wrongCall: 64,
  /** Ended by Ctrl-C or a signal. */
  interrupted: 130,
} as const;
