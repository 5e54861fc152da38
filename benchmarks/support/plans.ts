import { readFileSync } from 'fs';
import { resultOf, run } from './processes';
import { pairedRatio } from './statistics';
import { KEYS, PARAMETERS } from '../apps/workload';
import { Emulator } from '../../test/e2e/support/emulator';
import { missingPrerequisite } from '../../test/e2e/support/prerequisites';
import { Workspace } from '../../test/e2e/support/terraform';
import { terraformEnvironment } from '../../test/e2e/support/terraform-environment';

const SERVICES = 13;

/** Milliseconds of `terraform plan`, everything still to be made. */
export interface PlanTimes {
  readonly secrets: number;
  readonly library: readonly number[];
  readonly hand: readonly number[];
  readonly ratio: number;
}

/** Plans with the real provider against the emulator; or says what is missing. */
export async function measurePlans(rounds: number): Promise<PlanTimes | string> {
  const missing = missingPrerequisite();
  if (missing) {
    return missing;
  }
  const emulator = await Emulator.start({ region: 'eu-central-1' });
  try {
    const secrets = Object.fromEntries([...PARAMETERS, ...KEYS].map((name) => [name, 'example']));
    const workspaces = await Promise.all((['library', 'hand-written'] as const).map(async (app) => {
      run(app, SERVICES);
      // the tests' environment spares the garbage collector, that of users doesn't
      const workspace = new Workspace(emulator, { environment: { ...terraformEnvironment(emulator), GOGC: undefined, GOMEMLIMIT: undefined } });
      const stack = JSON.parse(readFileSync(resultOf(app), 'utf8'));
      stack.provider.aws = [{ region: 'eu-central-1', skip_credentials_validation: true, skip_metadata_api_check: 'true', skip_region_validation: true }];
      workspace.write(stack);
      await workspace.init();
      return workspace;
    }));
    const times: number[][] = [[], []];
    for (let round = 0; round < rounds; round++) {
      for (const [i, workspace] of workspaces.entries()) {
        const begin = Date.now();
        await workspace.plan({ variables: { secrets } });
        times[i].push(Date.now() - begin);
      }
    }
    workspaces.forEach((workspace) => workspace.remove());
    const [library, hand] = times;
    return { secrets: SERVICES * (PARAMETERS.length + KEYS.length), library, hand, ratio: pairedRatio(library, hand) };
  } finally {
    await emulator.stop();
  }
}
