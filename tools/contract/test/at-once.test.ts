import type { FleetError } from '@mcp-fleet/core';
import { parseEnvironment } from '@mcp-fleet/environment';
import { planFleet } from '@mcp-fleet/plan';
import { loadFleet, withoutEchoes } from '@mcp-fleet/fleet';
import type { Change } from '@mcp-fleet/testing/fleet';
import { inProject, merge, validEnvironment } from '@mcp-fleet/testing/fleet';
import { badInputs } from '../src/bad-input';
import type { BadInput } from '../src/bad-input/case';
import { filesOf } from '../src/bad-input/project';

interface Part {
  /** The part, broken: an error of shape. */
  readonly broken: Change;
  /** Sound values of the part. An error that is there with each of them does not depend on the part. */
  readonly sound: readonly Change[];
  /** Errors that the broken part hides although they do not depend on it: others of their code and path do. */
  readonly hidden?: RegExp;
}

const jwt = { issuer: 'https://login.example.com', audiences: ['mcp'] };
const parts: Readonly<Record<string, Part>> = {
  account: {
    broken: { aws: { account: '11112222333' } },
    sound: ['222233334444', '444455556666', '999988887777'].map((account) => ({ aws: { account } })),
    hidden: /code {2}(failover-one-sided|image-pin-missing)$/,
  },
  region: {
    broken: { aws: { region: 'us-esat-1' } },
    sound: ['us-west-2', 'eu-west-1', 'af-south-1', 'cn-north-1', 'us-gov-west-1'].map((region) => ({
      aws: { region },
    })),
    hidden: /^state\.s3\.kmsKeyArn\n|code {2}(failover-one-sided|image-pin-missing)$/,
  },
  access: {
    broken: { access: 'tokn' },
    sound: ['token', 'public', { jwt }, { jwt: { ...jwt, alsoAt: 'edge' } }].map((access) => ({ access })),
    hidden: /^secrets\.onlyServers\n/,
  },
  domain: {
    broken: { domain: { zone: 'Example' } },
    sound: [{}, { domain: { zone: 'other.example.com' } }, { domain: { zone: 'example.com' } }],
  },
  registry: {
    broken: { registry: 'ohter' },
    sound: [{}, { registry: { account: '222233334444' } }],
  },
  state: {
    broken: { state: 'remote' },
    sound: [{}, { state: 'local' }, { state: { s3: { bucket: 'acme-states', region: 'us-east-1' } } }],
  },
};

interface Found {
  /** Errors of shape, by their whole text. */
  readonly shape: readonly string[];
  /** Errors of the plan that are reported. */
  readonly plan: readonly string[];
}

/** Errors of the environment `dev` under several changes of it, with the same servers and the same neighbours. */
function errorsOf(bad: BadInput, variants: readonly Change[]): readonly Found[] {
  return inProject(filesOf(bad), (root) => {
    const { environments: loaded, catalog } = loadFleet({
      root,
      environment: 'dev',
      notice: () => undefined,
    });
    const others = loaded.environments.filter(({ name }) => name !== 'dev');
    return variants.map((variant) => {
      const { environment, errors } = parseEnvironment(merge(merge(validEnvironment, bad.change), variant));
      if (environment === undefined) throw new Error('nothing is left for the plan');
      const planned = planFleet(environment, {
        environments: [environment, ...others],
        catalog,
        imageRecipe: '0123456789ab',
        images: loaded.images,
        strict: bad.strict ?? false,
      });
      const textsOf = (of: readonly FleetError[]) => of.map(({ message }) => message);
      return { shape: textsOf(errors), plan: textsOf(withoutEchoes(planned.errors, errors)) };
    });
  });
}

/** Cases in the environment file of `dev` that are nothing but what the plan finds, by what they are called. */
const cases = badInputs.filter(
  (bad) =>
    bad.change !== undefined &&
    (bad.environment ?? 'dev') === 'dev' &&
    parseEnvironment(merge(validEnvironment, bad.change)).errors.length === 0,
);

/** The path of the one value of a change, but for what is below a key of the environment beside `aws`. */
function pathOf(change: Change): readonly string[] {
  const [[key = '', value] = []] = Object.entries(change);
  return key === 'aws' ? [key, ...Object.keys(value as object)] : [key];
}

/** True if a change has something of its own at a path, or above it. */
function has(change: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined || typeof change !== 'object' || change === null) return true;
  return Object.hasOwn(change, key) && has((change as Change)[key], rest);
}

test.each(Object.entries(parts))(
  'beside a broken %s every error that does not depend on it is reported, and no other',
  (_, { broken, sound, hidden }) => {
    const path = pathOf(broken);
    const lost: string[] = [];
    const brought: string[] = [];
    let independent = 0;
    // A case that is about the part itself leaves nothing to break.
    for (const bad of cases.filter(({ change }) => !has(change, path))) {
      const [alone, beside, ...others] = errorsOf(bad, [{}, broken, ...sound]);
      const said = (alone?.plan ?? []).filter((text) => !text.endsWith('code  acknowledge-idle'));
      const steady = said.filter((text) => others.every(({ plan }) => plan.includes(text)));
      independent += steady.length;
      expect(beside?.shape).not.toEqual([]);
      lost.push(...steady.filter((text) => !beside?.plan.includes(text) && hidden?.test(text) !== true));
      brought.push(...(beside?.plan ?? []).filter((text) => !said.includes(text)));
    }
    expect({ lost, brought }).toEqual({ lost: [], brought: [] });
    expect(independent).toBeGreaterThan(50);
  },
);
