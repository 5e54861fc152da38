import { parseArgs } from 'util';
import { record, versionsIn } from './run';

/** Called by a step of `.ci/run` whose tests passed: what they are, and what they are about where that isn't the repository itself. */
const { values: options, positionals: [what] } = parseArgs({
  allowPositionals: true,
  options: {
    'tree': { type: 'string', default: 'root' },
    'language': { type: 'string', multiple: true, default: ['TypeScript'] },
    'provider': { type: 'string' },
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
    const { provider, ...versions } = versionsIn(options.tree);
    record({ what, ...versions, provider: options.provider ?? provider, language, ...(options['types-only'] ? { typesOnly: true } : {}) });
  }
}
