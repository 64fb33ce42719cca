/** What we look at in a state: which outputs it has and which resources it knows. Never a value of theirs. */
export interface StackState {
  readonly outputs: readonly string[];
  /** Address → ids of its objects: two while a replacement is under way. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** False where the state is not readable for us, such as one that OpenTofu has encrypted. */
  readonly readable: boolean;
}

interface StateFile {
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances?: readonly {
      readonly index_key?: string | number;
      readonly attributes?: { readonly id?: unknown };
    }[];
  }[];
}

/** Reads a state file, format 4. */
export function parseState(text: string): StackState {
  const file = parse(text);
  if (file?.resources === undefined) return { outputs: [], resources: {}, readable: false };
  const resources: Record<string, string[]> = {};
  for (const { mode, type, name, instances = [] } of file.resources) {
    if (mode !== 'managed') continue;
    for (const { index_key: key, attributes } of instances) {
      const address = `${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`;
      (resources[address] ??= []).push(String(attributes?.id ?? ''));
    }
  }
  return { outputs: Object.keys(file.outputs ?? {}), resources, readable: true };
}

/** Whether nothing at AWS hangs on the state any more. */
export function isEmpty(state: StackState | undefined): boolean {
  return state === undefined || (state.readable && Object.keys(state.resources).length === 0);
}

function parse(text: string): StateFile | undefined {
  try {
    return JSON.parse(text) as StateFile;
  } catch {
    return undefined;
  }
}
