import { rmSync } from 'fs';
import { dirname } from 'path';

/** After all tests. */
export default function tearDown(): void {
  const folder = process.env.TMPDIR!;
  rmSync(folder, { recursive: true, force: true });
  // for the next run of a watch
  process.env.TMPDIR = dirname(folder);
}
