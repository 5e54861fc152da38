import { parseArgs } from 'util';
import { record, versionsIn } from './run';

/** Called by a step of `.ci/run` whose tests passed: what they are, and what they are about where that isn't the repository itself. */
const { values: options, positionals: [what] } = parseArgs({
  allowPositionals: true,
  options: {
    'tree': { type: 'string', default: 'root' },
    'language': { type: 'string', multiple: true, default: ['TypeScript'] },
    'types-only': { type: 'boolean', default: false },
    'skipped': { type: 'string' },
  },
});
if (!what) {
  throw new Error('say what ran');
}
if (options.skipped !== undefined) {
  record({ what, skipped: options.skipped });
} else {
  for (const language of options.language) {
    record({ what, ...versionsIn(options.tree), language, ...(options['types-only'] ? { typesOnly: true } : {}) });
  }
}
