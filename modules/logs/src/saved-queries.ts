import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition';
import { isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import type { LogGroupRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { routerQueries, type RouterQuery } from './router-queries';

/** Props of {@link SavedQueries}. Texts are Terraform's: pass what users write through `literal()`. */
export interface SavedQueriesProps {
  /** The folder of the queries in the console: the name of the environment. */
  readonly folder: string;
  /** The log groups that they ask, by names of ours. */
  readonly logGroups: Readonly<Record<string, LogGroupRef>>;
  /** The queries, by keys that stay: they are in Terraform addresses. @default routerQueries */
  readonly queries?: Readonly<Record<string, RouterQuery>>;
}

/**
 * Saved queries of Logs Insights. A query asks 50 log groups at most: where there are more, each is there several times,
 * with a number after its name.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class SavedQueries extends Construct {
  /** Name of each query, by its key; where there are several, `<key>-2` and so on. */
  readonly queryNames: Readonly<Record<string, string>>;
  /** The queries themselves, by the same keys, for what no prop covers. */
  readonly resources: Readonly<Record<string, CloudwatchQueryDefinition>>;

  constructor(scope: Construct, id: string, props: SavedQueriesProps) {
    super(scope, id);
    const { folder, queries = routerQueries } = props;
    this.check(props);

    const asked = inGroups(
      Object.keys(props.logGroups)
        .sort()
        .map((key) => logGroup(props, key)),
    );
    const made = Object.entries(queries).flatMap(([key, { name, query: queryString }]) =>
      asked.map((logGroupNames, index) => {
        const number = index === 0 ? '' : `${index + 1}`;
        const definition = new CloudwatchQueryDefinition(this, number ? `${key}-${number}` : key, {
          name: `${folder}/${number ? `${name} (${number})` : name}`,
          queryString,
          logGroupNames,
        });
        return [number ? `${key}-${number}` : key, definition] as const;
      }),
    );
    this.resources = Object.fromEntries(made);
    this.queryNames = Object.fromEntries(made.map(([key, { nameInput = '' }]) => [key, nameInput]));
  }

  private check({ folder, logGroups, queries = routerQueries }: SavedQueriesProps): void {
    const { queryName, queryString, logGroupName } = limits.logs;
    const checks = new PropChecks(this.node.path)
      .must(isUnresolved(folder) || /^[^/\s](.*[^/\s])?$/.test(folder), {
        prop: 'folder',
        value: folder,
        rule: 'a slash ends a folder, and one more is put after this',
        fix: 'write it without slashes and spaces at its ends',
      })
      .must(Object.keys(logGroups).length > 0, {
        prop: 'logGroups',
        value: logGroups,
        rule: 'a query here asks certain log groups',
        fix: 'give those of the environment',
      });
    for (const [key, group] of Object.entries(logGroups)) {
      checks.within(`logGroups.${key}`, logGroupName, group.logGroupName);
    }
    for (const [key, { name, query }] of Object.entries(queries)) {
      checks
        .within(`queries.${key}.name`, queryName, `${folder}/${name}`, 'use shorter names')
        .within(`queries.${key}.query`, queryString, query);
    }
    checks.done();
  }
}

function logGroup({ logGroups }: SavedQueriesProps, key: string): string {
  return logGroups[key]?.logGroupName ?? '';
}

function inGroups(names: readonly string[]): string[][] {
  const size = limits.logs.queryLogGroups.max;
  const count = Math.ceil(names.length / size);
  return Array.from({ length: count }, (_, index) => names.slice(index * size, (index + 1) * size));
}
