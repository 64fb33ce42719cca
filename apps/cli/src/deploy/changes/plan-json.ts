/** What we read of `terraform show -json <plan>`. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, ValueChange>>;
}

export interface ValueChange {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  /** Why Terraform replaces it, where it says so. */
  readonly action_reason?: string;
  readonly change: ValueChange & { readonly replace_paths?: readonly (readonly (string | number)[])[] };
}

/** Attributes that a plan gives resources, by address; of those that go, the ones they had. */
export function attributesOf(plan: PlanJson): Record<string, Readonly<Record<string, unknown>>> {
  const changes = plan.resource_changes ?? [];
  return Object.fromEntries(
    changes.map(({ address, change }) => [address, record(change.after ?? change.before)]),
  );
}

/**
 * Resources that would be made anew because a run did not see them become ready, while the old one still has the name:
 * AWS refuses that each time. Where the old one goes first there is no such knot.
 */
export function knots(plan: PlanJson): string[] {
  return (plan.resource_changes ?? [])
    .filter(({ action_reason: why, change }) => {
      return why === 'replace_because_tainted' && change.actions.join() === 'create,delete';
    })
    .map(({ address }) => address);
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
