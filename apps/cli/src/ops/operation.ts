/** What an operator wants to do, in the order in which it is printed; each is one section. */
export const TOPICS = {
  logs: 'Logs',
  calls: 'Calls and errors',
  status: 'Status',
  stopped: 'Tasks that stopped',
  shell: 'A shell',
  restart: 'Restart, switch off',
  rollback: 'Back to the images before',
  images: 'Images',
  secrets: 'Secrets',
  tokens: 'Access tokens',
  alarms: 'Alarms',
  open: 'Open in a browser',
  check: 'Check and deploy',
} as const;

export type Topic = keyof typeof TOPICS;

/** One thing that an operator does: commands to paste into a POSIX shell, in their order. */
export interface Operation {
  readonly topic: Topic;
  readonly title: string;
  /** Instances that it is about. @default - the whole environment */
  readonly instances?: readonly string[];
  readonly commands?: readonly string[];
  /** Address in a browser. */
  readonly url?: string;
  /** What has to be known beforehand. */
  readonly note?: string;
}
