import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { TerraformVariable } from 'cdktf';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { Stored, Stores } from './support/stores';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { JsonSecret, ParameterMap, SecretValue } from 'cdktf-ecs-secrets';

jest.setTimeout(600_000);

const PAGE = join(__dirname, '../../docs/stored-values.md');
const BEGIN = '<!-- kinds of values: written by the end-to-end test -->';
const END = '<!-- end -->';

const PATH = '/kinds';
const SECRET = 'kinds';

/** What an entry can be. People have filled in one of the two that they own. */
const FROM = ['fromVariable', 'generated', 'fromExpression', 'fromStored…', 'plaintext', 'external, filled in', 'external, not yet filled in', 'out of the map'] as const;
const TO = ['fromVariable', 'generated', 'fromExpression', 'fromStored…', 'plaintext', 'external'] as const;
type From = typeof FROM[number];
type To = typeof TO[number];

interface Change {
  readonly name: string;
  readonly from: From;
  readonly to: To;
}

const CHANGES: readonly Change[] = FROM.flatMap((from, row) => TO.map((to, column) => ({ name: `V${row}${column}`, from, to })));
const STORES = ['parameter', 'key'] as const;
type Store = typeof STORES[number];

function isPlaintextToExternal({ from, to }: Change): boolean {
  return from === 'plaintext' && to === 'external';
}

describeReal('every kind of value in the place of every other', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  let stores: Stores;
  /** What becomes of the value: with the same version, and then with a higher one. */
  const facts: { [store in Store]: { [name: string]: string[] } } = { parameter: {}, key: {} };

  const value = (variable: TerraformVariable, name: string, kind: From | To, version: number, when: string): SecretValue | undefined => {
    switch (kind) {
      case 'fromVariable': return SecretValue.fromVariableKey(variable, `${name}_${when}`, { version });
      case 'generated': return SecretValue.generated({ version });
      case 'fromExpression': return SecretValue.fromExpression(`of \${var.values["${name}_${when}"]}`, { version });
      case 'fromStored…': return SecretValue.fromStoredSecret('source', { jsonKey: when, version });
      case 'plaintext': return SecretValue.plaintext(`plaintext of ${when}`);
      case 'out of the map': return undefined;
      default: return SecretValue.external({ version });
    }
  };

  const write = (
    kindOf: (change: Change, store: Store) => From | To, versionOf: (change: Change, store: Store) => number, when: string,
  ) => workspace.write(stackOf((stack) => {
    const variable = new TerraformVariable(stack, 'values', { type: 'map(string)', default: {} });
    const values = (store: Store) => Object.fromEntries(CHANGES.flatMap((change) => {
      const made = value(variable, change.name, kindOf(change, store), versionOf(change, store), when);
      return made ? [[change.name, made]] : [];
    }));
    new ParameterMap(stack, 'Parameters', { path: PATH, parameters: values('parameter') });
    new JsonSecret(stack, 'Json', { secretName: SECRET, jsonSecret: values('key'), recoveryWindowInDays: 0 });
  }));
  const first = () => 1;
  const variables = { values: Object.fromEntries(CHANGES.flatMap(({ name }) => ['before', 'after', 'raised'].map((when) => [`${name}_${when}`, `value of ${name} ${when}`]))) };
  const stored = async (): Promise<{ [store in Store]: Stored }> => ({ parameter: await stores.parameters(PATH), key: await stores.json(SECRET) });
  const note = (before: { [store in Store]: Stored }, after: { [store in Store]: Stored }) => {
    for (const store of STORES) {
      for (const { name } of CHANGES) {
        const fact = before[store][name] === undefined ? 'created' : before[store][name] === after[store][name] ? 'kept' : 'written';
        (facts[store][name] ??= []).push(fact);
      }
    }
  };

  beforeAll(async () => {
    emulator = await Emulator.start();
    stores = new Stores(emulator);
    workspace = new Workspace(emulator);
    const SecretString = JSON.stringify({ before: 'copied before', after: 'copied after', raised: 'copied with a higher version' });
    await emulator.admin.secretsManager.send(new CreateSecretCommand({ Name: 'source', SecretString }));
    // GIVEN values of every kind, and what people typed
    write(({ from }) => (from === 'out of the map' ? 'generated' : from), first, 'before');
    await workspace.init();
    await workspace.apply({ variables });
    write(({ from }) => from, first, 'before');
    await workspace.apply({ variables });
    const filled = CHANGES.filter(({ from }) => from === 'external, filled in').map(({ name }) => name);
    for (const name of filled) {
      await stores.typeParameter(`${PATH}/${name}`, `typed ${name}`);
    }
    await stores.typeKeys(SECRET, Object.fromEntries(filled.map((name) => [name, `typed ${name}`])));
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  /** A parameter stays plaintext where the plan would stop. */
  const becomes = (change: Change, store: Store) => (store === 'parameter' && isPlaintextToExternal(change) ? 'plaintext' : change.to);

  test('what can only be copied is stopped by the plan', async () => {
    const before = await stored();
    write((change) => (isPlaintextToExternal(change) ? change.to : change.from), first, 'before');
    await expect(workspace.apply({ variables })).rejects.toThrow(/is a String, which AWS makes a SecureString only together with its value/);
    expect(await stored()).toEqual(before);
  });

  test('with the same version', async () => {
    const before = await stored();
    write(becomes, first, 'after');
    await workspace.apply({ variables });
    note(before, await stored());
    expect((await workspace.plan({ variables })).changes).toEqual([]);
  });

  test('with a higher version', async () => {
    const before = await stored();
    write(becomes, ({ to }, store) => (store === 'parameter' && to === 'external' ? 1 : 2), 'raised');
    await workspace.apply({ variables });
    note(before, await stored());
    expect((await workspace.plan({ variables })).changes).toEqual([]);
  });

  test('with a higher version of a parameter that people own', async () => {
    const before = await stored();
    write(becomes, () => 2, 'raised');
    await expect(workspace.apply({ variables })).rejects.toThrow('ParameterAlreadyExists');
    expect(await stored()).toEqual(before);
    for (const change of CHANGES.filter(({ to }) => to === 'external')) {
      facts.parameter[change.name][1] = 'refused';
      if (isPlaintextToExternal(change)) facts.parameter[change.name] = ['stopped'];
    }
  });

  test('the page shows what this run showed', () => {
    const cell = (store: Store, name: string) => [...new Set(facts[store][name])].join(' / ');
    const tableOf = (store: Store) => [
      ['', ...TO.map((to) => `\`${to}\``)],
      ['', ...TO].map(() => '---'),
      ...FROM.map((from) => [from.replace(/^[A-Za-z…]+(?=,|$)/, '`$&`'), ...CHANGES.filter((change) => change.from === from).map(({ name }) => cell(store, name))]),
    ].map((row) => `| ${row.join(' | ')} |`).join('\n');
    const text = `### A parameter\n\n${tableOf('parameter')}\n\n### A key of a JSON secret\n\n${tableOf('key')}`;
    const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN);
    const [written, after] = rest.split(END);
    if (process.env.UPDATE_DOCS === '1') {
      writeFileSync(PAGE, `${before}${BEGIN}\n${text}\n${END}${after}`);
    } else {
      expect(written.trim()).toBe(text);
    }
  });
});
