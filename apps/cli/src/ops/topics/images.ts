import type { AwsDeploymentPlan, ImagePlan } from '@mcp-fleet/plan';
import type { FleetAtAws } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { sh } from '../shell';

interface Use {
  readonly image: ImagePlan;
  readonly instances: readonly string[];
}

export function images({ plan }: FleetAtAws): Operation[] {
  const uses = new Map<string, Use>();
  for (const deployment of Object.values(plan.deployments)) {
    for (const { image, instances } of usesOf(deployment)) {
      const known = uses.get(image.repositoryName);
      uses.set(image.repositoryName, { image, instances: [...(known?.instances ?? []), ...instances] });
    }
  }
  return [...uses.values()].flatMap((use) => ofImage(plan.aws.account, use));
}

function usesOf(deployment: AwsDeploymentPlan): Use[] {
  const all = Object.keys(deployment.instances);
  const use = (key: string, image: ImagePlan) => ({ image, instances: all.includes(key) ? [key] : all });
  if (deployment.target === 'lambda') {
    return Object.entries(deployment.functions).map(([key, { image }]) => use(key, image));
  }
  return Object.values(deployment.services).flatMap(({ containers }) =>
    Object.entries(containers).map(([key, { image }]) => use(key, image)),
  );
}

function ofImage(account: string, { image, instances }: Use): Operation[] {
  const { repositoryName, registry, digest, tag } = image;
  const id = digest === undefined ? `imageTag=${tag}` : `imageDigest=${digest}`;
  const where = registry.account === account ? [] : ['--registry-id', registry.account];
  const region = ['--region', registry.region];
  const findings =
    'imageScanFindings.{counts: findingSeverityCounts, worst: findings[?severity==`CRITICAL` || severity==`HIGH`].[severity, name, uri]}';
  const newest = 'sort_by(imageDetails, &imagePushedAt)[-10:].[imagePushedAt, imageTags[0], imageDigest]';
  return [
    {
      topic: 'images',
      title: `scan findings of ${repositoryName}`,
      instances,
      commands: [
        sh`aws ecr describe-image-scan-findings --repository-name ${repositoryName} --image-id ${id} --query ${findings} ${[...where, ...region]}`,
      ],
      note: 'The image that the plan runs. ScanNotFoundException: the scan has not ended, or the registry does not scan.',
    },
    {
      topic: 'images',
      title: `images in ${repositoryName}, the newest last`,
      instances,
      commands: [
        sh`aws ecr describe-images --repository-name ${repositoryName} --query ${newest} --output table ${[...where, ...region]}`,
      ],
    },
  ];
}
