import { run } from './run';
import { synthFleet } from './synth-fleet';

// The app of cdktf.json: the CLI says by CDKTF_OUTDIR where the JSON goes, the user by ENVIRONMENT what to synthesise.
const { CDKTF_OUTDIR, ENVIRONMENT } = process.env;
run(() => {
  synthFleet({
    ...(ENVIRONMENT ? { environment: ENVIRONMENT } : {}),
    ...(CDKTF_OUTDIR ? { outdir: CDKTF_OUTDIR } : {}),
  });
});
