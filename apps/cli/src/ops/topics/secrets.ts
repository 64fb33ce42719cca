import type { SecretPlan } from '@mcp-fleet/plan';
import type { FleetAtAws } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { sh } from '../shell';

const ACCESS = 'access';

export function secrets(fleet: FleetAtAws): Operation[] {
  return Object.entries(fleet.plan.foundation.secrets)
    .filter(([key]) => key !== ACCESS)
    .flatMap(([key, secret]) => [
      state(fleet, secret, [key]),
      fill(fleet, key, secret),
      change(fleet, key, secret),
      ...rotate(fleet, key, secret),
    ]);
}

export function tokens(fleet: FleetAtAws): Operation[] {
  const secret = fleet.plan.foundation.secrets[ACCESS];
  if (secret === undefined) return [];
  const file = fileOf(fleet, ACCESS);
  const renewed = taken(fleet, ACCESS);
  return [
    { ...state(fleet, secret), topic: 'tokens' },
    {
      topic: 'tokens',
      title: 'the first token',
      commands: [
        sh`(umask 077; printf '{"tokens":["%s"]}' "$(openssl rand -hex 32)" > ${file})`,
        put(fleet, secret, file),
        sh`rm ${file}`,
      ],
      note: 'Replaces every token that there is. It is made by the command, so that no shell remembers it; read it with get-secret-value.',
    },
    {
      topic: 'tokens',
      title: 'another token beside those that there are',
      commands: [read(fleet, secret, file), edit(file), put(fleet, secret, file), sh`rm ${file}`],
      note: `${readers(secret)}First {"tokens":["new","old"]}. ${renewed} Then clients get the new one, and at last the same again with {"tokens":["new"]}: no client is shut out meanwhile. A token has 16 characters or more; openssl rand -hex 32 makes one.`,
    },
  ];
}

function state({ aws }: FleetAtAws, { name }: SecretPlan, instances?: readonly string[]): Operation {
  const what =
    '{changed: LastChangedDate, read: LastAccessedDate, versions: VersionIdsToStages, rotation: RotationEnabled, rotated: LastRotatedDate, next: NextRotationDate, deleted: DeletedDate}';
  return {
    topic: 'secrets',
    title: `state of ${name}, without its value`,
    ...(instances ? { instances } : {}),
    commands: [aws`secretsmanager describe-secret --secret-id ${name} --query ${what}`],
  };
}

function fill(fleet: FleetAtAws, key: string, secret: SecretPlan): Operation {
  const file = fileOf(fleet, key);
  return {
    topic: 'secrets',
    title: `fill ${secret.name}`,
    instances: [key],
    commands: [
      sh`(umask 077; printf '%s' ${templateOf(secret)} > ${file})`,
      edit(file),
      put(fleet, secret, file),
      sh`rm ${file}`,
    ],
    note: `The file is yours alone, and git ignores it. ${taken(fleet, key)}`,
  };
}

function change(fleet: FleetAtAws, key: string, secret: SecretPlan): Operation {
  const file = fileOf(fleet, key);
  return {
    topic: 'secrets',
    title: `change one key of ${secret.name}`,
    instances: [key],
    commands: [read(fleet, secret, file), edit(file), put(fleet, secret, file), sh`rm ${file}`],
    note: `${readers(secret)}${taken(fleet, key)}`,
  };
}

function read({ aws }: FleetAtAws, { name }: SecretPlan, file: string): string {
  return `(umask 077; ${aws`secretsmanager get-secret-value --secret-id ${name} --query SecretString --output text`} > ${file})`;
}

function put({ aws }: FleetAtAws, { name }: SecretPlan, file: string): string {
  return aws`secretsmanager put-secret-value --secret-id ${name} --secret-string ${`file://${file}`} --query VersionId --output text`;
}

function edit(file: string): string {
  return sh`"\${EDITOR:-vi}" ${file}`;
}

/** Ends in what .gitignore names. */
function fileOf({ plan }: FleetAtAws, key: string): string {
  return `${plan.environment}-${key}.secret.json`;
}

/** The smallest value that will do, with nothing in it. */
function templateOf({ required, oneOf }: SecretPlan): string {
  const keys = [...new Set([...required, ...oneOf.flatMap(([set]) => set ?? [])])];
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, ''])));
}

/** What makes servers use a changed value: `access` is every front door's. */
function taken({ functions, services }: FleetAtAws, key: string): string {
  const reads = ({ instances }: { readonly instances: readonly string[] }) =>
    key === ACCESS || instances.includes(key);
  const functionsOfIt = functions.filter(reads).map(({ plan }) => plan.router.refreshSeconds);
  const tasksOfIt = services.filter(reads).map(({ plan }) => plan.refreshOn.includes(key));
  const how = [
    ...(tasksOfIt.includes(true) ? ['Tasks are replaced by themselves.'] : []),
    ...(tasksOfIt.includes(false) ? ['New tasks read it: topic restart.'] : []),
    ...[...new Set(functionsOfIt)].map((seconds) =>
      seconds === undefined
        ? 'Functions read it when they start: topic restart, or secrets: { refresh: true } in the environment file.'
        : `Functions read it again within ${seconds} seconds.`,
    ),
  ];
  return how.join(' ');
}

function readers({ readers: allowed }: SecretPlan): string {
  return allowed === undefined
    ? ''
    : 'Only its servers and whom secrets.alsoReadBy names may read it: others fill it anew instead. ';
}

function rotate({ aws }: FleetAtAws, key: string, { name, rotation }: SecretPlan): Operation[] {
  if (rotation === undefined) return [];
  return [
    {
      topic: 'secrets',
      title: `renew ${name} now, by ${rotation.functionArn.split(':').at(-1)}`,
      instances: [key],
      commands: [aws`secretsmanager rotate-secret --secret-id ${name} --query VersionId --output text`],
      note: 'What went wrong is in the log group of that function; the value before stays current until all four steps are done.',
    },
  ];
}
