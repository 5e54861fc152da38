import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';

/**
 * Runs each example's main.ts, once for JSON and once for HCL, as `cdktf synth` and `cdktf synth --hcl` run it, but all in one process:
 * loading compiler, provider and library takes longer than all of them.
 */
const [outdir] = process.argv.slice(2);
const examples = join(__dirname, '../../../examples');
const folders = readdirSync(examples).filter((folder) => existsSync(join(examples, folder, 'main.ts')));

for (const form of ['json', 'hcl']) {
  mkdirSync(join(outdir, form));
  for (const folder of folders) {
    const main = join(examples, folder, 'main.ts');
    process.chdir(join(examples, folder));
    process.env.CDKTF_OUTDIR = join(outdir, form, folder);
    process.env.SYNTH_HCL_OUTPUT = String(form === 'hcl');
    delete require.cache[main];
    process.argv[1] = main;
    Module.runMain();
  }
}
