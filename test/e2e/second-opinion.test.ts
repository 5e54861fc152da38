import { spawnSync } from 'node:child_process';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { CreateSecretCommand, GetSecretValueCommand, ListSecretVersionIdsCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { Model, WRITTEN, namesOf, syncStack, valueOf, variablesOf } from './apps/sync';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { Workspace } from './support/terraform';

jest.setTimeout(600_000);

const FIRST: Model = { names: ['KEPT', 'OLD'], generation: 1 };
const CHANGED: Model = { names: ['KEPT', 'NEW'], generation: 2 };

const python = process.env.E2E_PYTHON ?? 'python3';
const missing = spawnSync(python, ['-c', 'import ministack']).status !== 0;
if (missing) process.stderr.write('e2e: skipped the second emulator: run `python3 -m pip install ministack==1.5.33` in an environment of its own and name its python3 in E2E_PYTHON\n');

(missing ? describe.skip : describeReal as typeof describe)('another emulator agrees', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  const labels = async (SecretId: string) => {
    const { Versions } = await emulator.admin.secretsManager.send(new ListSecretVersionIdsCommand({ SecretId }));
    return Versions!.map(({ VersionStages }) => VersionStages!.sort());
  };
  const environmentOf = async (mode: string) => {
    const { services } = await emulator.admin.ecs.send(new DescribeServicesCommand({ cluster: 'sync', services: [mode] }));
    return (await resolveTask(emulator, services![0].taskDefinition!)).containers.app.environment;
  };
  const apply = async (model: Model) => {
    workspace.write(syncStack(model, WRITTEN));
    await workspace.apply({ variables: variablesOf(model) });
    expect((await workspace.plan({ variables: variablesOf(model) })).changes).toEqual([]);
    for (const mode of WRITTEN) {
      const { parameters, keys } = namesOf(mode, model.names);
      const values = Object.fromEntries([...parameters, ...keys].map((name) => [name, valueOf(mode, name, model)]));
      expect(await environmentOf(mode)).toEqual({ MODE: mode, ...values });
    }
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ second: true });
    workspace = new Workspace(emulator);
    workspace.write(syncStack(FIRST, WRITTEN));
    await workspace.init();
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('about labels, once its mistakes are mended', async () => {
    const { secretsManager } = emulator.admin;
    await secretsManager.send(new CreateSecretCommand({ Name: 'labels' }));
    await expect(secretsManager.send(new GetSecretValueCommand({ SecretId: 'labels' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await secretsManager.send(new PutSecretValueCommand({ SecretId: 'labels', SecretString: 'seed', VersionStages: ['SEED'] }));
    expect(await labels('labels')).toEqual([['AWSCURRENT', 'SEED']]);
    await secretsManager.send(new PutSecretValueCommand({ SecretId: 'labels', SecretString: 'one' }));
    expect((await labels('labels')).sort()).toEqual([['AWSCURRENT'], ['AWSPREVIOUS', 'SEED']]);
  });

  test('about the life of every form that Terraform writes: created, changed, a name added and one removed, in one apply each', async () => {
    await apply(FIRST);
    await apply(CHANGED);
  });

  test('about what is stored and what is not', async () => {
    const values = Object.fromEntries(WRITTEN.flatMap((mode) => {
      return CHANGED.names.map((name) => [`${mode}/${name}`, valueOf(mode, name, CHANGED)]);
    }));
    const inState = (await findLeaks(workspace, values)).filter(({ file }) => file === 'terraform.tfstate');
    expect(inState).toEqual([]);
  });

  test('about the end', async () => {
    await workspace.destroy();
    const { Parameters } = await emulator.admin.ssm.send(new GetParametersByPathCommand({ Path: '/sync', Recursive: true }));
    expect(Parameters).toEqual([]);
  });
});
