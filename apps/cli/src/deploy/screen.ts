import { createInterface } from 'node:readline/promises';

/** Where a command talks to a person. */
export interface Screen {
  /** What the command is asked for: a result. */
  result(text: string): void;
  /** How it goes. */
  progress(text: string): void;
  /** Whether somebody can answer. */
  readonly canAsk: boolean;
  ask(question: string): Promise<string>;
}

/** The terminal. Progress goes to standard error where standard output is JSON for a program. */
export function terminal({ json }: { json: boolean }): Screen {
  return {
    result: (text) => void process.stdout.write(`${text}\n`),
    progress: (text) => void (json ? process.stderr : process.stdout).write(`${text}\n`),
    canAsk: Boolean(process.stdin.isTTY) && !json,
    ask: async (question) => {
      const input = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return (await input.question(question)).trim();
      } finally {
        input.close();
      }
    },
  };
}
