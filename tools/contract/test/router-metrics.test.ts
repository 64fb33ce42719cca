import { routerDimension, routerMetricNames, routerNamespace } from '@mcp-fleet/alarms';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface NamesFile {
  readonly namespace: string;
  readonly dimension: string;
  readonly metrics: Readonly<Record<string, { readonly name: string; readonly unit: string }>>;
}

const file = join(__dirname, '../../../apps/router/internal/metrics/names.json');
const emitted = JSON.parse(readFileSync(file, 'utf8')) as NamesFile;

test('metrics, namespace and dimension are those that the router writes', () => {
  const names = Object.entries(emitted.metrics).map(([key, { name }]) => [key, name]);
  expect(routerMetricNames).toEqual(Object.fromEntries(names));
  expect(routerNamespace).toBe(emitted.namespace);
  expect(routerDimension).toBe(emitted.dimension);
});

test('thresholds of latency are milliseconds because the router writes milliseconds', () => {
  expect(emitted.metrics.latency?.unit).toBe('Milliseconds');
});
