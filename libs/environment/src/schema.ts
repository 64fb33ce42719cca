import { z } from 'zod';
import { accessSchema } from './schema-access';
import { alarmsSchema } from './schema-alarms';
import { deploymentSchema } from './schema-deployment';
import { domainSchema } from './schema-domain';
import { ENVIRONMENT_NAME, NAME } from './names';
import { networkSchema } from './schema-network';
import { awsSchema, limitsSchema, nameRule, registrySchema, stateSchema } from './schema-parts';
import { secretsSchema } from './schema-secrets';

/** The schema of an environment file. Types and the JSON Schema for editors are made from it. */
export const environmentSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        ENVIRONMENT_NAME,
        'an environment name is a lower-case letter, then up to 19 lower-case letters and digits',
      )
      .describe(
        'Name of the environment and of its folder: a lower-case letter, then up to 19 lower-case letters and digits, no hyphen. It begins every name at AWS and every stack.',
      ),
    protected: z
      .boolean()
      .optional()
      .describe(
        'True for what must not be lost: image pins and shared state are required and secrets stay recoverable for 30 days. Default: false.',
      ),
    aws: awsSchema
      .optional()
      .describe('Account and Region that everything is in. Required, unless all of it runs on a laptop.'),
    state: stateSchema
      .optional()
      .describe(
        "Where Terraform keeps its state. Default: 'local', a git-ignored folder beside this file; a protected environment needs s3.",
      ),
    registry: registrySchema
      .optional()
      .describe("Whose ECR repositories the images come from. Default: 'own'."),
    access: accessSchema.describe(
      "Who may call the servers: exactly one of 'token', { jwt: … } and 'public', which has to be written out because there is no safe default.",
    ),
    domain: domainSchema
      .optional()
      .describe('Domain of the hosts: their records and certificates are made in its zone. Default: none.'),
    network: networkSchema
      .optional()
      .describe('The VPC of tasks. Default: one of its own, where a deployment has target fargate.'),
    secrets: secretsSchema
      .optional()
      .describe(
        "Encryption and readers of the secrets. Default: encrypted with AWS's key, readable as IAM allows.",
      ),
    alarms: alarmsSchema
      .optional()
      .describe('Alarms on every instance, and who is notified. Default: no alarms.'),
    limits: limitsSchema
      .optional()
      .describe(
        'Throttle of every API in front of functions. Default: 1,000 requests a second, burst 5,000.',
      ),
    quotas: z
      .record(z.string(), z.int('a quota is a whole number').positive('a quota is above 0'))
      .optional()
      .describe(
        'AWS quotas that the account has been granted, by name: { httpApiRoutes: 600 }. Default: what AWS gives every account.',
      ),
    acknowledge: z
      .record(
        z.string(),
        z.string().min(10, 'a reason has at least 10 characters: the next reader wants to know why'),
      )
      .optional()
      .describe(
        'Rules that may be broken here, by error code, each with the reason, of 10 characters or more. Default: none.',
      ),
    observability: z
      .strictObject({
        tracing: z.boolean().optional().describe('AWS X-Ray tracing of functions. Default: false.'),
        dashboard: z
          .boolean()
          .optional()
          .describe('One CloudWatch dashboard, and saved queries of its logs. Default: true.'),
        maskLogs: z
          .boolean()
          .optional()
          .describe(
            'CloudWatch masks tokens and keys that servers log, which AWS bills by the GB. Default: true.',
          ),
      })
      .optional()
      .describe('Traces, dashboard and the masking of logs.'),
    deployments: z
      .record(z.string().regex(NAME, nameRule('a deployment name')), deploymentSchema)
      .describe(
        'The front doors, by name: each is one group of servers, one Terraform state. A name is up to 40 lower-case letters, digits and single hyphens, and begins with a letter. All are at AWS, or all on a laptop.',
      ),
    retired: z
      .array(z.string().regex(NAME, nameRule('a deployment name')))
      .optional()
      .describe(
        "Names of deployments that were here and are to be taken down: the next deploy destroys what their states hold. So are 'network' and 'dashboard', once nothing needs them. Default: none.",
      ),
  })
  .describe('One environment of an mcp-fleet.');
