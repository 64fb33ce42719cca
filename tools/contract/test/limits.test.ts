import { limits, ruleOf, violation, type Limit } from '@mcp-fleet/core';
import { held } from '../src/limits';
import { boundsOf, tries, valuesOf } from '../src/limits/bounds';
import { limitsPage } from '../src/limits/limits-page';
import type { Bound, HeldLimit, LimitCase, Resources, Value } from '../src/limits/case';

interface Try {
  readonly make: (value: Value) => Resources;
  readonly shows: (made: Resources, value: Value) => boolean;
  readonly edge: Value;
  readonly beyond: Value;
  readonly says: string;
}

const all = Object.entries(limits).flatMap(([service, byName]) =>
  Object.entries(byName).map(([name, limit]): [string, Limit, HeldLimit | undefined] => [
    `${service}.${name}`,
    limit,
    held[service as keyof typeof limits][name],
  ]),
);
const cases = all.flatMap(([name, limit, entry]) =>
  (entry?.cases ?? []).flatMap((one) =>
    boundsOf(limit)
      .filter((bound) => tries(one, bound))
      .map((bound): [string, Try] => [`${name}, ${bound}: ${one.by}`, tryOf(limit, one, bound)]),
  ),
);
const fixed = all.flatMap(([name, limit, entry]) =>
  entry?.fixed ? [[`${name}: ${entry.fixed.by}`, limit, entry.fixed] as const] : [],
);
const raised = all.flatMap(([name, limit, entry]) =>
  (entry?.cases ?? []).flatMap((one) => (one.raised ? [[`${name}: ${one.by}`, limit, one] as const] : [])),
);

test.each(cases)('%s', (_, { make, shows, edge, beyond, says }) => {
  expect(shows(make(edge), edge)).toBe(true);
  expect(reportOf(() => make(beyond))).toContain(says);
});

test.each(fixed)('%s writes what keeps the limit', (_, limit, { make, values, beyond }) => {
  const found = values(make());
  expect(found.length).toBeGreaterThan(0);
  expect(found.map((value) => violation(limit, value))).toEqual(found.map(() => undefined));
  expect(violation(limit, beyond)).toBe(ruleOf(limit, typeof beyond));
});

const split = fixed.flatMap(([name, limit, { ofSize, values }]) =>
  ofSize ? [[name, limit, ofSize, values] as const] : [],
);

test.each(split)(
  '%s fills one value up to the limit, and takes another beyond it',
  (_, limit, ofSize, values) => {
    const max = limit.max as number;
    const sizes = (made: Resources) => values(made).map((value) => Number(value) || String(value).length);
    const full = sizes(ofSize(max));
    const more = sizes(ofSize(max + 1));
    expect(Math.max(...full)).toBe(max);
    expect(Math.max(...more)).toBeLessThanOrEqual(max);
    expect(more.length).toBeGreaterThan(full.length);
    expect(sizes(ofSize(max - 1))).toHaveLength(full.length);
  },
);

test.each(raised)('%s lets more through where AWS has granted more', (_, limit, one) => {
  const { raised: make, shows } = one as unknown as {
    raised: (value: Value, quota: number) => Resources;
    shows: Try['shows'];
  };
  const beyond = one.sizes?.beyond ?? (limit.max as number) + 1;
  expect(shows(make(beyond, (limit.max as number) * 2), beyond)).toBe(true);
  expect(reportOf(() => make(beyond, (limit.max as number) - 1))).toContain(limit.source);
});

test('every bound of every limit is held', () => {
  const open = all.flatMap(([name, limit, entry]) =>
    boundsOf(limit)
      .filter((bound) => !isHeld(entry, bound))
      .map((bound) => `${name}, ${bound}`),
  );
  expect(open).toEqual([]);
});

test('every quota is tried raised too', () => {
  const quotas = all.filter(([, { quota }]) => quota !== undefined);
  expect(
    quotas.filter(([, , entry]) => !entry?.cases?.some((one) => one.raised)).map(([name]) => name),
  ).toEqual([]);
});

test('no entry is of a limit that is gone', () => {
  const names = Object.entries(held).flatMap(([service, byName]) =>
    Object.keys(byName).map((it) => `${service}.${it}`),
  );
  expect(names.filter((name) => !all.some(([known]) => known === name))).toEqual([]);
});

test('the page says of each limit its rule, what is at the edge and who checks it', () => {
  const lines = limitsPage().split('\n');
  expect(lines).toContain(
    '| `httpApi.routes` | the number of routes of an HTTP API | at most 300 | 300 | plan | `docs:apigateway/http-api-quotas` | `httpApiRoutes` |',
  );
  expect(lines).toContain(
    '| `lambda.timeoutSeconds` | a Lambda timeout | 1 to 900 seconds | 1, 900, 898 | lambda-http-api, plan | `docs:lambda/gettingstarted-limits` |  |',
  );
  expect(lines).toContain(
    '| `loadBalancer.hostHeader` | a host of a listener rule | 1 to 128 characters |  | fargate-alb (writes it itself) | `API:elasticloadbalancingv2.HostHeaderConditionConfig` |  |',
  );
});

function isHeld(entry: HeldLimit | undefined, bound: Bound): boolean {
  if (entry === undefined) return false;
  return (
    entry.fixed !== undefined ||
    entry.outOfReach?.[bound] !== undefined ||
    (entry.cases ?? []).some((one) => tries(one, bound))
  );
}

function tryOf(limit: Limit, one: LimitCase, bound: Bound): Try {
  const { make, shows } = one as unknown as Pick<Try, 'make' | 'shows'>;
  const { edge, beyond } = valuesOf(limit, one, bound);
  const says = one.says ?? ruleOf(limit, one.text ? 'string' : kindOf(limit, beyond));
  return { make, shows, edge, beyond, says };
}

function kindOf({ values }: Limit, value: Value): string {
  return values ? typeof values[0] : typeof value;
}

function reportOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was wrong';
}
