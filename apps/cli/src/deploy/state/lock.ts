/** Who holds the lock of a state, as Terraform writes it down. */
export interface LockInfo {
  readonly id: string;
  /** `user@computer`. */
  readonly who: string;
  /** What that run does: OperationTypeApply. */
  readonly operation: string;
  /** When it began. */
  readonly created: string;
}

/** The content of a lock file; undefined where it is something else. */
export function parseLockFile(text: string): LockInfo | undefined {
  try {
    const { ID, Who, Operation, Created } = JSON.parse(text) as Record<string, unknown>;
    if (typeof ID !== 'string') return undefined;
    return { id: ID, who: String(Who), operation: String(Operation), created: String(Created) };
  } catch {
    return undefined;
  }
}

/** The lock that Terraform's message names; undefined where it names none. */
export function lockInText(text: string): LockInfo | undefined {
  const value = (name: string) => new RegExp(`^\\s*${name}:\\s*(.+)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const id = value('ID');
  if (id === '') return undefined;
  return { id, who: value('Who'), operation: value('Operation'), created: value('Created') };
}

/** `apply by me@laptop since 2026-11-20 10:00:00 (lock 1234)`. */
export function describeLock({ id, who, operation, created }: LockInfo): string {
  const what = operation.replace(/^OperationType/, '').toLowerCase() || 'a run';
  const since = created
    .replace(/(\d)T(\d)/, '$1 $2')
    .replace(/\.\d+/, '')
    .replace(' +0000 UTC', ' UTC')
    .replace(/Z$/, ' UTC');
  return `${what} by ${who} since ${since} (lock ${id})`;
}
