import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { DescribeServicesCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import {
  CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand, TagResourceCommand,
} from '@aws-sdk/client-secrets-manager';
import { DeleteParameterCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { FOUND, MODES, Mode, Model, NAMES_PARAMETER, WRITTEN, namesOf, syncStack, valueOf, variablesOf } from './apps/sync';
import { resolveTask } from './support/ecs-agent';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { Workspace } from './support/terraform';

jest.setTimeout(600_000);

const PAGE = join(__dirname, '../../docs/names-known-at-plan.md');
const BEGIN = '<!-- what the sync patterns do: written by the end-to-end test -->';
const END = '<!-- end -->';

const FIRST: Model = { names: ['KEPT', 'OLD'], generation: 1 };
const ADDED: Model = { names: ['KEPT', 'NEW', 'OLD'], generation: 1 };
const CHANGED: Model = { names: ['KEPT', 'NEW', 'OLD'], generation: 2 };
const REMOVED: Model = { names: ['KEPT', 'NEW'], generation: 2 };

const TITLES: { [mode in Mode]: string } = {
  code: '`ContainerSecrets`',
  variable: '`VariableSecrets`, map variables',
  list: '`VariableSecrets`, names in a list',
  parameters: '`DiscoveredParameters`',
  tag: '`DiscoveredJsonSecret`, keys from a tag',
  parameter: '`DiscoveredJsonSecret`, keys from a parameter',
  value: '`DiscoveredJsonSecret`, keys from the value',
};

describeReal('the sync patterns', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  const facts = Object.fromEntries(MODES.map((mode) => [mode, {} as { [column: string]: string }]));
  const note = (mode: Mode, column: string, fact: string) => (facts[mode][column] = fact);

  /** What the owners of the found stores do in the console. */
  const found = async (model: Model, before?: Model) => {
    const { ssm, secretsManager } = emulator.admin;
    for (const name of model.names) {
      await ssm.send(new PutParameterCommand({ Name: `/sync/parameters/${name}`, Value: valueOf('parameters', name, model), Type: 'SecureString', Overwrite: true }));
    }
    for (const name of (before?.names ?? []).filter((old) => !model.names.includes(old))) {
      await ssm.send(new DeleteParameterCommand({ Name: `/sync/parameters/${name}` }));
    }
    for (const mode of ['tag', 'parameter', 'value'] as const) {
      const SecretString = JSON.stringify(Object.fromEntries(model.names.map((name) => [name, valueOf(mode, name, model)])));
      const Tags = [{ Key: 'container-secrets', Value: model.names.join(' ') }];
      await (before
        ? secretsManager.send(new PutSecretValueCommand({ SecretId: `sync/${mode}`, SecretString }))
        : secretsManager.send(new CreateSecretCommand({ Name: `sync/${mode}`, SecretString })));
      await secretsManager.send(new TagResourceCommand({ SecretId: `sync/${mode}`, Tags }));
    }
    await ssm.send(new PutParameterCommand({ Name: NAMES_PARAMETER, Value: model.names.join(','), Type: 'StringList', Overwrite: true }));
  };

  const apply = async (model: Model) => {
    workspace.write(syncStack(model));
    return workspace.apply({ variables: variablesOf(model) });
  };
  const changedAddresses = async (model: Model) => {
    workspace.write(syncStack(model));
    return (await workspace.plan({ variables: variablesOf(model) })).changes;
  };
  const revisions = async () => (await emulator.admin.ecs.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns!.sort();
  const environmentOf = async (mode: Mode) => {
    const { services } = await emulator.admin.ecs.send(new DescribeServicesCommand({ cluster: 'sync', services: [mode] }));
    return (await resolveTask(emulator, services![0].taskDefinition!)).containers.app.environment;
  };
  const expected = (mode: Mode, model: Model) => {
    const { parameters, keys } = namesOf(mode, model.names);
    return { MODE: mode, ...Object.fromEntries([...parameters, ...keys].map((name) => [name, valueOf(mode, name, model)])) };
  };
  const expectInStep = async (model: Model) => {
    for (const mode of MODES) {
      expect([mode, await environmentOf(mode)]).toEqual([mode, expected(mode, model)]);
    }
    expect(await changedAddresses(model)).toEqual([]);
  };

  beforeAll(async () => {
    emulator = await Emulator.start();
    workspace = new Workspace(emulator);
    await found(FIRST);
    workspace.write(syncStack(FIRST));
    await workspace.init();
    await workspace.validate();
    await apply(FIRST);
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('one apply, then an empty plan', async () => {
    await expectInStep(FIRST);
    MODES.forEach((mode) => note(mode, 'second plan', 'empty'));
  });

  test('an added name takes one apply', async () => {
    await found(ADDED, FIRST);
    await apply(ADDED);
    await expectInStep(ADDED);
    MODES.forEach((mode) => note(mode, 'a name added', 'one apply'));
  });

  test('a changed value registers no revision; what Terraform wrote is deployed', async () => {
    const before = await revisions();
    await found(CHANGED, ADDED);
    const planned = await changedAddresses(CHANGED);
    expect(planned.filter((change) => change.includes('aws_ecs_task_definition'))).toEqual([]);
    await emulator.forgetCalls();
    await workspace.apply({ variables: variablesOf(CHANGED) });
    expect(await revisions()).toEqual(before);
    const deployed = (await emulator.calls(({ action }) => action === 'ecs:UpdateService')).map(({ detail }) => [String(detail.service).split('/').pop(), detail.forceNewDeployment]);
    expect(deployed.sort()).toEqual([['code', true], ['list', true], ['variable', true]]);
    await expectInStep(CHANGED);
    WRITTEN.forEach((mode) => note(mode, 'a value changed', 'same revision, deployed'));
    FOUND.forEach((mode) => note(mode, 'a value changed', 'same revision'));
  });

  test('a removed name takes one apply; tasks that start in between find everything', async () => {
    await emulator.forgetCalls();
    // a parameter that somebody else deletes is gone before Terraform runs
    await found(REMOVED, CHANGED);
    await apply(REMOVED);
    const calls = await emulator.calls();
    const order = (action: string, name = '') => {
      const call = calls.find((c) => c.action === action && JSON.stringify([c.resources, c.detail]).includes(name));
      expect([action, name, call?.allowed]).toEqual([action, name, true]);
      return call!.seq;
    };
    for (const mode of WRITTEN) {
      const registered = order('ecs:RegisterTaskDefinition', `"${mode}"`);
      const updated = order('ecs:UpdateService', `/${mode}"`);
      const deregistered = order('ecs:DeregisterTaskDefinition', `/${mode}:`);
      const deleted = order('ssm:DeleteParameter', `/sync/${mode}/OLD`);
      expect([registered, updated, deregistered, deleted]).toEqual([registered, updated, deregistered, deleted].sort((a, b) => a - b));
    }
    // policies grow first and shrink last
    const role = 'Task-code-ExecutionRole';
    expect(order('iam:PutRolePolicy', role)).toBeLessThan(order('ecs:RegisterTaskDefinition', '"code"'));
    expect(order('ecs:UpdateService', '/code"')).toBeLessThan(order('iam:DeleteRolePolicy', role));
    const planned = 'Task-variable-ExecutionRole';
    expect(order('iam:AttachRolePolicy', planned)).toBeLessThan(order('ecs:UpdateService', '/variable"'));
    expect(order('ecs:UpdateService', '/variable"')).toBeLessThan(order('iam:DetachRolePolicy', planned));
    await expectInStep(REMOVED);
    MODES.forEach((mode) => note(mode, 'a name removed', 'one apply'));
  });

  test('a name that somebody adds in the console appears where names are found, and is left alone elsewhere', async () => {
    const { ssm, secretsManager } = emulator.admin;
    const json = async (secret: string) => JSON.parse((await secretsManager.send(new GetSecretValueCommand({ SecretId: secret }))).SecretString!);
    const withHand: Model = { ...REMOVED, names: [...REMOVED.names, 'HAND'] };
    await found(withHand, REMOVED);
    for (const mode of WRITTEN) {
      await ssm.send(new PutParameterCommand({ Name: `/sync/${mode}/HAND`, Value: 'made-by-hand', Type: 'SecureString' }));
      const SecretString = JSON.stringify({ ...await json(`sync/${mode}`), HAND: 'made-by-hand' });
      await secretsManager.send(new PutSecretValueCommand({ SecretId: `sync/${mode}`, SecretString }));
    }
    await apply(REMOVED);
    for (const mode of FOUND) {
      expect([mode, await environmentOf(mode)]).toEqual([mode, expected(mode, withHand)]);
      note(mode, 'a name added in the console', 'appears at the next apply');
    }
    for (const mode of WRITTEN) {
      expect([mode, await environmentOf(mode)]).toEqual([mode, expected(mode, REMOVED)]);
      expect(await json(`sync/${mode}`)).toMatchObject({ HAND: 'made-by-hand' });
      note(mode, 'a name added in the console', 'left alone');
    }
    expect(await changedAddresses(REMOVED)).toEqual([]);
    // and a later change leaves it, too
    await apply({ ...REMOVED, generation: 3 });
    for (const mode of WRITTEN) {
      expect(await json(`sync/${mode}`)).toMatchObject({ HAND: 'made-by-hand', JSON_KEPT: valueOf(mode, 'JSON_KEPT', { generation: 3 }) });
      const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path: `/sync/${mode}`, WithDecryption: true }));
      expect(Parameters!.find(({ Name }) => Name!.endsWith('/HAND'))!.Value).toBe('made-by-hand');
    }
  });

  test('what stands where', async () => {
    const values: { [label: string]: string } = {};
    for (const mode of MODES) {
      const { parameters, keys } = namesOf(mode, REMOVED.names);
      const generation = FOUND.includes(mode) ? REMOVED.generation : 3;
      [...parameters, ...keys].forEach((name) => (values[`${mode}/${name}`] = valueOf(mode, name, { generation })));
    }
    const leaks = await findLeaks(workspace, values);
    for (const mode of MODES) {
      const files = new Set(leaks.filter(({ label }) => label.startsWith(`${mode}/`)).map(({ file }) => file));
      const inState = files.has('terraform.tfstate');
      // the emulator's ciphertext is the key and the text
      const encrypted = mode === 'parameters' && !new RegExp(`(?<!kms:[^"]*:)${valueOf('parameters', 'KEPT', REMOVED)}`).test(workspace.stateText());
      note(mode, 'in the state', inState ? encrypted ? 'ciphertext' : '**the values**' : 'no value');
      const inPlans = [...files].some((file) => file.includes('.tfplan'));
      note(mode, 'in saved plans', inPlans ? encrypted ? 'ciphertext' : '**the values**' : 'no value');
    }
    expect(facts).toMatchObject({
      code: { 'in the state': 'no value', 'in saved plans': 'no value' },
      variable: { 'in the state': 'no value', 'in saved plans': '**the values**' },
      list: { 'in the state': 'no value', 'in saved plans': 'no value' },
      parameters: { 'in the state': 'ciphertext' },
      tag: { 'in the state': 'no value', 'in saved plans': 'no value' },
      parameter: { 'in the state': 'no value', 'in saved plans': 'no value' },
      value: { 'in the state': '**the values**' },
    });
  });

  test('the page shows what this run showed', () => {
    const columns = Object.keys(facts.code);
    const rows = MODES.map((mode) => [TITLES[mode], ...columns.map((column) => facts[mode][column])]);
    const table = [['', ...columns], ['', ...columns].map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
    const page = readFileSync(PAGE, 'utf8');
    const [before, rest] = page.split(BEGIN);
    const after = rest.slice(rest.indexOf(END));
    if (process.env.UPDATE_DOCS === '1') {
      writeFileSync(PAGE, `${before}${BEGIN}\n${table}\n${after}`);
    } else {
      expect(rest.slice(0, rest.indexOf(END)).trim()).toBe(table);
    }
  });

  test('destroy needs no values', async () => {
    await workspace.destroy();
    expect(await revisions()).toEqual([]);
  });
});
