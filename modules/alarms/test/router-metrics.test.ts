import { alarmKinds, routerMetric } from '@mcp-fleet/alarms';

test('labels are dimensions as well', () => {
  expect(
    routerMetric({ instance: 'gitlab', labels: { Environment: 'dev' } }, 'requests', 'Sum').dimensions,
  ).toEqual({ Environment: 'dev', Instance: 'gitlab' });
  expect(routerMetric({ instance: 'gitlab' }, 'requests', 'Sum').dimensions).toEqual({ Instance: 'gitlab' });
});

test('every kind is there once', () => {
  expect(new Set(alarmKinds).size).toBe(alarmKinds.length);
});
