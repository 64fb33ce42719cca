import { httpApi } from './limits/http-api';
import type { PropChecks } from './props';
import { didYouMean } from './suggest';

/** What runs the servers of a front door, in the words of its errors. */
export interface RunnerWords {
  /** One of them: 'function'. */
  readonly one: string;
  /** All of them, as the prop is called: 'functions'. */
  readonly all: string;
  /** How a server is there: 'on' a function, 'in' a service. */
  readonly where: 'on' | 'in';
  /** The front door itself: 'API'. */
  readonly door: string;
}

/** A front door as its two records say it. */
export interface FrontDoor<Runner> {
  /** Words of its errors. */
  readonly words: RunnerWords;
  /** The key of what runs it, by the public name of an instance. */
  readonly servers: Readonly<Record<string, string>>;
  /** What runs the servers, by keys that are in Terraform addresses. */
  readonly runners: Readonly<Record<string, Runner>>;
  /** Checks an instance further. @default - nothing */
  readonly eachServer?: (prop: string, instance: string) => void;
  /** Checks what runs servers further. @default - nothing */
  readonly eachRunner?: (prop: string, runner: Runner) => void;
}

/** Adds what is wrong between servers and what runs them: no server, one that runs nowhere, something that runs none. */
export function checkFrontDoor<Runner>(checks: PropChecks, door: FrontDoor<Runner>): void {
  const { words, servers, runners } = door;
  checks.must(Object.keys(servers).length > 0, {
    prop: 'servers',
    value: servers,
    rule: 'a front door has at least one server',
    fix: `name a server, or leave the ${words.door} out`,
  });
  for (const [instance, runner] of Object.entries(servers)) {
    const prop = `servers.${instance}`;
    checkInstanceName(checks, prop, instance);
    checks.must(Object.hasOwn(runners, runner), {
      prop: `${prop}.${words.one}`,
      value: runner,
      rule: `a server runs ${words.where} one of the ${words.all}`,
      fix: didYouMean(runner, Object.keys(runners)),
    });
    door.eachServer?.(prop, instance);
  }
  const used = new Set(Object.values(servers));
  for (const [key, runner] of Object.entries(runners)) {
    const prop = `${words.all}.${key}`;
    checks
      .must(/^(?!constructor$)[A-Za-z0-9][A-Za-z0-9_-]*$/.test(key), {
        prop,
        value: key,
        rule: `the key of a ${words.one} is letters, digits, - and _, begins with a letter or digit, and is not "constructor"`,
        fix: 'rename it',
      })
      .must(used.has(key), {
        prop,
        value: key,
        rule: `a ${words.one} runs at least one server`,
        fix: 'remove it',
      });
    door.eachRunner?.(prop, runner);
  }
}

/** An instance's name as part of a path and of Terraform addresses. */
export function checkInstanceName(checks: PropChecks, prop: string, value: string): PropChecks {
  return checks.must(/^[a-z0-9][a-z0-9-]*$/.test(value), {
    prop,
    value,
    rule: 'the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen',
    fix: 'rename it',
  });
}

/** Origins whose pages may call a front door: each a whole one, or `*` alone. */
export function checkAllowedOrigins(checks: PropChecks, origins: readonly string[]): void {
  origins.forEach((origin, i) =>
    checks.within(`allowedOrigins[${i}]`, httpApi.corsOrigin, origin, 'write the origins out'),
  );
  checks.must(!origins.includes('*') || origins.length === 1, {
    prop: 'allowedOrigins',
    value: origins,
    rule: '* is every origin, so it stands alone',
    fix: 'remove it, or the others',
  });
}
