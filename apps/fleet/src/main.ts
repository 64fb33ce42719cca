import { run, sayUnused, sayWarnings } from './run';
import { synthFleet } from './synth-fleet';

// The app of cdktf.json. The CLI names the output folder in CDKTF_OUTDIR; the user names one environment in ENVIRONMENT,
// and makes warnings errors with MCP_FLEET_STRICT.
const { CDKTF_OUTDIR, ENVIRONMENT, MCP_FLEET_STRICT } = process.env;
run(() => {
  const { plans, unused } = synthFleet({
    ...(ENVIRONMENT ? { environment: ENVIRONMENT } : {}),
    // The CLI lists the stacks in its folder before it starts us and removes the old ones afterwards: it fails with ENOENT
    // where one of them is already gone.
    ...(CDKTF_OUTDIR ? { outdir: CDKTF_OUTDIR, keepStale: true } : {}),
    ...(MCP_FLEET_STRICT ? { strict: true } : {}),
  });
  sayWarnings(plans);
  sayUnused(unused);
});
