import type { ErrorCode } from '@mcp-fleet/core';
import { errorCodes, isAcknowledgeable } from '@mcp-fleet/core';
import type { BadInput } from './case';
import { print } from './case';
import { badInputs } from '.';
import { validEnvironment } from './base';

/** docs/errors.md: each code with the smallest wrong file and the report that a user reads. */
export function errorsPage(): string {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  return [
    '# Errors',
    '',
    'Every error says where it is, what was got, the rule, and the fix; all errors of an environment come at once, and',
    'nothing is written then. The exit code is 1. Each code below has the smallest input that brings it, and its report.',
    'A test runs them all.',
    '',
    'Cases show what differs from this valid environment, whose server `notes` is made up:',
    '',
    ...fence('ts', print(validEnvironment)),
    ...codes.flatMap((code) =>
      section(
        code,
        badInputs.filter((bad) => bad.code === code),
      ),
    ),
  ].join('\n');
}

function section(code: ErrorCode, cases: readonly BadInput[]): string[] {
  const acknowledge = isAcknowledgeable(code)
    ? [
        `It is legal at AWS: \`acknowledge: { '${code}': '<reason>' }\` in the environment file silences it.`,
        '',
      ]
    : [];
  return [`## ${code}`, '', `${errorCodes[code].title}.`, '', ...acknowledge, ...cases.flatMap(caseLines)];
}

function caseLines({ title, change, files, environment, example, report }: BadInput): string[] {
  return [
    ...(title ? [`**${title}**`, ''] : []),
    ...(environment ? [`Asked for environment \`${environment}\`.`, ''] : []),
    ...(change ? fence('ts', print(change)) : []),
    ...(example ? fence('ts', example.text) : []),
    ...Object.entries(files ?? {}).flatMap(([path, text]) =>
      text === null
        ? [`Without \`${path}\`.`, '']
        : [`\`${path}\``, '', ...fence(path.split('.').pop() ?? '', text.trimEnd())],
    ),
    ...fence('text', report),
  ];
}

function fence(language: string, text: string): string[] {
  return [`\`\`\`${language}`, text, '```', ''];
}
