import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Digests } from './digests';
import { FUNCTION_FILE, functionZip, rotatedSecretName } from './rotation';
import { expectedDigests, newScenario, ROTATED, scenarioStack, secondStep, type Scenario } from './scenario';
import type { Target } from './target';
import { findLeaks } from '../e2e/support/leaks';

/** Time for EventBridge, the wait of `RedeployOnChange`, and the deployment. */
const DEPLOYED_MINUTES = 5;

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
  writeFileSync(join(workspace.directory, FUNCTION_FILE), functionZip());
  /** Digests of what the function made, before and after a rotation. */
  const rotated: (string | undefined)[] = [];
  const applied = async (scenario: Scenario) => {
    workspace.write(target.adapt(scenarioStack(scenario)));
    if (scenario.step === 1) await workspace.init();
    await workspace.apply({ variables: variables(scenario) });
    const { changes } = await workspace.plan({ variables: variables(scenario) });
    check(`step ${scenario.step}: the second plan is empty`, changes.length === 0, changes.join(', '));
    const { task, job, private: privateTask } = await workspace.output() as { task: string; job: string; private: string };
    const expected = expectedDigests(scenario);
    const { [ROTATED]: own, ...found } = await target.runTask(prefix, task);
    rotated.push(own);
    check(...compared(`step ${scenario.step}: the task has every value`, found, expected));
    const inJob = Object.fromEntries(Object.entries(expected).filter(([name]) => !name.startsWith('file:')));
    check(...compared(`step ${scenario.step}: the Batch job has every value`, await target.runJob(prefix, job), inJob));
    if (scenario.step === 1) {
      const reason = await target.runPrivateTask(prefix, privateTask);
      check('the credentials of a private registry are read', reason.startsWith('CannotPullContainer'), reason);
    }
    return target.deployments(prefix);
  };
  try {
    const created = await applied(first);
    await target.rotate(rotatedSecretName(prefix));
    const before = await deployedAfter(target, prefix, created);
    check('a rotation deploys the service anew', !isDeepStrictEqual(before, created));
    const after = await applied(second);
    check('a changed value deploys the service anew', !isDeepStrictEqual(before, after));
    check('the task has what the rotation made, and no apply took it back', new Set(rotated).size === 2 && !rotated.includes(undefined));
    const leaks = await findLeaks(workspace, { ...first.values, ...prefixed(second.values) });
    check('no value stands in state, plans or configuration', leaks.length === 0, leaks.map(({ file, label }) => `${label} in ${file}`).join(', '));
  } catch (error) {
    check('the run came to its end', false, (error as Error).message);
  } finally {
    await removed(target, prefix, check, async () => workspace.destroy({ variables: variables(second) }));
  }
  return results;
}

/** Destroys what the state of a run that was stopped still knows. */
export async function destroyState(target: Target, prefix: string): Promise<void> {
  if (!existsSync(join(STATES, prefix, 'terraform.tfstate'))) return;
  await target.workspace(stateDirectory(prefix), []).destroy();
}

export function stateDirectory(prefix: string): string {
  const directory = join(STATES, prefix);
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  return directory;
}

async function removed(target: Target, prefix: string, check: Check, destroy: () => Promise<unknown>): Promise<void> {
  let destroyed = true;
  try {
    await destroy();
  } catch (error) {
    destroyed = false;
    check('destroyed', false, (error as Error).message);
  }
  if (destroyed) check('destroyed', true);
  // also what Terraform doesn't know of, like a compute environment for the jobs
  await target.sweep(prefix);
  const left = await target.leftOvers(prefix);
  check('nothing is left behind', left.length === 0, left.join(', '));
  if (destroyed && left.length === 0) rmSync(stateDirectory(prefix), { recursive: true, force: true });
}

/** The service's deployments once they are others; what was changed reaches the service within minutes. */
async function deployedAfter(target: Target, prefix: string, before: string[]): Promise<string[]> {
  for (const end = Date.now() + DEPLOYED_MINUTES * 60_000; Date.now() < end;) {
    const after = await target.deployments(prefix);
    if (!isDeepStrictEqual(before, after)) return after;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return before;
}

/** Names only: a digest is of no use to a reader. */
function compared(name: string, found: Digests, expected: Digests): [string, boolean, string] {
  const wrong = Object.keys({ ...expected, ...found }).filter((key) => found[key] !== expected[key]);
  return [name, wrong.length === 0, wrong.map((key) => `${key} ${found[key] === undefined ? 'is missing' : 'is another'}`).join(', ')];
}

function prefixed(values: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`second ${name}`, value]));
}
