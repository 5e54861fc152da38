import { spawnSync } from 'child_process';
import { join } from 'path';
import { parseArgs } from 'util';
import { engineOf } from './support/engine';
import { AWS_PROVIDER, missingPrerequisite } from './support/prerequisites';
import { terraformEnvironment } from './support/terraform-environment';
import { record, versionsIn } from '../../scripts/compatibility/runs/run';

/** What another engine than the usual one is tried with: the life of a stack, values that change, services, names from another stack. */
const CORE = ['quickstart', 'sync', 'lifecycle', 'service', 'cross-stack', 'opentofu'];

/** Runs the end-to-end tests, or says in one line what is missing for them. */
const missing = missingPrerequisite();
if (missing) {
  const required = process.env.E2E_REQUIRED === '1';
  process.stderr.write(`e2e: ${missing}${required ? '' : ' (skipped; E2E_REQUIRED=1 makes this an error)'}\n`);
  process.exit(required ? 1 : 0);
}
const root = join(__dirname, '../..');
const { values: options, positionals: named } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { core: { type: 'boolean' }, minutes: { type: 'string' }, seed: { type: 'string' } },
});
const files = options.core ? CORE : named;
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/jest/bin/jest.js'),
    '--rootDir', root,
    '--maxWorkers', '2',
    '--testPathIgnorePatterns', '/node_modules/',
    '--testMatch', ...(files.length > 0 ? files.map((file) => `**/test/e2e/**/${file}.test.ts`) : ['**/test/e2e/**/*.test.ts']),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(options.minutes && { E2E_LIFE_MINUTES: options.minutes }),
      ...(options.seed && { E2E_LIFE_SEED: options.seed }),
    },
  },
);
if (status === 0 && named.length === 0) {
  const { name, version } = engineOf(terraformEnvironment())!;
  const what = options.core ? 'the core of the end-to-end tests' : 'every end-to-end test';
  record({ what, engine: `${name} ${version}`, ...versionsIn('root'), provider: AWS_PROVIDER.version, language: 'TypeScript' });
}
process.exit(status ?? 1);
