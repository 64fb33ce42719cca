import type { FleetAtAws, FunctionUnit, ServiceUnit } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { sh, verbatim } from '../shell';
import { ALIAS } from './status';

export function restart(fleet: FleetAtAws): Operation[] {
  return [
    ...fleet.services.map((unit) => ofService(fleet, unit)),
    ...fleet.functions.flatMap((unit) => ofFunction(fleet, unit)),
  ];
}

function ofService({ aws }: FleetAtAws, { plan: { name }, cluster, instances }: ServiceUnit): Operation {
  return {
    topic: 'restart',
    title: `new tasks for ${name}, one after the other`,
    instances,
    commands: [
      aws`ecs update-service --cluster ${cluster} --service ${name} --force-new-deployment --query ${'service.deployments[0].id'} --output text`,
      aws`ecs wait services-stable --cluster ${cluster} --services ${name}`,
    ],
    note: 'Old tasks serve until new ones are healthy. Secrets are read again. Terraform sees no change.',
  };
}

/** A version that is published again without a change is the same version, with the same environments. */
function ofFunction({ plan, aws }: FleetAtAws, unit: FunctionUnit): Operation[] {
  const { name, concurrency } = unit.plan;
  const { instances } = unit;
  const on =
    concurrency.reserved === undefined
      ? aws`lambda delete-function-concurrency --function-name ${name}`
      : aws`lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${concurrency.reserved}`;
  // Lambda refuses a reservation below what is provisioned: InvalidParameterValueException.
  const warm = concurrency.provisioned !== undefined;
  const cool = aws`lambda delete-provisioned-concurrency-config --function-name ${name} --qualifier ${ALIAS}`;
  const warmAgain = aws`lambda put-provisioned-concurrency-config --function-name ${name} --qualifier ${ALIAS} --provisioned-concurrent-executions ${concurrency.provisioned ?? 0}`;
  return [
    {
      topic: 'restart',
      title: `${name} from cold`,
      instances,
      commands: [sh`npx nx run ${`${plan.environment}:deploy`}`],
      note: `Lambda has no restart: what runs goes on until it was idle for some minutes, and is replaced within hours. Only a new version starts cold, and only a change makes one: another image in images.json, or another setting or logLevel of an instance of ${name}. A server that crashed is started again by its router.`,
    },
    {
      topic: 'restart',
      title: `${name} off at once, and on again`,
      instances,
      commands: [
        ...(warm ? [cool] : []),
        aws`lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions 0`,
        on,
        ...(warm ? [warmAgain] : []),
      ],
      note: `Calls that run go on; new ones are refused.${warm ? ' What is provisioned goes first: no function is reserved less than that.' : ''} The next deploy puts it on again unless concurrency: { reserved: 0 } is in the environment file${warm ? ', without provisioned' : ''}. On again it may use what was running before: this is no restart.`,
    },
  ];
}

export function rollback({ plan, aws }: FleetAtAws): Operation[] {
  const { environment } = plan;
  const pins = `environments/${environment}/images.json`;
  const commits = sh`git log -2 --format=%H -- ${pins}`;
  return [
    {
      topic: 'rollback',
      title: 'the images of the commit before, deployed',
      commands: [
        sh`git log -5 --date=short --format=${'%h %ad %s'} -- ${pins}`,
        sh`git checkout "$(${verbatim(commits)} | tail -n 1)" -- ${pins}`,
        sh`git diff --cached --stat -- ${pins}`,
        sh`npx nx run ${`${environment}:deploy`}`,
      ],
      note: `Pins go back, nothing else; commit them, or the next push pins the newest again. What is not pinned follows its Dockerfile: revert that change, then nx run ${environment}:push. Repositories keep the last ten images.`,
    },
    ...secretsBack(plan, aws),
  ];
}

function secretsBack({ foundation }: FleetAtAws['plan'], aws: FleetAtAws['aws']): Operation[] {
  return Object.entries(foundation.secrets).map(([key, { name }]): Operation => {
    const version = (stage: string) =>
      verbatim(
        `"$(${aws`secretsmanager list-secret-version-ids --secret-id ${name} --query ${`Versions[?contains(VersionStages, '${stage}')].VersionId`} --output text`})"`,
      );
    return {
      topic: 'rollback',
      title: `the value that ${name} had before`,
      ...(key === 'access' ? {} : { instances: [key] }),
      commands: [
        aws`secretsmanager update-secret-version-stage --secret-id ${name} --version-stage AWSCURRENT --move-to-version-id ${version('AWSPREVIOUS')} --remove-from-version-id ${version('AWSCURRENT')}`,
      ],
      note: 'Then what reads it has to start again: topic restart.',
    };
  });
}
