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

/** How addresses name the parts of a kind of front door. Each captures the instance, or the key of what it runs in. */
export interface FrontDoor {
  /** What requests come in by: it stays. */
  readonly entry: RegExp;
  /** What has to stand before an entry is turned to it. */
  readonly target: RegExp;
  /** Whatever is behind an entry. */
  readonly behind: RegExp;
  /** What a target has to come after: ECS refuses a service whose target group hangs on no load balancer. */
  readonly attachment?: RegExp;
}

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
  attachment: /^aws_lb_listener_rule\..*_Services_(.+?)_TargetGroup_Attachment_[0-9A-F]{8}$/,
};

/**
 * Whether requests had somewhere to go all the time: no entry is made anew, each is updated when what it leads to now
 * stands, and what was behind it goes only after that. Returns what was not so.
 */
export function targetlessMoments(events: readonly ApplyEvent[], door: FrontDoor): string[] {
  const of = (action: string, type: RegExp) =>
    events.filter((e) => e.action === action && type.test(e.address));
  const keyOf = (event: ApplyEvent, type: RegExp) => type.exec(event.address)?.[1] ?? '';
  const entries = of('update', door.entry);
  const found = [...of('delete', door.entry), ...of('create', door.entry)].map(
    ({ action, address }) => `${action} of ${address}`,
  );
  if (entries.length === 0) found.push('no entry was updated: nothing was switched');
  const ends = (type: RegExp) => new Map(of('create', type).map((event) => [keyOf(event, type), event.end]));
  const stands = ends(door.target);
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
  return [...found, ...(door.attachment ? detached(of('create', door.target), ends(door.attachment)) : [])];

  function detached(targets: readonly ApplyEvent[], attached: ReadonlyMap<string, number>): string[] {
    return targets
      .filter((target) => target.start < (attached.get(keyOf(target, door.target)) ?? Infinity))
      .map(({ address }) => `${address} was made before its target group hung on the load balancer`);
  }
}

/**
 * What was touched though it is not of these instances, nor of what several share: a shared function or service holds
 * them too.
 */
export function strangers(events: readonly ApplyEvent[], instances: readonly string[]): string[] {
  const keys = [...instances, SHARED_FUNCTION].map((key) => new RegExp(`[_-]${key}_`));
  return events
    .filter(({ address }) => !keys.some((key) => key.test(address)))
    .map(({ action, address }) => `${action} of ${address}`);
}

function parse(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
