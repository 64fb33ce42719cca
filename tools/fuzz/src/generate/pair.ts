import type { Catalog } from '@mcp-fleet/catalog';
import * as fc from 'fast-check';
import { ZONE, atAws, deployment } from './sensible';

type Raw = Readonly<Record<string, unknown>>;
type Deployments = Readonly<Record<string, Raw & { readonly servers: object }>>;

/** Two environments in two Regions: the first deployment of `dev` has a twin in `eu`, and one takes over from the other. */
export function pair(catalog: Catalog): fc.Arbitrary<readonly [Raw, Raw]> {
  return fc
    .record({
      dev: atAws(catalog, 'dev'),
      twin: deployment(catalog, 'twin', 0),
      roles: fc.constantFrom(['primary', 'secondary'] as const, ['secondary', 'primary'] as const),
      alarms: fc.constantFrom<unknown>(
        { email: ['oncall@example.com'] },
        { email: ['oncall@example.com'] },
        undefined,
      ),
      // The wrong one is asked, or none, now and then.
      instance: fc.constantFrom('first', 'first', 'first', 'first', 'first', 'first', undefined, 'none'),
    })
    .map(({ dev, twin: [name, twin], roles, alarms, instance }) => {
      const deployments = dev['deployments'] as Deployments;
      const [first = '', mine] = Object.entries(deployments)[0] ?? [];
      const host = `pair.${ZONE}`;
      const side = (raw: Raw | undefined, role: string, partner: string) => {
        const [asked] = Object.keys((raw as Deployments[string]).servers);
        const which = instance === 'first' ? { instance: asked } : instance ? { instance } : {};
        return { ...raw, host, failover: { role, with: partner, ...which } };
      };
      return [
        {
          ...dev,
          ...(alarms === undefined ? {} : { alarms }),
          domain: { zone: ZONE },
          deployments: { ...deployments, [first]: side(mine, roles[0], 'eu') },
        },
        {
          name: 'eu',
          aws: { account: '111122223333', region: 'eu-west-1' },
          access: 'token',
          ...(alarms === undefined ? {} : { alarms }),
          domain: { zone: ZONE },
          deployments: { [name]: side(twin, roles[1], 'dev') },
        },
      ];
    });
}
