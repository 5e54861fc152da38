import { spawnSync } from 'child_process';
import { join } from 'path';
import { parseArgs } from 'util';
import { missingPrerequisite } from './support/prerequisites';

/** Runs the end-to-end tests, or says in one line what is missing for them. */
const missing = missingPrerequisite();
if (missing) {
  const required = process.env.E2E_REQUIRED === '1';
  process.stderr.write(`e2e: ${missing}${required ? '' : ' (skipped; E2E_REQUIRED=1 makes this an error)'}\n`);
  process.exit(required ? 1 : 0);
}
const root = join(__dirname, '../..');
const { values: options, positionals: files } = parseArgs({
  args: process.argv.slice(2), allowPositionals: true, options: { minutes: { type: 'string' }, seed: { type: 'string' } },
});
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
process.exit(status ?? 1);
