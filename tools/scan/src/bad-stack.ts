import { App, LocalBackend, TerraformResource, TerraformStack } from 'cdktf';
import { badResources } from './bad-resources';

const STACK = 'bad';

/** What checkov must say of the bad stack: ids of checks by type of resource. */
export interface ExpectedFindings {
  readonly stack: string;
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

/**
 * Writes a stack with one bad resource of each type, in the form that all our stacks have: a scan that lets any of it
 * through is a scan that sees nothing.
 */
export function synthBadStack(outdir: string): ExpectedFindings {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, STACK);
  stack.addOverride('terraform.required_version', '>= 1.10.0, < 2.0.0');
  new LocalBackend(stack, { path: 'bad.tfstate' });
  for (const [type, { config }] of Object.entries(badResources)) {
    const resource = new TerraformResource(stack, type, { terraformResourceType: type });
    for (const [key, value] of Object.entries(config)) resource.addOverride(key, value);
  }
  app.synth();
  const findings = Object.entries(badResources).map(([type, { fails }]) => [type, fails]);
  return { stack: STACK, findings: Object.fromEntries(findings) };
}
