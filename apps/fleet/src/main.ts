import { run, sayUnused, sayWarnings } from './run';
import { synthFleet } from './synth-fleet';

// The app of cdktf.json: the CLI says by CDKTF_OUTDIR where the JSON goes, the user by ENVIRONMENT what to synthesise,
// and by MCP_FLEET_STRICT that warnings are errors.
const { CDKTF_OUTDIR, ENVIRONMENT, MCP_FLEET_STRICT } = process.env;
run(() => {
  const { plans, unused } = synthFleet({
    ...(ENVIRONMENT ? { environment: ENVIRONMENT } : {}),
    ...(CDKTF_OUTDIR ? { outdir: CDKTF_OUTDIR } : {}),
    ...(MCP_FLEET_STRICT ? { strict: true } : {}),
  });
  sayWarnings(plans);
  sayUnused(unused);
});
