import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { JsonSecret, ParameterMap, SecretValue, SecretValues } from '../../src';
import { newStack, only, synthScope } from '../support/synth';

describe('a parameter that is copied', () => {
  const blockOf = (make: (stack: TerraformStack) => { [name: string]: SecretValue }) =>
    synthScope((stack) => new ParameterMap(stack, 'Map', { path: '/new', parameters: make(stack) })).ephemeral.aws_ssm_parameter;

  test('is read by its ARN in the account and Region of the store, once per name', () => {
    const block = only(blockOf(() => SecretValues.fromStoredParameters('/old', ['A', 'B'], { version: 2 })));
    const prefix = 'arn:\\$\\{data\\.aws_partition\\.\\w+\\.partition\\}:ssm:\\$\\{data\\.aws_region\\.\\w+\\.id\\}:\\$\\{data\\.aws_caller_identity\\.\\w+\\.account_id\\}:parameter';
    expect(block).toMatchObject({ arn: '${each.value}', with_decryption: true });
    expect(block.for_each).toMatch(new RegExp(`^\\$\\{\\{"A" = "${prefix}/old/A", "B" = "${prefix}/old/B"\\}\\}$`));
  });

  test('can be named by its ARN', () => {
    const arn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/old/A';
    expect(only(blockOf(() => ({ A: SecretValue.fromStoredParameter(arn) }))).for_each).toBe(`\${{"A" = "${arn}"}}`);
  });

  test('can be named by a token', () => {
    const { for_each: forEach } = only(blockOf((stack) => ({ A: SecretValue.fromStoredParameter(new TerraformVariable(stack, 'name', { type: 'string' }).stringValue) })));
    expect(forEach).toMatch(/^\$\{\{"A" = startswith\(var\.name, "arn:"\) \? var\.name : format\("%s%s", "arn:.*:parameter\/", trimprefix\(var\.name, "\/"\)\)\}\}$/);
  });

  test('is read by another provider in a block of its own', () => {
    const blocks = blockOf((stack) => {
      const provider = new AwsProvider(stack, 'west', { region: 'eu-west-1', alias: 'west' });
      return { A: SecretValue.fromStoredParameter('/old/A', { provider }), B: SecretValue.fromStoredParameter('/old/B') };
    });
    expect(Object.values<any>(blocks).map(({ provider }) => provider)).toEqual(['aws.west', undefined]);
  });

  test('is written with its version, and the kind that comes after it with the same', () => {
    const numberOf = (value: SecretValue) =>
      only(synthScope((stack) => new ParameterMap(stack, 'Map', { path: '/p', parameters: { A: value } })).resource.aws_ssm_parameter).for_each.A;
    expect(numberOf(SecretValue.fromStoredParameter('/p/A', { version: 2 }))).toBe(2);
    expect(numberOf(SecretValue.external({ version: 2 }))).toBe(2);
  });

  test.each([
    ['a b', 'contains \' \''],
    ['/a//b', 'has an empty level'],
    ['arn:aws:s3:::bucket', 'bucket'],
  ])('fails for %s', (name, message) => {
    expect(() => SecretValue.fromStoredParameter(name)).toThrow(message);
  });

  test('fails for a provider of another stack', () => {
    const provider = new AwsProvider(newStack('Other'), 'west', { region: 'eu-west-1', alias: 'west' });
    const make = () => new ParameterMap(newStack(), 'Map', { path: '/p', parameters: { A: SecretValue.fromStoredParameter('/old/A', { provider }) } });
    expect(make).toThrow('the provider that reads the value of \'A\' belongs to another stack: declare it in stack \'Stack\' (Stack/Map)');
  });
});

describe('a secret that is copied', () => {
  test('is read once per version, however many of its keys are copied', () => {
    const { ephemeral, resource } = synthScope((stack) => new JsonSecret(stack, 'Json', {
      secretName: 'new',
      jsonSecret: {
        ...SecretValues.fromStoredSecret('old', ['A', 'B']),
        PREVIOUS: SecretValue.fromStoredSecret('old', { jsonKey: 'A', versionStage: 'AWSPREVIOUS' }),
        WHOLE: SecretValue.fromStoredSecret('other'),
      },
    }));
    const copied = Object.keys(ephemeral.aws_secretsmanager_secret_version).find((id) => id.includes('Copied'))!;
    expect(ephemeral.aws_secretsmanager_secret_version[copied]).toMatchObject({
      for_each: '${{"A" = {"id" = "old", "stage" = null, "version" = null}, "PREVIOUS" = {"id" = "old", "stage" = "AWSPREVIOUS", "version" = null}, "WHOLE" = {"id" = "other", "stage" = null, "version" = null}}}',
      secret_id: '${each.value.id}',
    });
    const versions = Object.values<any>(resource.aws_secretsmanager_secret_version);
    const { secret_string_wo: json, lifecycle } = versions.find(({ version_stages: stages }) => !stages);
    const text = (name: string) => `ephemeral.aws_secretsmanager_secret_version.${copied}["${name}"].secret_string`;
    expect(json).toContain(`"B" = tostring(try(tostring(jsondecode(${text('A')})["B"]), null))`);
    expect(json).toContain(`"WHOLE" = tostring(${text('WHOLE')})`);
    expect(lifecycle.precondition.map(({ error_message: message }: any) => message)).toContain('key B of secret new has no value: key \'B\' of secret old gives none: store it there first (Stack/Json)');
  });

  test.each<[string, object, string]>([
    ['a b', {}, 'contains \' \''],
    ['arn:aws:ssm:eu-west-1:123456789012:parameter/x', {}, 'arn'],
    ['old', { versionStage: 'AWSPREVIOUS', versionId: 'x' }, 'is read by versionStage and versionId at once'],
  ])('fails for %s and %o', (id, options, message) => {
    expect(() => SecretValue.fromStoredSecret(id, options)).toThrow(message);
  });
});

test('no kind of value shows what it holds', () => {
  const value = SecretValue.fromStoredSecret('old', { jsonKey: 'A' });
  expect([`${value}`, JSON.stringify(value)]).toEqual(['[secret value: stored]', '"[secret value: stored]"']);
});
