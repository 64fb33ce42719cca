/**
 * What design and documents name but this version does not build yet. It is refused with its own code, so that a file
 * written for a later version is neither ignored nor called misspelt. An issue that builds a key removes it here.
 */
const laterKeys: readonly { readonly at: RegExp; readonly keys: readonly string[] }[] = [
  { at: /^$/, keys: ['domain', 'network', 'alarms', 'agentGateway'] },
  {
    at: /^deployments\.[^.]+$/,
    keys: ['exposure', 'plainHttp', 'host', 'certificateArn', 'failover', 'capacity', 'debug'],
  },
  { at: /^deployments\.[^.]+\.servers\.[^.]+$/, keys: ['scaling', 'rotation'] },
];

const laterValues: readonly { readonly at: RegExp; readonly values: readonly string[] }[] = [
  { at: /^deployments\.[^.]+\.target$/, values: ['fargate', 'docker'] },
  { at: /^deployments\.[^.]+\.edge$/, values: ['rest-api', 'alb'] },
];

/** Whether a key at a path belongs to a later version. */
export function isLaterKey(path: string, key: string): boolean {
  return laterKeys.some(({ at, keys }) => at.test(path) && keys.includes(key));
}

/** Whether a value at a path belongs to a later version. */
export function isLaterValue(path: string, value: unknown): boolean {
  return laterValues.some(({ at, values }) => at.test(path) && values.includes(value as string));
}
