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

/** The instance of a route, and the instance or shared function of what is behind it, as their addresses have it. */
const ROUTE = /^aws_apigatewayv2_route\..*Routes_(.+)_[A-Z][a-z]+_[0-9A-F]{8}$/;
const INTEGRATION = /^aws_apigatewayv2_integration\..*Integrations_(.+?)_[0-9A-F]{8}$/;
const BEHIND_A_ROUTE =
  /^aws_(?:apigatewayv2_integration|lambda_(?:permission|alias|function))\..*(?:Integrations|Functions)_(.+?)_(?:[A-Z][a-z]+_)?[0-9A-F]{8}$/;

/**
 * Whether requests had somewhere to go all the time: no route is made anew, each is updated when its new integration
 * stands, and what was behind it goes only after that. Returns what was not so.
 */
export function targetlessMoments(events: readonly ApplyEvent[]): string[] {
  const of = (action: string, type: RegExp) =>
    events.filter((e) => e.action === action && type.test(e.address));
  const keyOf = (event: ApplyEvent, type: RegExp) => type.exec(event.address)?.[1] ?? '';
  const routes = of('update', ROUTE);
  const found = [...of('delete', ROUTE), ...of('create', ROUTE)].map(
    ({ action, address }) => `${action} of ${address}`,
  );
  if (routes.length === 0) found.push('no route was updated: nothing was switched');
  const stands = new Map(of('create', INTEGRATION).map((event) => [keyOf(event, INTEGRATION), event.end]));
  for (const route of routes) {
    const key = keyOf(route, ROUTE);
    const mine = (other: string) => other === key || other === SHARED_FUNCTION;
    const target = stands.get(key) ?? stands.get(SHARED_FUNCTION) ?? Infinity;
    const old = of('delete', BEHIND_A_ROUTE).filter((event) => mine(keyOf(event, BEHIND_A_ROUTE)));
    if (route.start < target) found.push(`${route.address} was updated before what it leads to stood`);
    if (old.some(({ start }) => start < route.end)) {
      found.push(`${route.address} was updated after what it led to had begun to go`);
    }
  }
  return found;
}

function parse(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return {};
  }
}
