import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateSecretCommand, DescribeSecretCommand, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import * as ts from 'typescript';
import { Emulator } from './support/emulator';
import { findLeaks } from './support/leaks';
import { describeReal } from './support/prerequisites';
import { Stores } from './support/stores';
import { stackOf } from './support/synthesis';
import { Variables, Workspace } from './support/terraform';
import { ContainerSecrets, JsonSecret, ParameterMap, ParameterMapProps, ParameterTier, SecretValue, SecretValues, Service, TaskDefinition, VariableSecrets } from 'cdktf-ecs-secrets';

jest.setTimeout(900_000);

const PAGE = join(__dirname, '../../docs/stored-values.md');

interface Values {
  readonly [name: string]: SecretValue;
}

describeReal('a store whose values change', () => {
  let emulator: Emulator;
  let workspace: Workspace;
  let stores: Stores;
  /** Name of the test's own application. */
  let app = '';
  let count = 0;

  const write = (define: (stack: TerraformStack) => void) => workspace.write(stackOf(define));
  const applied = async (define: (stack: TerraformStack) => void, variables?: Variables) => {
    write(define);
    await workspace.apply({ variables });
    expect((await workspace.plan({ variables })).changes).toEqual([]);
  };
  const secrets = (stack: TerraformStack, values: { parameters?: Values; jsonSecret?: Values; pinVersions?: boolean }) =>
    new ContainerSecrets(stack, 'Secrets', { path: `/${app}`, recoveryWindowInDays: 0, ...values });
  const both = (values: Values) => (stack: TerraformStack) => {
    new ParameterMap(stack, 'Map', { path: `/${app}`, parameters: values });
    new JsonSecret(stack, 'Json', { secretName: app, jsonSecret: values, recoveryWindowInDays: 0 });
  };
  const json = (values: Values) => (stack: TerraformStack) => secrets(stack, { jsonSecret: values });

  beforeAll(async () => {
    emulator = await Emulator.start();
    stores = new Stores(emulator);
    workspace = new Workspace(emulator);
    write(() => undefined);
    await workspace.init();
  });

  beforeEach(async () => {
    await emulator.disarm();
    workspace.forget();
    app = `app${++count}`;
  });

  afterAll(async () => {
    await emulator?.stop();
    workspace?.remove();
  });

  test('a first apply that stopped between the secret and its seed is finished by the next one', async () => {
    write(json({ A: SecretValue.generated() }));
    const address = (await workspace.plan()).changes.find((change) => change.startsWith('create aws_secretsmanager_secret.'))!.split(' ')[1];
    await workspace.apply({ options: [`-target=${address}`] });
    await applied(json({ A: SecretValue.generated() }));
    expect(await stores.json(app)).toEqual({ A: expect.stringMatching(/^.{32}$/) });
    await workspace.destroy();
  });

  describe('an apply', () => {
    const values = (A: SecretValue) => (stack: TerraformStack) => {
      secrets(stack, { parameters: { API_KEY: A }, jsonSecret: { SESSION_SECRET: SecretValue.generated() } });
    };
    /** What the page says to do, with the names of this test. */
    const imported = (arn: string) => {
      const [, block] = /^```ts\n((?:(?!^```).)*^\/\/ for one apply\n.*?)^```/ms.exec(readFileSync(PAGE, 'utf8'))!;
      const code = block.replaceAll(/arn:aws:secretsmanager:[^']*/g, arn).replaceAll('/example/api', `/${app}`);
      const names = { ContainerSecrets, SecretValue };
      const run = new Function(...Object.keys(names), ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText);
      return (stack: TerraformStack) => run.call(stack, ...Object.values(names));
    };

    test('whose answers are lost says what is there already, and goes on once that is imported as the page says', async () => {
      await emulator.arm({ action: 'ssm:PutParameter', effect: 'drop' }, { action: 'secretsmanager:CreateSecret', effect: 'drop' });
      write(values(SecretValue.external()));
      await expect(workspace.apply()).rejects.toThrow(/^(?=.*ParameterAlreadyExists)(?=.*ResourceExistsException)(?!.*Invalid index)/);
      await stores.typeParameter(`/${app}/API_KEY`, 'typed-in-between');
      // WHEN
      const { ARN } = await emulator.admin.secretsManager.send(new DescribeSecretCommand({ SecretId: app }));
      await applied(imported(ARN!));
      await applied(values(SecretValue.external()));
      // THEN
      expect(await stores.parameters(`/${app}`)).toEqual({ API_KEY: 'typed-in-between' });
      expect(await stores.json(app)).toEqual({ SESSION_SECRET: expect.stringMatching(/^.{32}$/) });
      expect(await findLeaks(workspace, { API_KEY: 'typed-in-between' })).toEqual([]);
    });

    test('by Ctrl-C goes on with what was written', async () => {
      const end = { signal: 'SIGINT' as const, when: async (ended: Promise<unknown>) => emulator.untilStruck(ended) };
      await emulator.arm({ action: 'secretsmanager:PutSecretValue', effect: 'late', after: 1 });
      write(values(SecretValue.generated()));
      await expect(workspace.apply({ end })).rejects.toThrow();
      const before = [await stores.parameters(`/${app}`), await stores.json(app)];
      expect(before).toEqual([{ API_KEY: expect.any(String) }, { SESSION_SECRET: expect.any(String) }]);
      await applied(values(SecretValue.generated()));
      expect([await stores.parameters(`/${app}`), await stores.json(app)]).toEqual(before);
    });
  });

  test('an apply that is answered with an older version stops, and the next one keeps what was written since', async () => {
    await applied(json({ A: SecretValue.external() }));
    await emulator.lagLabels({ hold: true });
    await stores.typeKeys(app, { A: 'typed-a-moment-ago', HAND: 'added-by-hand' });
    write(json({ A: SecretValue.external(), B: SecretValue.plaintext('b') }));
    // a plan writes nothing, and stops nobody
    await workspace.plan();
    await expect(workspace.apply()).rejects.toThrow(/secret app\d+ was written a moment ago, .*apply again in a few seconds/);
    await emulator.lagLabels(undefined);
    await applied(json({ A: SecretValue.external(), B: SecretValue.plaintext('b') }));
    expect(await stores.json(app)).toEqual({ A: 'typed-a-moment-ago', HAND: 'added-by-hand', B: 'b' });
  });

  test('plaintext becomes external: a key keeps its value, a parameter is copied first', async () => {
    await applied(both({ A: SecretValue.plaintext('plain') }));
    write(both({ A: SecretValue.external() }));
    await expect(workspace.plan()).rejects.toThrow(/parameter \/app\d+\/A is a String, .*SecretValue.fromStoredParameter/);
    await applied(both({ A: SecretValue.fromStoredParameter(`/${app}/A`) }));
    await applied(both({ A: SecretValue.external() }));
    expect([await stores.parameters(`/${app}`), await stores.json(app)]).toEqual([{ A: 'plain' }, { A: 'plain' }]);
    expect(await stores.types(`/${app}`)).toEqual({ A: 'SecureString' });
  });

  test('what people typed after plaintext, or after the entry left the map, stays', async () => {
    const variables = { v: { B: 'from-variable' } };
    const define = (values: (v: TerraformVariable) => Values) => (stack: TerraformStack) =>
      secrets(stack, { jsonSecret: values(new TerraformVariable(stack, 'v', { type: 'map(string)', default: {} })) });
    await applied(define((v) => ({ A: SecretValue.plaintext('plain'), B: SecretValue.fromVariableKey(v, 'B', { version: 2 }) })), variables);
    await applied(define(() => ({ A: SecretValue.external() })), variables);
    await stores.typeKeys(app, { A: 'typed', B: 'typed' });
    await applied(define(() => ({ A: SecretValue.generated(), B: SecretValue.generated() })), variables);
    expect(await stores.json(app)).toEqual({ A: 'typed', B: 'typed' });
  });

  test('plaintext that is a token follows what it stands for', async () => {
    const define = (first?: string) => (stack: TerraformStack) => {
      if (first) {
        new TerraformVariable(stack, first, { default: 'x' }).stringValue.toString();
      }
      const host = new TerraformVariable(stack, 'host', { type: 'string' });
      both({ HOST: SecretValue.plaintext(host.stringValue), URL: SecretValue.plaintext(`pg://${host.stringValue}/app`) })(stack);
    };
    await applied(define(), { host: 'db-old' });
    await applied(define(), { host: 'db-new' });
    const expected = { HOST: 'db-new', URL: 'pg://db-new/app' };
    expect([await stores.parameters(`/${app}`), await stores.json(app)]).toEqual([expected, expected]);
    write(define('first'));
    expect((await workspace.plan({ variables: { host: 'db-new' } })).changes).toEqual([]);
  });

  test('a version that is a token, and what AWS refuses is stopped by the plan or written with the next version', async () => {
    const define = (stack: TerraformStack) => {
      const number = new TerraformVariable(stack, 'number', { type: 'number' });
      const v = new TerraformVariable(stack, 'v', { type: 'string' });
      both({ A: SecretValue.fromVariable(v, { version: Token.asNumber(number.numberValue) }) })(stack);
    };
    await applied(define, { number: 1, v: 'first' });
    await applied(define, { number: 1, v: 'not written' });
    expect([await stores.parameters(`/${app}`), await stores.json(app)]).toEqual([{ A: 'first' }, { A: 'first' }]);
    const refused = workspace.plan({ variables: { number: 2, v: `{{${'x'.repeat(4096)}` } });
    await expect(refused).rejects.toThrow(/^(?=.*A has a value of more than 4096 bytes)(?=.*A has a value that contains '\{\{')/);
    await emulator.arm({ action: 'ssm:PutParameter', effect: 'refuse' });
    await expect(workspace.apply({ variables: { number: 2, v: 'second' } })).rejects.toThrow('updating SSM Parameter');
    expect((await workspace.plan({ variables: { number: 2, v: 'second' } })).changes).not.toContainEqual(expect.stringContaining('aws_ssm_parameter'));
    await applied(define, { number: 3, v: 'third' });
    expect([await stores.parameters(`/${app}`), await stores.json(app)]).toEqual([{ A: 'third' }, { A: 'third' }]);
  });

  test('pinned versions are switched off together with a written value', async () => {
    const define = (pinVersions: boolean, version: number) => (stack: TerraformStack) => {
      const source = secrets(stack, { jsonSecret: { A: SecretValue.generated({ version }) }, pinVersions });
      const taskDefinition = new TaskDefinition(stack, 'Task', { family: app, containers: [{ name: 'api', image: 'api', secrets: [source] }] });
      const cluster = new EcsCluster(stack, 'Cluster', { name: app });
      const subnets = new DataAwsSubnets(stack, 'Subnets');
      new Service(stack, 'Service', { serviceName: app, clusterArn: cluster.arn, taskDefinition, subnets: subnets.ids, desiredCount: 0 });
    };
    await applied(define(true, 1));
    const before = await stores.json(app);
    await applied(define(false, 2));
    expect(await stores.json(app)).not.toEqual(before);
    await applied(define(true, 3));
  });

  test('an expression of several references', async () => {
    await applied((stack) => {
      const [user, pass] = ['user', 'pass'].map((id) => new TerraformVariable(stack, id, { type: 'string' }));
      [user, pass].forEach((variable) => variable.addOverride('ephemeral', true));
      expect(pass.friendlyUniqueId).toBe('pass');
      both({
        PAIR: SecretValue.fromExpression('${var.user}:${upper(var.pass)}'),
        URL: SecretValue.fromExpression(`pg://${user.stringValue}:\${var.pass}@h/"x" $\${y}`),
        ONE: SecretValue.fromExpression('${var.pass}'),
      })(stack);
    }, { user: 'app', pass: 'p"w' });
    const expected = { PAIR: 'app:P"W', URL: 'pg://app:p"w@h/"x" ${y}', ONE: 'p"w' };
    expect([await stores.parameters(`/${app}`), await stores.json(app)]).toEqual([expected, expected]);
  });

  test('the customer key of a secret is taken away by people, since the provider does not do it', async () => {
    const keyed = (encryptionKeyArn?: string) => (stack: TerraformStack) =>
      new JsonSecret(stack, 'Json', { secretName: app, jsonSecret: { A: SecretValue.external() }, recoveryWindowInDays: 0, encryptionKeyArn });
    const { secretsManager, kms } = emulator.admin;
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    write(keyed(KeyMetadata!.Arn));
    await workspace.apply();
    write(keyed());
    const stopped = await workspace.plan().then(() => '', ({ message }: Error) => message);
    expect(stopped).toMatch(/secret app\d+ would keep its customer key, .*update-secret --kms-key-id alias\/aws\/secretsmanager --secret-id NAME/);
    await secretsManager.send(new UpdateSecretCommand({ SecretId: app, KmsKeyId: 'alias/aws/secretsmanager' }));
    await workspace.apply({ options: [/-replace=[\w.]+/.exec(stopped)![0]] });
    expect((await workspace.plan()).changes).toEqual([]);
  });

  test('versions that somebody broke stop the plan, and nothing is written', async () => {
    await applied(json({ A: SecretValue.generated({ version: 2 }) }));
    const whole = await stores.wholeJson(app);
    await stores.typeKeys(app, { _versions: 'x' });
    write(json({ A: SecretValue.generated({ version: 2 }), B: SecretValue.generated() }));
    await expect(workspace.apply()).rejects.toThrow(/_versions of secret app\d+ is not an object of numbers/);
    expect(await stores.wholeJson(app)).toEqual({ ...whole, _versions: 'x' });
    await stores.typeKeys(app, { _versions: { A: 2 } });
    await workspace.apply();
    expect(await stores.json(app)).toMatchObject({ A: whole.A });
  });

  test('a path that is only known at plan', async () => {
    const define = (stack: TerraformStack) => {
      const path = new TerraformVariable(stack, 'path', { type: 'string' });
      new ContainerSecrets(stack, 'Secrets', { path: path.stringValue, jsonSecret: { A: SecretValue.plaintext('a') }, recoveryWindowInDays: 0 });
    };
    await applied(define, { path: '/team/app' });
    expect(await stores.json('team/app')).toEqual({ A: 'a' });
    write(define);
    await expect(workspace.plan({ variables: { path: '/team/other' } })).rejects.toThrow(/secret team\/app would be replaced/);
  });

  test('a secret whose name had the slash of the path keeps its name and its values', async () => {
    const define = (former: boolean) => (stack: TerraformStack) => {
      const path = new TerraformVariable(stack, 'path', { type: 'string' }).stringValue;
      const jsonSecretName = former ? path : undefined;
      new ContainerSecrets(stack, 'Secrets', { path, jsonSecretName, jsonSecret: { A: SecretValue.external() }, recoveryWindowInDays: 0 });
    };
    const { resource: { terraform_data: _, ...resource }, ...rest } = stackOf(define(true));
    const variables = { path: `/${app}` };
    workspace.write({ ...rest, resource });
    await workspace.apply({ variables });
    await stores.typeKeys(`/${app}`, { A: 'typed' });
    await applied(define(false), variables);
    expect(await stores.json(`/${app}`)).toEqual({ A: 'typed' });
  });

  test('the key of parameters from a map variable changes with the versions of their values', async () => {
    const define = (keyed: boolean) => (stack: TerraformStack) => {
      const parameters = new TerraformVariable(stack, 'parameters', { type: 'map(string)' });
      const versions = new TerraformVariable(stack, 'versions', { type: 'map(number)', default: {} });
      const encryptionKeyArn = keyed ? new KmsKey(stack, 'Key', { description: 'x' }).arn : undefined;
      new VariableSecrets(stack, 'Secrets', { path: `/${app}`, parameters, versions, encryptionKeyArn });
    };
    const parameters = { A: 'value-of-a', B: 'value-of-b' };
    await applied(define(false), { parameters });
    write(define(true));
    await expect(workspace.plan({ variables: { parameters } })).rejects.toThrow(/the key or tier of the parameters below \/app\d+ changes, .*given as versions/);
    await applied(define(true), { parameters, versions: { A: 2, B: 2 } });
    expect(await stores.parameters(`/${app}`)).toEqual(parameters);
  });

  describe('a copy', () => {
    const parameters = (values: Values, props: Partial<ParameterMapProps> = {}) => (stack: TerraformStack) => {
      new ParameterMap(stack, 'Map', { path: `/${app}`, parameters: values, ...props });
    };
    const keyOf = async (name: string) => {
      const { Parameters } = await emulator.admin.ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Values: [name] }] }));
      return Parameters![0].KeyId;
    };

    test('onto itself takes a new key in place; without it, the plan stops before anything is changed', async () => {
      const values = (version: number) => ({ GENERATED: SecretValue.generated({ version }), TYPED: SecretValue.external({ version }) });
      const withKey = (define: (props: Partial<ParameterMapProps>) => (stack: TerraformStack) => void) => (stack: TerraformStack) => {
        define({ encryptionKeyArn: new KmsKey(stack, 'Key', { description: 'x' }).arn })(stack);
      };
      await applied(parameters(values(1)));
      await stores.typeParameter(`/${app}/TYPED`, 'typed-by-people');
      const before = await stores.parameters(`/${app}`);
      await emulator.forgetCalls();
      write(withKey((props) => parameters(values(1), props)));
      await expect(workspace.apply()).rejects.toThrow(/the key or tier of the parameters below \/app\d+ changes, .*SecretValue.fromStoredParameter\('\/app\d+\/NAME', \{ version: 2 \}\)/);
      expect(await emulator.calls(({ action }) => /Create|Put/.test(action))).toEqual([]);
      // WHEN
      await applied(withKey((props) => parameters(SecretValues.fromStoredParameters(`/${app}`, ['GENERATED', 'TYPED'], { version: 2 }), props)));
      await applied(withKey((props) => parameters(values(2), props)));
      // THEN
      expect(await stores.parameters(`/${app}`)).toEqual(before);
      expect(await keyOf(`/${app}/TYPED`)).toMatch(/^arn:aws:kms/);
      expect(await findLeaks(workspace, before)).toEqual([]);
      // and back to the managed key
      write(parameters(values(2)));
      await expect(workspace.plan()).rejects.toThrow(/the key or tier of the parameters below/);
      await applied(parameters(SecretValues.fromStoredParameters(`/${app}`, ['GENERATED', 'TYPED'], { version: 3 })));
      await applied(parameters(values(3)));
      expect([await stores.parameters(`/${app}`), await keyOf(`/${app}/TYPED`)]).toEqual([before, 'alias/aws/ssm']);
    });

    test('does not go back from the advanced tier, and loses nothing', async () => {
      const copy = (version: number) => SecretValues.fromStoredParameters(`/${app}`, ['A'], { version });
      await applied(parameters({ A: SecretValue.generated() }));
      const before = await stores.parameters(`/${app}`);
      await applied(parameters(copy(2), { parameterTier: ParameterTier.ADVANCED }));
      await applied(parameters({ A: SecretValue.generated({ version: 2 }) }, { parameterTier: ParameterTier.ADVANCED }));
      write(parameters({ A: SecretValue.generated({ version: 2 }) }, { parameterTier: ParameterTier.STANDARD }));
      await expect(workspace.plan()).rejects.toThrow(/the key or tier of the parameters below/);
      write(parameters(copy(3), { parameterTier: ParameterTier.STANDARD }));
      // AWS refuses the new parameter either because the old one is there or because of its tier
      await expect(workspace.apply()).rejects.toThrow(/ParameterAlreadyExists|advanced-parameter tier/);
      expect(await stores.parameters(`/${app}`)).toEqual(before);
      await applied(parameters({ A: SecretValue.generated({ version: 2 }) }, { parameterTier: ParameterTier.ADVANCED }));
    });

    test('moves values to another path, another store, from another Region and another account; a naive change of the path stops', async () => {
      const old = (stack: TerraformStack) => new ContainerSecrets(stack, 'Secrets', {
        path: `/${app}`, parameters: { A: SecretValue.external() }, jsonSecret: { B: SecretValue.external() }, recoveryWindowInDays: 0,
      });
      const moved = (values: Values, jsonSecret: Values) => (stack: TerraformStack) =>
        new ContainerSecrets(stack, 'Moved', { path: `/${app}/new`, parameters: values, jsonSecret, recoveryWindowInDays: 0 });
      const TYPED = { A: 'typed-a-by-people', B: 'typed-b-by-people', C: 'typed-c-elsewhere', D: 'typed-d-by-others' };
      const far = emulator.in('eu-west-1').admin;
      await far.ssm.send(new PutParameterCommand({ Name: `/${app}/C`, Type: 'SecureString', Value: TYPED.C }));
      const others = await Emulator.start();
      await others.admin.secretsManager.send(new CreateSecretCommand({ Name: 'of-others', SecretString: JSON.stringify({ D: TYPED.D }) }));
      const copied = (stack: TerraformStack) => {
        const region = new AwsProvider(stack, 'far', { alias: 'far', region: 'eu-west-1' });
        const C = SecretValue.fromStoredParameter(`/${app}/C`, { provider: region });
        // every emulator is an account of its own, whatever its number
        const endpoints = [{ secretsmanager: others.endpoint, sts: others.endpoint }];
        const account = new AwsProvider(stack, 'others', { alias: 'others', region: others.region, endpoints });
        const D = SecretValue.fromStoredSecret('of-others', { jsonKey: 'D', provider: account });
        moved({ B: SecretValue.fromStoredSecret(app, { jsonKey: 'B' }), C, D }, { A: SecretValue.fromStoredParameter(`/${app}/A`) })(stack);
      };
      await applied(old);
      await stores.typeParameter(`/${app}/A`, TYPED.A);
      await stores.typeKeys(app, { B: TYPED.B });
      write((stack) => new ContainerSecrets(stack, 'Secrets', {
        path: `/${app}/new`, parameters: { A: SecretValue.external() }, jsonSecret: { B: SecretValue.external() }, recoveryWindowInDays: 0,
      }));
      await expect(workspace.plan()).rejects.toThrow(/parameters below \/app\d+ would be replaced by others below \/app\d+\/new/);
      await expect(workspace.plan()).rejects.toThrow(/secret app\d+ would be replaced by app\d+\/new/);
      await applied((stack) => {
        old(stack);
        copied(stack);
      });
      await others.stop();
      await applied(moved(SecretValues.external(['B', 'C', 'D']), { A: SecretValue.generated() }));
      const { A, ...parametersNow } = TYPED;
      expect([await stores.parameters(`/${app}/new`), await stores.json(`${app}/new`)]).toEqual([parametersNow, { A }]);
      expect(await findLeaks(workspace, TYPED)).toEqual([]);
    });

    test('fails for what is not there, with its name and nothing written', async () => {
      await emulator.admin.secretsManager.send(new CreateSecretCommand({ Name: app, SecretString: '{"OTHER":"x"}' }));
      write((stack) => {
        const copy = { A: SecretValue.fromStoredSecret(app, { jsonKey: 'A' }) };
        new ParameterMap(stack, 'Map', { path: `/${app}`, parameters: copy });
        new JsonSecret(stack, 'Json', { secretName: `${app}/json`, jsonSecret: copy, recoveryWindowInDays: 0 });
      });
      await expect(workspace.plan()).rejects.toThrow(/(parameter \/app\d+\/A|key A of secret app\d+\/json) has no value: key 'A' of secret app\d+ gives none/);
    });
  });
});
