import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Digests } from './digests';
import { expectedDigests, newScenario, scenarioStack, secondStep, type Scenario } from './scenario';
import type { Target } from './target';
import { findLeaks } from '../e2e/support/leaks';

const STATES = join(__dirname, '../../.build/acceptance');

export interface Result {
  readonly check: string;
  readonly passed: boolean;
  readonly detail?: string;
}

type Check = (name: string, passed: boolean, detail?: string) => void;

export interface LifeOptions {
  readonly prefix: string;
  readonly print: (line: string) => void;
}

/** One life of a stack: created, used by real tasks, changed, used again, destroyed. What was made is removed whatever happens. */
export async function live(target: Target, { prefix, print }: LifeOptions): Promise<Result[]> {
  const results: Result[] = [];
  const check: Check = (name, passed, detail) => {
    results.push({ check: name, passed, detail });
    print(`${passed ? 'ok    ' : 'FAILED'} ${name}${detail === undefined || passed ? '' : `: ${detail}`}`);
  };
  const first = newScenario(prefix, target.region, target.subnets);
  const second = secondStep(first);
  const workspace = target.workspace(stateDirectory(prefix), [...Object.values(first.values), ...Object.values(second.values)]);
  const variables = ({ values }: Scenario) => ({ secrets: values });
  const applied = async (scenario: Scenario) => {
    workspace.write(target.adapt(scenarioStack(scenario)));
    if (scenario.step === 1) await workspace.init();
    await workspace.apply({ variables: variables(scenario) });
    const { changes } = await workspace.plan({ variables: variables(scenario) });
    check(`step ${scenario.step}: the second plan is empty`, changes.length === 0, changes.join(', '));
    const { task, job } = await workspace.output() as { task: string; job: string };
    const expected = expectedDigests(scenario);
    check(...compared(`step ${scenario.step}: the task has every value`, await target.runTask(prefix, task), expected));
    const inJob = Object.fromEntries(Object.entries(expected).filter(([name]) => !name.startsWith('file:')));
    check(...compared(`step ${scenario.step}: the Batch job has every value`, await target.runJob(prefix, job), inJob));
    return target.deployments(prefix);
  };
  try {
    const before = await applied(first);
    const after = await applied(second);
    check('a changed value deploys the service anew', !isDeepStrictEqual(before, after));
    const leaks = await findLeaks(workspace, { ...first.values, ...prefixed(second.values) });
    check('no value stands in state, plans or configuration', leaks.length === 0, leaks.map(({ file, label }) => `${label} in ${file}`).join(', '));
  } catch (error) {
    check('the run came to its end', false, (error as Error).message);
  } finally {
    await removed(target, prefix, check, async () => workspace.destroy({ variables: variables(second) }));
  }
  return results;
}

export function stateDirectory(prefix: string): string {
  const directory = join(STATES, prefix);
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  return directory;
}

async function removed(target: Target, prefix: string, check: Check, destroy: () => Promise<unknown>): Promise<void> {
  try {
    await destroy();
    check('destroyed', true);
  } catch (error) {
    check('destroyed', false, (error as Error).message);
  }
  // also what Terraform doesn't know of, like a compute environment for the jobs
  await target.sweep(prefix);
  const left = await target.leftOvers(prefix);
  check('nothing is left behind', left.length === 0, left.join(', '));
  if (left.length === 0) rmSync(stateDirectory(prefix), { recursive: true, force: true });
}

/** Names only: a digest is of no use to a reader. */
function compared(name: string, found: Digests, expected: Digests): [string, boolean, string] {
  const wrong = Object.keys({ ...expected, ...found }).filter((key) => found[key] !== expected[key]);
  return [name, wrong.length === 0, wrong.map((key) => `${key} ${found[key] === undefined ? 'is missing' : 'is another'}`).join(', ')];
}

function prefixed(values: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`second ${name}`, value]));
}
