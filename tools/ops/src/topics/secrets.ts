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
    ]);
}

export function tokens(fleet: FleetAtAws): Operation[] {
  const secret = fleet.plan.foundation.secrets[ACCESS];
  if (secret === undefined) return [];
  const file = fileOf(fleet, ACCESS);
  const renewed = taken(fleet, [...new Set(fleet.logs.map(({ instance }) => instance))]);
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
      note: `First {"tokens":["new","old"]}, ${renewed} Then clients get the new one, and at last the same again with {"tokens":["new"]}: no client is shut out meanwhile. A token has 16 characters or more; openssl rand -hex 32 makes one.`,
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
    note: `The file is yours alone, and git ignores it. ${sentence(taken(fleet, [key]))}`,
  };
}

function change(fleet: FleetAtAws, key: string, secret: SecretPlan): Operation {
  const file = fileOf(fleet, key);
  return {
    topic: 'secrets',
    title: `change one key of ${secret.name}`,
    instances: [key],
    commands: [read(fleet, secret, file), edit(file), put(fleet, secret, file), sh`rm ${file}`],
    note: sentence(taken(fleet, [key])),
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

/** What makes servers use a changed value. */
function taken({ functions, services }: FleetAtAws, instances: readonly string[]): string {
  const reads = ({ instances: all }: { readonly instances: readonly string[] }) =>
    instances.some((name) => all.includes(name));
  const how = [
    ...(services.some(reads) ? ['new tasks read it'] : []),
    ...(functions.some(reads) ? ['functions read it when they start'] : []),
  ];
  return `${how.join(', ')}: topic restart.`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
