import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand, ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import * as cdktf from 'cdktf';
import * as ts from 'typescript';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import * as library from 'cdktf-ecs-secrets';

jest.setTimeout(300_000);

const PAGE = readFileSync(join(__dirname, '../../docs/migrate-from-hcl.md'), 'utf8');
const [BEFORE, REMOVED] = blocks('hcl');
const [SAME_STATE, OWN_STATE] = blocks('ts');

const PARAMETERS = { DB_USER: 'user-in-the-old-state', DB_PASSWORD: 'password-in-the-old-state' };
const JSON_SECRET = { API_KEY: 'api-key-in-the-old-state', SESSION_SECRET: 'session-in-the-old-state' };
const ALL = { ...PARAMETERS, ...JSON_SECRET };
const VARIABLES = { parameters: PARAMETERS, json_secret: JSON_SECRET };
const ONCE = '// for one apply';

describeReal('docs/migrate-from-hcl.md', () => {
  let emulator: Emulator;
  let old: Workspace;
  let own: Workspace | undefined;

  const isIn = (text: string) => Object.entries(ALL).filter(([, value]) => text.includes(value)).map(([name]) => name).sort();
  const parameters = async () => {
    const { Parameters = [] } = await emulator.admin.ssm.send(new GetParametersByPathCommand({ Path: '/example', WithDecryption: true }));
    return Object.fromEntries(Parameters.map(({ Name, Value }) => [Name!.split('/').pop()!, Value!]));
  };
  const secret = () => emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: 'example' }));
  const isEmptyAfter = async (workspace: Workspace, block: string, variables: object) => {
    workspace.write(configuration(block.split(ONCE)[0]));
    const { isEmpty, changes } = await workspace.plan({ variables: { ...variables } });
    expect([isEmpty, changes]).toEqual([true, []]);
  };

  beforeEach(async () => {
    emulator = await Emulator.start();
    old = new Workspace(emulator);
    old.write({ provider: stackOf(() => undefined).provider });
    writeFileSync(join(old.directory, 'main.tf'), BEFORE);
    await old.init();
    await old.apply({ variables: VARIABLES });
    expect(isIn(old.stateText())).toEqual(Object.keys(ALL).sort());
    await emulator.forgetCalls();
  });

  afterEach(async () => {
    await emulator?.stop();
    old?.remove();
    own?.remove();
  });

  test('in the same state: stores are moved, nothing is lost, and the values leave the state', async () => {
    // WHEN
    rmSync(join(old.directory, 'main.tf'));
    old.write(configuration(SAME_STATE));
    const plan = await old.plan({ variables: VARIABLES });
    await old.apply({ plan, variables: VARIABLES });

    // THEN
    expect(plan.changes.map((change) => change.replace(/_[0-9A-F]{8}\b/, '')).filter((change) => /ssm|secretsmanager|forget/.test(change)).sort()).toEqual([
      'create aws_secretsmanager_secret_version.Secrets_JsonSecret_Seed',
      'create aws_secretsmanager_secret_version.Secrets_JsonSecret_Version',
      'forget aws_ecs_task_definition.this',
      'forget aws_iam_role.execution',
      'forget aws_iam_role_policy.read',
      'forget aws_secretsmanager_secret_version.this',
      'update aws_ssm_parameter.Secrets_ParameterMap["DB_PASSWORD"]',
      'update aws_ssm_parameter.Secrets_ParameterMap["DB_USER"]',
    ]);
    expect(plan.changes.filter((change) => /^delete|delete\+/.test(change))).toEqual([]);
    expect(await emulator.calls(({ action }) => /Delete|Deregister/.test(action))).toEqual([]);
    expect(isIn(old.stateText())).toEqual([]);
    expect(isIn(readFileSync(join(old.directory, 'terraform.tfstate.backup'), 'utf8'))).toEqual(Object.keys(ALL).sort());
    expect(isIn(await plan.show())).toEqual(Object.keys(ALL).sort());
    expect(await parameters()).toEqual(PARAMETERS);
    expect(JSON.parse((await secret()).SecretString!)).toMatchObject(JSON_SECRET);
    const { Versions = [] } = await emulator.admin.secretsManager.send(new ListSecretVersionIdsCommand({ SecretId: 'example' }));
    expect(Versions.flatMap(({ VersionStages = [] }) => VersionStages).sort()).toEqual(['AWSCURRENT', 'AWSPREVIOUS', 'TERRAFORM_SEED']);
    expect((await resolveTask(emulator, 'example')).containers.app.environment).toEqual(ALL);
    await isEmptyAfter(old, SAME_STATE, VARIABLES);
  });

  test('in a state of its own: stores are imported, the old state forgets them, and nothing is lost', async () => {
    // GIVEN
    const { ARN } = await secret();
    const block = OWN_STATE.replace(/arn:aws:secretsmanager:[^']*/, ARN!);
    const variables = { secrets: PARAMETERS };
    own = new Workspace(emulator);

    // WHEN
    own.write(configuration(block));
    await own.init();
    await own.apply({ variables });
    writeFileSync(join(old.directory, 'main.tf'), forgotten());
    const plan = await old.plan();
    await old.apply({ plan });

    // THEN
    expect(plan.changes.map((change) => change.split(' ')[0])).toEqual(Array(7).fill('forget'));
    expect(isIn(old.stateText())).toEqual([]);
    expect(isIn(own.stateText())).toEqual([]);
    expect(await emulator.calls(({ action }) => /Delete|Deregister/.test(action))).toEqual([]);
    expect(await parameters()).toEqual(PARAMETERS);
    expect(JSON.parse((await secret()).SecretString!)).toEqual(JSON_SECRET);
    expect((await resolveTask(emulator, 'example')).containers.app.environment).toEqual(ALL);
    await isEmptyAfter(own, block, variables);
  });

  test("a parameter that people fill can't come with its value in the state: it is said until the value was written once", async () => {
    // GIVEN
    const { ARN } = await secret();
    const imported = OWN_STATE.replace(/arn:aws:secretsmanager:[^']*/, ARN!);
    const external = (options: string) => imported.replace(/parameters: .*/, `parameters: SecretValues.external(['DB_USER', 'DB_PASSWORD']${options}),`);
    own = new Workspace(emulator);
    own.write(configuration(external('')));
    await own.init();

    // THEN
    await expect(own.apply()).rejects.toThrow('ParameterAlreadyExists');
    await expect(own.plan()).rejects.toThrow("parameter /example/DB_USER would keep its value in the state, it was made with 'value' and came here by import or moved");
    expect(await parameters()).toEqual(PARAMETERS);

    // WHEN
    own.write(configuration(imported.replace(/parameters: .*/, "parameters: SecretValues.fromStoredParameters('/example', ['DB_USER', 'DB_PASSWORD'], { version: 2 }),")));
    await own.apply();
    expect(isIn(own.stateText())).toEqual([]);
    own.write(configuration(external(', { version: 2 }')));
    await own.apply();

    // THEN
    expect(isIn(own.stateText())).toEqual([]);
    expect(await parameters()).toEqual(PARAMETERS);
    await isEmptyAfter(own, external(', { version: 2 }'), {});
  });
});

function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text);
}

/** The block that forgets a resource, for all of them. */
function forgotten(): string {
  const addresses = [...BEFORE.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`);
  return addresses.map((address) => REMOVED.replace('aws_ssm_parameter.this', address)).join('\n');
}

/** What a block of the page makes of a stack. */
function configuration(block: string): any {
  const names = { ...library, ...cdktf };
  const code = ts.transpileModule(block, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText;
  const run = new Function(...Object.keys(names), code);
  return stackOf((stack) => run.call(stack, ...Object.values(names)));
}
