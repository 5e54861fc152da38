import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { Emulator } from '../support/emulator';
import { AWS_PROVIDER, describeReal } from '../support/prerequisites';
import { Workspace } from '../support/terraform';

jest.setTimeout(300_000);

describeReal('faults that a test arms', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await Emulator.start();
  });

  afterEach(async () => {
    await emulator.disarm();
    await emulator.lagLabels({ seconds: 0 });
  });

  afterAll(async () => emulator?.stop());

  const write = async (Name: string) => emulator.admin.ssm.send(new PutParameterCommand({ Name, Type: 'String', Value: 'x', Overwrite: true }));
  const exists = async (name: string) =>
    (await emulator.admin.ssm.send(new GetParametersCommand({ Names: [name] }))).Parameters!.length === 1;
  const put = async (SecretId: string, SecretString: string, VersionStages?: string[]) =>
    (await emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages }))).VersionId!;
  const read = async (SecretId: string, which: { VersionStage?: string; VersionId?: string } = {}) =>
    (await emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId, ...which }))).SecretString;

  test.each([
    ['deny', 'AccessDeniedException'],
    ['throttle', 'ThrottlingException'],
    ['refuse', 'InvalidRequestException'],
  ] as const)('%s answers %s, changes nothing, and passes', async (effect, name) => {
    await emulator.arm({ action: 'ssm:Put*', resource: `*/${effect}/A`, effect });
    await write(`/${effect}/B`);
    await expect(write(`/${effect}/A`)).rejects.toMatchObject({ name });
    expect(await exists(`/${effect}/A`)).toBe(false);
    expect((await emulator.calls()).filter(({ fault }) => fault === effect)).toMatchObject([{ action: 'ssm:PutParameter', allowed: false, status: 400 }]);
    await write(`/${effect}/A`);
    expect(await emulator.disarm()).toMatchObject([{ effect, hits: 1 }]);
  });

  test('strikes as often as it is told, after as many as it is told, with a code and a message of its own', async () => {
    const code = 'ParameterLimitExceeded';
    await emulator.arm({ action: 'ssm:PutParameter', effect: 'refuse', after: 1, times: 2, code, message: 'too many', detail: { Type: 'String' } });
    await write('/times/A');
    await expect(write('/times/B')).rejects.toMatchObject({ name: code, message: 'too many' });
    await expect(write('/times/C')).rejects.toMatchObject({ name: code });
    await write('/times/D');
    await emulator.arm({ action: 'ssm:DescribeParameters', effect: 'throttle', times: 0 });
    for (let i = 0; i < 5; i++) {
      await expect(emulator.admin.ssm.send(new DescribeParametersCommand({}))).rejects.toMatchObject({ name: 'ThrottlingException' });
    }
  });

  test('drop carries the call out and ends the connection', async () => {
    await emulator.arm({ action: 'ssm:PutParameter', effect: 'drop' });
    await expect(write('/drop/A')).rejects.toThrow('socket hang up');
    expect(await exists('/drop/A')).toBe(true);
  });

  test('a call that an SDK repeats without a fault is carried out once', async () => {
    const create = (invocation: string) => fetch(emulator.endpoint, {
      method: 'POST',
      body: JSON.stringify({ Name: '/repeated/A', Type: 'String', Value: 'x' }),
      headers: {
        'authorization': 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/ssm/aws4_request, SignedHeaders=host, Signature=0',
        'amz-sdk-invocation-id': invocation,
        'x-amz-target': 'AmazonSSM.PutParameter',
      },
    });
    const first = await create('one');
    const again = await create('one');
    expect([again.status, await again.text()]).toEqual([200, await first.text()]);
    expect(await (await create('another')).text()).toContain('ParameterAlreadyExists');
  });

  test('fails to arm what is not a fault', async () => {
    await expect(emulator.arm({ action: 'ssm:*', effect: 'explode' as any })).rejects.toThrow('not a fault');
  });

  test('a label that is held answers nothing for a new secret and the older version for another', async () => {
    const { secretsManager } = emulator.admin;
    await secretsManager.send(new CreateSecretCommand({ Name: 'old', SecretString: 'one' }));
    await emulator.lagLabels({ hold: true, everybody: true });
    const id = await put('old', 'two');
    await secretsManager.send(new CreateSecretCommand({ Name: 'new' }));
    const seed = await put('new', 'seed', ['SEED']);
    expect(await read('old')).toBe('one');
    expect(await read('old', { VersionId: id })).toBe('two');
    await expect(read('old', { VersionStage: 'AWSPREVIOUS' })).rejects.toThrow('for staging label: AWSPREVIOUS');
    await expect(read('new')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: expect.stringContaining('staging label: AWSCURRENT') });
    await expect(read('new', { VersionStage: 'SEED' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await read('new', { VersionId: seed })).toBe('seed');
    await emulator.lagLabels({});
    expect([await read('old'), await read('old', { VersionStage: 'AWSPREVIOUS' }), await read('new')]).toEqual(['two', 'one', 'seed']);
  });

  test("a lag of seconds passes by itself, and isn't there for the tests' own reads", async () => {
    const { secretsManager } = emulator.admin;
    const lag = async () => new Promise((resolve) => setTimeout(resolve, 1100));
    await secretsManager.send(new CreateSecretCommand({ Name: 'late', SecretString: 'one' }));
    await lag();
    await emulator.lagLabels({ seconds: 1 });
    await put('late', 'two');
    expect(await read('late')).toBe('two');
    await emulator.lagLabels({ seconds: 1, everybody: true });
    await put('late', 'three');
    expect(await read('late')).not.toBe('three');
    await lag();
    expect(await read('late')).toBe('three');
  });

  test('Terraform reads late, and sees a drop as an answer that it asks for again', async () => {
    // GIVEN a secret whose value an ephemeral resource reads back
    const workspace = new Workspace(emulator);
    const type = 'aws_secretsmanager_secret_version';
    workspace.write({
      terraform: { required_providers: { aws: AWS_PROVIDER } },
      provider: { aws: { region: emulator.region, skip_credentials_validation: true, skip_metadata_api_check: 'true', skip_region_validation: true } },
      resource: {
        aws_secretsmanager_secret: { S: { name: 'read-back' } },
        [type]: { V: { secret_id: '${aws_secretsmanager_secret.S.id}', secret_string_wo: 'x', secret_string_wo_version: 1 } },
        aws_ssm_parameter: {
          P: { name: '/read-back', type: 'SecureString', value_wo: `\${ephemeral.${type}.E.secret_string}`, value_wo_version: 1 },
        },
      },
      ephemeral: { [type]: { E: { secret_id: `\${${type}.V.secret_id}` } } },
    });
    await workspace.init();
    await emulator.arm({ action: 'secretsmanager:PutSecretValue', effect: 'drop' });
    await emulator.lagLabels({ hold: true });
    // WHEN, THEN
    await expect(workspace.apply()).rejects.toThrow("couldn't find resource");
    expect(await emulator.disarm()).toMatchObject([{ hits: 1 }]);
    await emulator.lagLabels({});
    await workspace.apply();
    expect(await exists('/read-back')).toBe(true);
    workspace.remove();
  });
});
