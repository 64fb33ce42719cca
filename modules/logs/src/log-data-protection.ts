import { CloudwatchLogDataProtectionPolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-data-protection-policy';
import { limits, PropChecks } from '@mcp-fleet/core';
import type { LogGroupRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { credentialPatterns, managedIdentifiers, type ManagedIdentifier } from './data-identifiers';

/** Props of {@link LogDataProtection}. Texts are Terraform's: pass what users write through `literal()`. */
export interface LogDataProtectionProps {
  /** The log groups, of class STANDARD, by keys that stay: they are in Terraform addresses. */
  readonly logGroups: Readonly<Record<string, LogGroupRef>>;
  /** Managed data identifiers: what CloudWatch knows how to find. @default - all credentials */
  readonly managed?: readonly ManagedIdentifier[];
  /** Further data to find, by name: regular expressions without `( )`. @default credentialPatterns */
  readonly patterns?: Readonly<Record<string, string>>;
  /** Log group that gets a report of each finding; it must exist. @default - it only counts as a metric */
  readonly findings?: LogGroupRef;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
}

/**
 * Masks credentials in log groups as they come in: whoever reads them sees asterisks, but for those with `logs:Unmask`.
 * What was written before stays as it was.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class LogDataProtection extends Construct {
  /** The policy of each log group, by its key, for what no prop covers. */
  readonly resources: Readonly<Record<string, CloudwatchLogDataProtectionPolicy>>;

  constructor(scope: Construct, id: string, props: LogDataProtectionProps) {
    super(scope, id);
    const policyDocument = JSON.stringify(policyOf(props));
    this.check(props, policyDocument);

    this.resources = Object.fromEntries(
      Object.entries(props.logGroups).map(([key, { logGroupName }]) => [
        key,
        new CloudwatchLogDataProtectionPolicy(this, key, { logGroupName, policyDocument }),
      ]),
    );
  }

  private check(props: LogDataProtectionProps, policyDocument: string): void {
    const { managed = managedIdentifiers, patterns = credentialPatterns } = props;
    const names = Object.keys(patterns);
    const checks = new PropChecks(this.node.path)
      .must(managed.length + names.length > 0, {
        prop: 'managed',
        value: managed,
        rule: 'a policy names at least one thing that it masks',
        fix: 'leave managed or patterns out for the defaults',
      })
      .within(
        'patterns',
        limits.logs.customDataIdentifiers,
        names.length,
        'put some into one expression, with |',
      )
      .within('patterns', limits.logs.dataProtectionPolicy, policyDocument, 'use fewer');
    for (const [key, { logGroupName }] of Object.entries(props.logGroups)) {
      checks.within(`logGroups.${key}`, limits.logs.logGroupName, logGroupName);
    }
    for (const [name, regex] of Object.entries(patterns)) {
      const prop = `patterns.${name}`;
      checks
        .within(prop, limits.logs.customDataIdentifierName, name)
        .within(prop, limits.logs.customDataIdentifierRegex, regex)
        .must(isRegex(regex), {
          prop,
          value: regex,
          rule: 'it is a regular expression',
          fix: 'close what is open',
        })
        .must(!(managedIdentifiers as readonly string[]).includes(name), {
          prop,
          value: name,
          rule: `none has the name of what CloudWatch finds by itself [${limits.logs.customDataIdentifiers.source}]`,
          fix: 'call it otherwise',
        });
    }
    checks.done();
  }
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return false;
  }
}

/** Both statements have to name the same (API:logs.PutDataProtectionPolicyRequest). */
function policyOf(props: LogDataProtectionProps): object {
  const { managed = managedIdentifiers, patterns = credentialPatterns, partition = 'aws', findings } = props;
  const identifiers = [
    ...managed.map((name) => `arn:${partition}:dataprotection::aws:data-identifier/${name}`),
    ...Object.keys(patterns),
  ];
  const destination = findings && { CloudWatchLogs: { LogGroup: findings.logGroupName } };
  return {
    Name: 'mask-credentials',
    Version: '2021-06-01',
    Statement: [
      {
        Sid: 'audit',
        DataIdentifier: identifiers,
        Operation: { Audit: { FindingsDestination: destination ?? {} } },
      },
      { Sid: 'mask', DataIdentifier: identifiers, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
    Configuration: {
      CustomDataIdentifier: Object.entries(patterns).map(([Name, Regex]) => ({ Name, Regex })),
    },
  };
}
