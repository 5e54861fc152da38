import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Before all tests: what they and CDKTF write goes into one folder, which `remove-temporary-folder.ts` removes. */
export default function setUp(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'ecs-secrets-tests-'));
}
