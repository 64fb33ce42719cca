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
