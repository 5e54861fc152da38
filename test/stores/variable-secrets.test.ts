import { TerraformStack, TerraformVariable } from 'cdktf';
import { Checks, ContainerSecrets, EnvironmentContract, SecretValue, TaskDefinition, VariableSecrets } from '../../src';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const map = (stack: TerraformStack, id: string) => new TerraformVariable(stack, id, { type: 'map(string)' });
const list = (stack: TerraformStack, id: string) => new TerraformVariable(stack, id, { type: 'list(string)' });

describe('from map variables', () => {
  const stack = newStack();
  const secrets = new VariableSecrets(stack, 'Secrets', {
    path: '/example/api',
    parameters: map(stack, 'parameters'),
    jsonSecret: map(stack, 'json'),
    encryptionKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k',
    tags: { team: 'x' },
  });
  const task = new TaskDefinition(stack, 'Task', {
    family: 'f',
    containers: [
      { name: 'app', image: 'i', secrets: [secrets], environment: { PLAIN: 'x' } },
      { name: 'side', image: 'i', secrets: [secrets.only('A').renamed({ A: 'B' })] },
    ],
  });
  const { resource, locals, variable, check } = synth(stack) as any;

  test('one parameter resource, keyed by the variable\'s keys', () => {
    const parameter = only(resource.aws_ssm_parameter);
    expect(parameter).toMatchObject({ name: '/example/api/${each.key}', type: 'SecureString', tags: { team: 'x' }, key_id: 'arn:aws:kms:eu-central-1:123456789012:key/k' });
    expect(parameter.for_each).toMatch(/^\$\{local\.Secrets_ParameterMap_Versions_\w+\}$/);
    expect(parameter.value_wo).toContain('lookup(var.parameters, each.key, null)');
    expect(variable.parameters).toMatchObject({ sensitive: true });
    // its keys name instances
    expect(variable.parameters).not.toHaveProperty('ephemeral');
  });

  test('versions are 24 bits of a digest of path, name and value', () => {
    const id = Object.keys(locals).find((name) => name.startsWith('Secrets_ParameterMap_Versions'))!;
    expect(locals[id]).toBe(
      '${{ for k in nonsensitive(toset(keys(var.parameters))) : k => nonsensitive(1 + parseint(substr(sha256(jsonencode(["/example/api", k, var.parameters[k]])), 0, 6), 16)) }}',
    );
  });

  test('the container\'s secrets are one sorted expression', () => {
    const [app] = parseTemplate(only(resource.aws_ecs_task_definition).container_definitions);
    expect(app.secrets).toMatch(/^\$\{jsonencode\(\[for n, e in \{ for e in local\.Task_Secrets-app_\w+ : e\.name => e\.\.\. \} : e\[0\]\]\)\}$/);
  });

  test('what has to be true at plan', () => {
    const messages = only(resource.aws_ecs_task_definition).lifecycle.precondition.map((p: any) => p.error_message);
    expect(messages).toEqual([
      expect.stringMatching(/^container 'app': \$\{join\(.*\)\} is in secrets twice.*\(Stack\/Task\)$/),
      expect.stringMatching(/^container 'app': .* is both in environment and in secrets/),
      expect.stringMatching(/^container 'app': .* is not a valid environment variable name/),
      expect.stringMatching(/^container 'app': the JSON key of .* contains a colon/),
      expect.stringMatching(/^container 'side': .* is in secrets twice/),
      expect.stringMatching(/^container 'side': .* is both in environment and in secrets/),
      expect.stringMatching(/^container 'side': .* is not a valid environment variable name/),
      expect.stringMatching(/^container 'side': the JSON key of .* contains a colon/),
      expect.stringMatching(/^container 'side': .* is selected, but the source has no such name/),
    ]);
  });

  test('names that a shell can\'t read are a warning at plan', () => {
    const checks = Object.entries<any>(check);
    expect(checks.map(([, { assert: [{ error_message: message }] }]) => message)).toEqual([
      expect.stringMatching(/^container 'app': a shell can't read \$\{join\(.*\)\}: acknowledge it .* \(Stack\/Task\) \[env-name-pattern\]$/),
      expect.stringMatching(/^container 'side': a shell can't read/),
    ]);
    Checks.of(task).acknowledge('env-name-pattern', 'Spring reads them', { names: ['spring.x'] });
    expect(JSON.stringify((synth(stack) as any).check)).toContain('!contains([\\"spring.x\\"], n)');
    Checks.of(stack).acknowledge('env-name-pattern', 'all of them');
    expect((synth(stack) as any).check).toBeUndefined();
  });

  test('policies for as many parameters as there will be, replaced before they go', () => {
    const policies = Object.values<any>(resource.aws_iam_policy);
    expect(policies).toHaveLength(2);
    policies.forEach((policy) => {
      expect(policy.for_each).toContain('chunklist(');
      expect(policy.lifecycle).toEqual({ create_before_destroy: true });
      const [read, decrypt] = parseTemplate(policy.policy).Statement;
      expect(read.Action).toEqual(['ssm:GetParameters']);
      expect(decrypt.Condition.StringLike['kms:EncryptionContext:PARAMETER_ARN']).toEqual([expect.stringMatching(/:parameter\/example\/api\/\*$/)]);
      expect(decrypt.Condition.StringEquals['kms:ViaService']).toMatch(/^ssm\.eu-central-1\.\$\{data\.aws_partition\./);
    });
    const inline = parseTemplate(only(resource.aws_iam_role_policy).policy).Statement;
    expect(inline.map((s: any) => s.Action[0])).toEqual(['kms:Decrypt', 'secretsmanager:GetSecretValue']);
  });

  test('triggers and dependencies for a service', () => {
    expect(Object.keys(task.redeployTriggers)).toEqual([
      'app/Stack/Secrets/ParameterMap', 'app/Stack/Secrets/JsonSecret', expect.stringContaining('side/'), expect.stringContaining('side/'),
    ]);
    const types = task.serviceDependencies.map((dependency) => (dependency as any).terraformResourceType);
    expect(types.sort()).toEqual(['aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_role_policy_attachment', 'aws_secretsmanager_secret_version']);
  });
});

test('names from a list: then the values are ephemeral', () => {
  const stack = newStack();
  new VariableSecrets(stack, 'Secrets', {
    path: '/a', parameters: map(stack, 'values'), parameterNames: list(stack, 'names'), versions: new TerraformVariable(stack, 'versions', { type: 'map(number)' }),
  });
  const { variable, locals } = synth(stack);
  expect(variable.values).toMatchObject({ ephemeral: true, sensitive: true });
  expect(Object.values(locals)).toEqual(['${{ for k in toset(var.names) : k => lookup(var.versions, k, 1) }}']);
});

test('versions write a value once more that is only known at plan', () => {
  const stack = newStack();
  const versions = new TerraformVariable(stack, 'versions', { type: 'map(number)' });
  new VariableSecrets(stack, 'Secrets', { path: '/a', parameters: map(stack, 'values'), versions });
  expect(Object.values(synth(stack).locals)[0]).toContain(
    'sha256(lookup(var.versions, k, 1) == 1 ? jsonencode(["/a", k, var.values[k]]) : jsonencode(["/a", k, var.values[k], var.versions[k]]))',
  );
});

test('static and plan-time sources together', () => {
  const stack = newStack();
  const known = new ContainerSecrets(stack, 'Known', { path: '/k', parameters: { A: SecretValue.external() } });
  const planned = new VariableSecrets(stack, 'Planned', { path: '/p', jsonSecret: map(stack, 'json') });
  new TaskDefinition(stack, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [known, planned] }] });
  const { locals } = synth(stack);
  const all = Object.entries<string>(locals).find(([id]) => id.startsWith('Task_Secrets-c'))![1];
  expect(all).toMatch(/^\$\{concat\(\[\{ name = "A", valueFrom = aws_ssm_parameter\.\w+\["A"\]\.arn \}\], \[for e in \[for k, n in local\./);
});

test('what the application needs is asked of the plan where synth can\'t know it', () => {
  const stack = newStack();
  const planned = new VariableSecrets(stack, 'Planned', { path: '/p', jsonSecret: map(stack, 'json') });
  new TaskDefinition(stack, 'Task', {
    family: 'f',
    containers: [{ name: 'c', image: 'i', secrets: [planned], environment: { A: '1' }, environmentContract: EnvironmentContract.of('A', 'B') }],
  });
  const { precondition } = only(synth(stack).resource.aws_ecs_task_definition).lifecycle;
  expect(precondition.at(-1).error_message).toMatch(/the application needs .*setsubtract\(toset\(\["B"\]\).* which nothing provides/);
});

describe('refused', () => {
  test('fails without a variable', () => {
    expect(() => new VariableSecrets(newStack(), 'S', { path: '/a' })).toThrow('neither parameters nor jsonSecret is given: give at least one map(string) variable (Stack/S)');
  });

  test('fails for a variable of another stack', () => {
    expect(() => new VariableSecrets(newStack(), 'S', { path: '/a', parameters: map(newStack('Other'), 'p') })).toThrow('variable \'Other/p\' belongs to another stack');
  });

  test.each(['a', '/a/', '/aws'])('fails for path %s', (path) => {
    const stack = newStack();
    expect(() => new VariableSecrets(stack, 'S', { path, parameters: map(stack, 'p') })).toThrow(`path '${path}'`);
  });
});
