/** What a run looks at in a tool. */
export interface Tool {
  readonly name: string;
  readonly annotations?: {
    readonly readOnlyHint?: boolean;
    readonly openWorldHint?: boolean;
  };
  readonly inputSchema?: { readonly required?: readonly string[] };
}

/** Their answers may hold what no network should see. */
const REVEALING = /env|secret|token|credential|passw|config|key/i;

/**
 * The tool that a run may call: it declares `readOnlyHint` and needs no argument. `destructiveHint` means nothing beside
 * `readOnlyHint`, and libraries set it for every tool. A tool that stays inside its server goes first: what others answer
 * depends on their service and on the credentials for it.
 */
export function harmlessTool(tools: readonly Tool[]): string | undefined {
  const candidates = tools.filter(
    ({ name, annotations, inputSchema }) =>
      annotations?.readOnlyHint === true &&
      (inputSchema?.required ?? []).length === 0 &&
      !REVEALING.test(name),
  );
  const inside = candidates.find(({ annotations }) => annotations?.openWorldHint === false);
  return (inside ?? candidates[0])?.name;
}
