/** What Terraform says of one resource while it applies. */
export interface ResourceHook {
  readonly resource: { readonly addr: string; readonly resource_type: string };
  readonly action: string;
  readonly id_key?: string;
  readonly id_value?: string;
  readonly elapsed_seconds?: number;
}

/** A problem as Terraform reports it. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

/** A line of Terraform's machine-readable output; those that we do not look at have only a type. */
export interface TerraformEvent {
  readonly type: string;
  readonly '@timestamp'?: string;
  readonly hook?: ResourceHook;
  readonly diagnostic?: Diagnostic;
}

/** Undefined for a line that is no event: warnings about the command line's own configuration are plain text. */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event = JSON.parse(line) as Partial<TerraformEvent>;
    return typeof event.type === 'string' ? { ...event, type: event.type } : undefined;
  } catch {
    return undefined;
  }
}

/** The errors of a run, from its events, or from the text of a command that has none. */
export function errorsOf(lines: readonly string[]): Diagnostic[] {
  const events = lines.map(parseEvent);
  const diagnostics = events.flatMap((event) => (event?.diagnostic ? [event.diagnostic] : []));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const text = lines.filter((_, i) => events[i] === undefined);
  return errors.length > 0 ? errors : errorsInText(text.join('\n'));
}

/** The errors that Terraform prints for people: a frame, `Error: <summary>`, an empty line, the detail. */
export function errorsInText(text: string): Diagnostic[] {
  const lines = text.split('\n').map((line) => line.replace(/^[│╷╵] ?/, '').trimEnd());
  const starts = lines.flatMap((line, i) => (/^(Error|Warning): /.test(line) ? [i] : []));
  return starts
    .map((start, n): Diagnostic => {
      const [head = '', ...body] = lines.slice(start, starts[n + 1]);
      const [, kind = '', summary = ''] = /^(\w+): (.*)$/.exec(head) ?? [];
      return { severity: kind.toLowerCase(), summary, detail: body.join('\n').trim() };
    })
    .filter(({ severity }) => severity === 'error');
}
