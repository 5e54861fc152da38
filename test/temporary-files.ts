import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const directory = mkdtempSync(join(tmpdir(), 'ecs-secrets-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A file that is there for the test alone. */
export function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** A folder that is there for the test alone. */
export function temporaryFolder(): string {
  return mkdtempSync(join(directory, 'folder-'));
}

/** What a function throws. */
export function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
