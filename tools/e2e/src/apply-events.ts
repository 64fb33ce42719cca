import { SHARED_FUNCTION } from '@mcp-fleet/plan';

/** One line of `terraform apply -json`, as far as we read it. */
interface Line {
  readonly type?: string;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
}

/** When Terraform began and ended with a resource, counted in lines. */
export interface ApplyEvent {
  readonly address: string;
  readonly action: string;
  readonly start: number;
  readonly end: number;
}

/** What Terraform did, in its order, from the lines of `terraform apply -json`. */
export function applyEvents(output: string): ApplyEvent[] {
  const started = new Map<string, number>();
  const events: ApplyEvent[] = [];
  output.split('\n').forEach((text, line) => {
    const { type, hook } = parse(text);
    const address = hook?.resource?.addr;
    const action = hook?.action;
    if (address === undefined || action === undefined) return;
    const key = `${action} ${address}`;
    if (type === 'apply_start') started.set(key, line);
    if (type === 'apply_complete')
      events.push({ address, action, start: started.get(key) ?? line, end: line });
  });
  return events;
}

/**
 * How addresses name the parts of a kind of front door. Each captures the instance, or the key of what it runs in; those
 * of a front door that is turned as a whole capture nothing.
 */
export interface FrontDoor {
  /** What requests come in by: it stays. */
  readonly entry: RegExp;
  /** What has to stand before an entry is turned to it. */
  readonly target: RegExp;
  /** Whatever is behind an entry. */
  readonly behind: RegExp;
  /** What has to be made or changed before a target is made, and the words for it. */
  readonly first?: { readonly parts: RegExp; readonly words: string };
}

/** Key of what belongs to a whole front door. */
const WHOLE = '';

export const httpApi: FrontDoor = {
  entry: /^aws_apigatewayv2_route\..*Routes_(.+)_[A-Z][a-z]+_[0-9A-F]{8}$/,
  target: /^aws_apigatewayv2_integration\..*Integrations_(.+?)_[0-9A-F]{8}$/,
  behind:
    /^aws_(?:apigatewayv2_integration|lambda_(?:permission|alias|function))\..*(?:Integrations|Functions)_(.+?)_(?:[A-Z][a-z]+_)?[0-9A-F]{8}$/,
};

export const loadBalancer: FrontDoor = {
  entry: /^aws_lb_listener_rule\..*_Rules_(.+?)_(?:[A-Z][a-z]+_)?[0-9A-F]{8}$/,
  target: /^aws_ecs_service\..*_Services_(.+?)_[0-9A-F]{8}$/,
  behind:
    /^aws_(?:ecs_service|lb_target_group|lb_listener_rule)\..*_Services_(.+?)_(?:[A-Z][A-Za-z]+_)*[0-9A-F]{8}$/,
  // ECS refuses a service whose target group hangs on no load balancer.
  first: {
    parts: /^aws_lb_listener_rule\..*_Services_(.+?)_TargetGroup_Attachment_[0-9A-F]{8}$/,
    words: 'its target group hung on the load balancer',
  },
};

/** The stage is turned from one deployment, which is a snapshot of the document, to the next: all paths at once. */
export const restApi: FrontDoor = {
  entry: /^aws_api_gateway_stage\./,
  target: /^aws_api_gateway_deployment\./,
  behind: /^aws_(?:api_gateway_deployment|lambda_(?:permission|alias|function))\./,
  first: {
    parts: /^aws_(?:api_gateway_rest_api|lambda_(?:permission|alias|function))\./,
    words: 'all stood that it is a snapshot of',
  },
};

/**
 * Whether requests had somewhere to go all the time: no entry is made anew, each is updated when what it leads to now
 * stands, and what was behind it goes only after that. Returns what was not so.
 */
export function targetlessMoments(events: readonly ApplyEvent[], door: FrontDoor): string[] {
  const of = (action: string, type: RegExp) =>
    events.filter((e) => e.action === action && type.test(e.address));
  const keyOf = (event: ApplyEvent, type: RegExp) => type.exec(event.address)?.[1] ?? WHOLE;
  const entries = of('update', door.entry);
  const found = [...of('delete', door.entry), ...of('create', door.entry)].map(
    ({ action, address }) => `${action} of ${address}`,
  );
  if (entries.length === 0) found.push('no entry was updated: nothing was switched');
  // Events are in the order of their ends: the last of a key counts.
  const ends = (type: RegExp, ...actions: string[]) =>
    new Map(
      events
        .filter(({ action, address }) => actions.includes(action) && type.test(address))
        .map((event) => [keyOf(event, type), event.end]),
    );
  const stands = ends(door.target, 'create');
  for (const entry of entries) {
    const key = keyOf(entry, door.entry);
    const mine = (other: string) => other === key || other === SHARED_FUNCTION;
    const target = stands.get(key) ?? stands.get(SHARED_FUNCTION) ?? Infinity;
    const old = of('delete', door.behind).filter((event) => mine(keyOf(event, door.behind)));
    if (entry.start < target) found.push(`${entry.address} was updated before what it leads to stood`);
    if (old.some(({ start }) => start < entry.end)) {
      found.push(`${entry.address} was updated after what it led to had begun to go`);
    }
  }
  return [...found, ...(door.first ? tooEarly(door.first) : [])];

  function tooEarly({ parts, words }: NonNullable<FrontDoor['first']>): string[] {
    const ready = ends(parts, 'create', 'update');
    return of('create', door.target)
      .filter((event) => event.start < (ready.get(keyOf(event, door.target)) ?? Infinity))
      .map(({ address }) => `${address} was made before ${words}`);
  }
}

/** One policy names all services whose tasks are replaced when a secret changes. */
const LISTS_ALL = /^aws_iam_role_policy\.refresh_UpdatePolicy_/;

/**
 * What was touched though it is not of these instances, nor of what several share: a shared function or service holds
 * them too.
 */
export function strangers(events: readonly ApplyEvent[], instances: readonly string[]): string[] {
  const keys = [...instances, SHARED_FUNCTION].map((key) => new RegExp(`[_-]${key}_`));
  return events
    .filter(({ address }) => !LISTS_ALL.test(address) && !keys.some((key) => key.test(address)))
    .map(({ action, address }) => `${action} of ${address}`);
}

function parse(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
