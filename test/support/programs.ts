import { spawnSync } from 'child_process';

/** Whether a program is on the PATH and ends well. */
export function runs(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/**
 * `describe` and `test` for what needs a program that the README doesn't ask for. Where it is missing the tests are skipped with one line that
 * says so. With PROGRAMS_REQUIRED=1, which `.ci/run` sets, they fail instead.
 */
export function testsThatNeed(program: string, isThere: boolean): { readonly describe: typeof describe.skip; readonly test: typeof test.skip } {
  if (isThere) {
    return { describe, test };
  }
  if (process.env.PROGRAMS_REQUIRED === '1') {
    test(`fails for want of ${program}`, () => {
      throw new Error(`install ${program}, or don't set PROGRAMS_REQUIRED=1`);
    });
  } else {
    process.stderr.write(`skipped for want of ${program}; PROGRAMS_REQUIRED=1 makes this an error\n`);
  }
  return { describe: describe.skip, test: test.skip };
}
