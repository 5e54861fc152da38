import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand, ListSecretVersionIdsCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { DatabaseApp, databaseApp } from './apps/database';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { Workspace } from './support/terraform';

// a dozen runs of Terraform in one test
jest.setTimeout(900_000);

const SECRET = 'shop/admin';
const LOST = 'secretsmanager:UpdateSecretVersionStage';
const VERSION = 'aws_secretsmanager_secret_version.Admin_Version_10F262D8';
const BEFORE = readFileSync(join(__dirname, '../fixtures/database-secret-before-staging.json'), 'utf8');

describeReal('a database and its secret', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  const passwords: { [label: string]: string } = {};

  const secretValue = async () => {
    const { SecretString } = await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET }));
    return JSON.parse(SecretString!);
  };
  const databasePassword = async (name = 'first') => {
    const { Parameter } = await emulator.admin.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter!.Value!;
  };
  const labels = async () => {
    const every = { SecretId: SECRET, IncludeDeprecated: true };
    const { Versions = [] } = await emulator.admin.secretsManager.send(new ListSecretVersionIdsCommand(every));
    return Versions.flatMap(({ VersionStages = [] }) => VersionStages).map((label) => label.replace(/_\d+$/, '')).sort();
  };
  const apply = async (app: DatabaseApp = {}, options: string[] = []) => {
    workspace.write(databaseApp(app));
    return workspace.apply({ options });
  };
  const isSettled = async (app: DatabaseApp = {}) => {
    workspace.write(databaseApp(app));
    expect((await workspace.plan()).changes).toEqual([]);
  };
  /** Secret and database agree, and nothing of the JSON is missing. */
  const agree = async (expected: object = {}, databaseName = 'first') => {
    const json = await secretValue();
    const host = expect.stringContaining(`parameter/${databaseName}`);
    expect(json).toMatchObject({ engine: 'postgres', host, port: '5432', username: 'root', ...expected });
    expect(json.password.length).toBeGreaterThanOrEqual(30);
    expect(json.password === await databasePassword(databaseName)).toBe(true);
    passwords[`PASSWORD_${Object.keys(passwords).length}`] = json.password;
    return json.password as string;
  };
  const put = (json: object) =>
    emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: SECRET, SecretString: JSON.stringify(json) }));

  beforeEach(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    workspace.write(databaseApp());
    await workspace.init();
  });

  afterEach(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('reads by label that lag behind delay nothing and lose nothing', async () => {
    // WHEN no label is there for as long as the first apply takes
    await emulator.lagLabels({ hold: true });
    await apply();

    // THEN
    await emulator.lagLabels({});
    const first = await agree();
    await isSettled();

    // WHEN every read by label is as old as now
    await emulator.lagLabels({ hold: true });
    await apply({ passwordVersion: 2 });

    // THEN
    const second = await agree({ _versions: { password: 2, username: 2 } });
    await isSettled({ passwordVersion: 2 });
    await emulator.lagLabels({});
    await apply({ passwordVersion: 2, dbname: 'shop' });
    expect(await agree({ dbname: 'shop' })).toBe(second);
    await apply({ passwordVersion: 3, dbname: 'shop' });
    const third = await agree({ dbname: 'shop' });
    expect(new Set([first, second, third]).size).toBe(3);
    await apply({ passwordVersion: 3, databaseName: 'another' });
    expect(await agree({}, 'another')).toBe(third);
    expect(await findLeaks(workspace, passwords)).toEqual([]);
  });

  test('a rotation that a read by label does not show yet is not taken back', async () => {
    // GIVEN
    await apply();
    await isSettled();

    // WHEN
    await emulator.lagLabels({ hold: true });
    const rotated = { ...await secretValue(), password: `rotated-${'r'.repeat(30)}` };
    await put(rotated);

    // THEN nothing is changed, neither the secret nor a database that would be created anew
    for (const app of [{ dbname: 'shop' }, { databaseName: 'another' }]) {
      await expect(apply(app)).rejects.toThrow(/secret shop\/admin was written a moment ago, .*apply again in a few seconds/);
      expect(await secretValue()).toEqual(rotated);
    }
    await expect(databasePassword('another')).rejects.toThrow('Parameter another not found');

    // WHEN
    await emulator.lagLabels({});
    await apply({ dbname: 'shop', databaseName: 'another' });

    // THEN
    expect(await agree({ dbname: 'shop', password: rotated.password }, 'another')).toBe(rotated.password);
    await isSettled({ dbname: 'shop', databaseName: 'another' });
  });

  test('a first apply that stopped before the seed, and one that stopped before the connection, go on with the next', async () => {
    // WHEN
    await emulator.arm({ action: 'secretsmanager:PutSecretValue', effect: 'deny', detail: { VersionStages: ['TERRAFORM_SEED'] } });
    await expect(apply()).rejects.toThrow('the test denies this call');
    await emulator.disarm();
    await emulator.arm({ action: 'secretsmanager:PutSecretValue', effect: 'deny', after: 2 });
    await expect(apply()).rejects.toThrow('the test denies this call');
    await emulator.disarm();

    // THEN the database is there, and no container can start with half of the JSON
    const first = await databasePassword();
    expect(await secretValue()).toEqual({});
    await apply();
    expect(await agree()).toBe(first);
    await isSettled();
  });

  test('an apply that stops before the database has the new password leaves the old one with both', async () => {
    // GIVEN
    await apply();
    const first = await agree();

    // WHEN
    await apply({ passwordVersion: 2 }, [`-target=${VERSION}`]);

    // THEN
    expect(await agree()).toBe(first);
    await apply({ passwordVersion: 2 });
    const second = await agree();
    expect(second).not.toBe(first);
    await isSettled({ passwordVersion: 2 });

    // WHEN the database itself refuses the password, which the provider records as done
    await emulator.arm({ action: 'ssm:PutParameter', effect: 'refuse' });
    await expect(apply({ passwordVersion: 3 })).rejects.toThrow('the test refuses this call');
    await emulator.disarm();

    // THEN
    expect(await agree()).toBe(second);
    await apply({ passwordVersion: 4 });
    expect([first, second]).not.toContain(await agree());
    await isSettled({ passwordVersion: 4 });
  });

  test('an apply that stops after the database has the new password goes on with that one', async () => {
    // GIVEN
    await apply();
    const first = await agree();

    // WHEN
    await emulator.arm({ action: 'secretsmanager:PutSecretValue', effect: 'refuse', after: 1 });
    await expect(apply({ passwordVersion: 2 })).rejects.toThrow('the test refuses this call');
    await emulator.disarm();

    // THEN
    const second = await databasePassword();
    expect(second).not.toBe(first);
    expect((await secretValue()).password === first).toBe(true);
    await emulator.lagLabels({ hold: true });
    await apply({ passwordVersion: 2 });
    expect(await agree()).toBe(second);
    await isSettled({ passwordVersion: 2 });
  });

  test('a version is raised in one apply while a container has the address in its environment', async () => {
    const app = { inEnvironment: true };
    await apply(app);
    const first = await agree();
    await apply({ ...app, passwordVersion: 2 });
    expect(await agree()).not.toBe(first);
    await isSettled({ ...app, passwordVersion: 2 });

    // WHEN rotation has changed the labels since
    await put({ ...await secretValue(), password: `rotated-${'r'.repeat(30)}` });
    await isSettled({ ...app, passwordVersion: 2 });
    await apply({ ...app, passwordVersion: 3 });

    // THEN
    const third = await agree();
    const { containers } = await resolveTask(emulator, 'db');
    expect(containers.app.environment).toMatchObject({ DB_HOST: (await secretValue()).host, DB_PASSWORD: third });
    expect(await labels()).toEqual(['AWSCURRENT', 'AWSPREVIOUS', 'TERRAFORM_CREDENTIALS', 'TERRAFORM_SEED']);
    await isSettled({ ...app, passwordVersion: 3 });
    await workspace.destroy();
  });

  test.each([['as it was written', false], ['after a rotation', true]])('a state from before the credentials were staged, %s', async (_, isRotated) => {
    // GIVEN
    const now = databaseApp({ inEnvironment: true });
    // what was written then failed where a label came late
    await emulator.lagLabels({});
    workspace.write({ ...JSON.parse(BEFORE), provider: now.provider, terraform: now.terraform });
    await workspace.apply();
    const first = await agree();
    if (isRotated) {
      await put({ ...await secretValue(), password: `rotated-${'r'.repeat(30)}`, username: 'root_clone', extra: 'kept' });
    }
    const before = await secretValue();
    await emulator.lagLabels(undefined);

    // WHEN
    workspace.write(now);
    const plan = await workspace.plan();
    await workspace.apply({ plan });

    // THEN
    expect(plan.changes).toEqual([
      'delete+create aws_secretsmanager_secret_version.Admin_Connection_F2BEBA4E',
      `update ${VERSION}`,
      // that it has no customer key, so that the plan can stop where one is taken away
      'create terraform_data.Admin_Encryption_BD82BB1F',
      // where the secret is, kept so that a later change of its name can be stopped
      'create terraform_data.Admin_Place_5D3BBF68',
    ]);
    expect(await secretValue()).toEqual(before);
    expect(await databasePassword()).toBe(first);
    await isSettled({ inEnvironment: true });
    await apply({ inEnvironment: true, passwordVersion: 2 });
    expect(await agree()).not.toBe(first);
    await isSettled({ inEnvironment: true, passwordVersion: 2 });
  });

  test('a destroy whose request was repeated, because its answer was lost, ends with the next', async () => {
    await apply();
    await emulator.arm({ action: LOST, effect: 'drop', detail: { VersionStage: 'TERRAFORM_SEED' } });
    await expect(workspace.destroy()).rejects.toThrow('Version stage TERRAFORM_SEED not found in version');
    await workspace.destroy();
    expect(await emulator.calls(({ action }) => action === 'secretsmanager:DeleteSecret')).toHaveLength(1);
  });
});
