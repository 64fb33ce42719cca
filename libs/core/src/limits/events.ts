import type { Limit } from '../limit';

/** Amazon EventBridge, and what its rules start: state machines of AWS Step Functions. */
export const events = {
  ruleName: {
    what: 'the name of an EventBridge rule',
    min: 1,
    max: 64,
    pattern: /^[.\-_A-Za-z0-9]+$/,
    patternText: 'letters, digits, periods, hyphens and underscores',
    source: 'API:eventbridge.RuleName',
  },
  rules: {
    what: 'the number of rules of an event bus',
    max: 300,
    source: 'docs:eventbridge/eb-quota',
    quota: 'eventBridgeRules',
  },
  eventPatternCharacters: {
    what: 'the pattern of an EventBridge rule',
    max: 2048,
    source: 'docs:eventbridge/eb-quota',
  },
  stateMachineName: {
    what: 'the name of a state machine',
    min: 1,
    max: 80,
    pattern: /^[\w-]+$/,
    patternText: 'letters, digits, hyphens and underscores',
    source: 'API:states.Name',
  },
} satisfies Record<string, Limit>;

/** Rules that an event bus has in Regions with fewer than others. Source: docs:eventbridge/eb-quota. */
const fewerRules: ReadonlyMap<string, number> = new Map([
  ['af-south-1', 100],
  ['eu-south-1', 100],
]);

/** The limit of `events.rules` as a Region has it. */
export function eventBusRules(region: string): Limit {
  const max = fewerRules.get(region);
  return max === undefined
    ? events.rules
    : { ...events.rules, what: `${events.rules.what} in ${region}`, max };
}
