import { ImageRepository } from '@mcp-fleet/ecr';
import { SecretContainer } from '@mcp-fleet/secrets';
import { TerraformOutput } from 'cdktf';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import type { App } from 'cdktf';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';

/** What exists before anything runs: repositories that images are pushed to, secrets that are filled. */
export class FoundationStack extends FleetStack {
  /** By the keys of the plan. */
  readonly secrets: Readonly<Record<string, SecretContainer>>;

  constructor(scope: App, props: Omit<FleetStackProps, 'name'> & { readonly plan: AwsFleetPlan }) {
    const { aws, foundation } = props.plan;
    super(scope, { ...props, name: foundation.stack });
    const repositories = Object.entries(foundation.repositories).map(([key, repository]) => {
      return new ImageRepository(this, `repository-${key}`, {
        repositoryName: repository.name,
        account: aws.account,
        lambdaReaders: repository.lambdaReaders,
        deployedBy: repository.deployedBy,
        forceDelete: repository.forceDelete,
        tags: repository.tags,
      });
    });
    this.secrets = Object.fromEntries(
      Object.entries(foundation.secrets).map(([key, secret]) => [
        key,
        new SecretContainer(this, `secret-${key}`, {
          secretName: secret.name,
          description: secret.description,
          recoveryWindowDays: secret.recoveryWindowDays,
          tags: secret.tags,
        }),
      ]),
    );
    new TerraformOutput(this, 'repositories', {
      description: 'Address of each repository, by its name.',
      value: Object.fromEntries(
        repositories.map((r, i) => [Object.values(foundation.repositories)[i]?.name ?? '', r.repositoryUrl]),
      ),
    });
    new TerraformOutput(this, 'secrets', {
      description: 'ARN of each secret, by the instance that reads it.',
      value: Object.fromEntries(Object.entries(this.secrets).map(([key, { secretArn }]) => [key, secretArn])),
    });
  }
}
