import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { ContainerSecret, ContainerSecrets, ISecretSource, SecretValue, Service, TaskDefinition } from '../../../src';
import { newStack, only, synth } from '../../support/synth';

const INFO = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:info-5yaxBf';
const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/rds/user';

function gateOf(...containers: ((stack: TerraformStack) => ISecretSource[])[]) {
  const stack = newStack();
  const taskDefinition = new TaskDefinition(stack, 'Task', {
    family: 'f',
    containers: containers.map((secrets, i) => ({ name: `c${i}`, image: 'i', secrets: secrets(stack) })),
  });
  return { stack, taskDefinition };
}

function storesIn(stack: TerraformStack, verifyAtPlan?: boolean): ContainerSecrets {
  return new ContainerSecrets(stack, 'Secrets', {
    path: '/example',
    verifyAtPlan,
    parameters: { WRITTEN: SecretValue.fromVariable(new TerraformVariable(stack, 'v', {})), TYPED_P: SecretValue.external() },
    jsonSecret: { GENERATED: SecretValue.generated(), TYPED_J: SecretValue.external() },
  });
}

/** The gate among what stores remember. */
function gateIn(resource: any): any {
  return Object.entries<any>(resource.terraform_data ?? {}).find(([id]) => id.includes('PlanGate'))?.[1];
}

/** The messages of the gate, without the expression around them. */
function messagesOf(stack: TerraformStack): string[] {
  return gateIn(synth(stack).resource).lifecycle.precondition.map((p: any) => p.error_message.replace(/^\$\{"|"\}$/g, ''));
}

test('without verifyAtPlan no value is read', () => {
  const { resource, ephemeral } = synth(gateOf((stack) => [storesIn(stack), ContainerSecret.fromSecretArn('A', INFO)]).stack);
  expect(gateIn(resource)).toBeUndefined();
  expect(only(ephemeral.aws_ssm_parameter)).toMatchObject({ with_decryption: false });
  // what the store itself reads before it writes
  const names = Object.keys(ephemeral.aws_secretsmanager_secret_version).map((id) => id.replace(/^.*_(\w+)_\w+$/, '$1'));
  expect(names.sort()).toEqual(['ReadAgain', 'Seeded', 'Stored']);
});

test('needs no Terraform at synth', () => {
  // GIVEN
  const path = process.env.PATH;
  process.env.PATH = '';
  // THEN
  try {
    expect(gateIn(synth(gateOf((stack) => [storesIn(stack, true)]).stack).resource)).toHaveProperty('lifecycle');
  } finally {
    process.env.PATH = path;
  }
});

test('stores: external parameters and all keys, read after they are written', () => {
  // WHEN
  const { stack } = gateOf((s) => [storesIn(s, true)]);
  const { ephemeral } = synth(stack);

  // THEN
  const [parameters] = Object.entries<any>(ephemeral.aws_ssm_parameter).filter(([id]) => id.includes('PlanGate')).map(([, block]) => block);
  expect(parameters).toEqual({
    for_each: expect.stringMatching(/^\$\{\{"c0\/TYPED_P" = \{"arn" = aws_ssm_parameter\.\w+\["TYPED_P"\]\.arn\}\}\}$/),
    arn: '${each.value.arn}',
    with_decryption: true,
  });
  // by the id of what was written, as long as that is current: its label may come late
  const reads = Object.entries<any>(ephemeral.aws_secretsmanager_secret_version);
  const read = (name: string) => reads.find(([id]) => id.includes(`_${name}_`))![1].version_id;
  expect(reads.filter(([, block]) => block.for_each !== undefined)).toEqual([]);
  expect(read('Written')).toMatch(/^\$\{aws_secretsmanager_secret_version\.\w+_Version_\w+\.version_id\}$/);
  expect(read('Current')).toMatch(
    /^\$\{contains\(ephemeral\.\w+\.\w+_Written_\w+\.version_stages, "AWSCURRENT"\) \? aws_secretsmanager_secret_version\.\w+_Version_\w+\.version_id : null\}$/,
  );
  const messages = messagesOf(stack);
  expect(messages).toContain('container \'c0\': \'TYPED_P\': parameter /example/TYPED_P still holds the placeholder: set its value (Stack/Task)');
  expect(messages).toContain('container \'c0\': \'TYPED_J\': key \'TYPED_J\' of secret example still holds the placeholder: set its value (Stack/Task)');
  expect(messages).toContain('container \'c0\': \'GENERATED\': secret example has no key \'GENERATED\': add it, or correct the name (Stack/Task)');
  expect(messages.join()).not.toContain('WRITTEN');
});

test('a secret is read once per version, a parameter once, however many use it', () => {
  // WHEN
  const options = { verifyAtPlan: true };
  const { stack } = gateOf(
    () => [
      ContainerSecret.fromSecretArn('AGE', INFO, { ...options, jsonKey: 'age' }),
      ContainerSecret.fromSecretArn('OLD', INFO, { ...options, jsonKey: 'age', versionStage: 'AWSPREVIOUS' }),
      ContainerSecret.fromParameterArn('USER', PARAMETER, options),
    ],
    () => [
      ContainerSecret.fromSecretArn('YEARS', INFO, { ...options, jsonKey: 'age' }),
      ContainerSecret.fromSecretArn('ALL', INFO, options),
      ContainerSecret.fromParameterArn('DB_USER', PARAMETER, options),
      ContainerSecret.fromSecretArn('UNREAD', INFO, { jsonKey: 'x' }),
    ],
  );

  // THEN
  const { ephemeral } = synth(stack);
  expect(only(ephemeral.aws_ssm_parameter).for_each).toBe(`\${{"c0/USER" = {"arn" = "${PARAMETER}"}}}`);
  expect(only(ephemeral.aws_secretsmanager_secret_version).for_each).toBe(
    `\${{"c0/AGE" = {"arn" = "${INFO}", "stage" = null, "version" = null}, "c0/OLD" = {"arn" = "${INFO}", "stage" = "AWSPREVIOUS", "version" = null}}}`,
  );
  const messages = messagesOf(stack);
  expect(messages).toContain(`container 'c0': 'AGE'; container 'c1': 'YEARS': secret ${INFO} has no key 'age': add it, or correct the name (Stack/Task)`);
  expect(messages).toContain(`container 'c0': 'OLD': secret ${INFO} (version AWSPREVIOUS) has no key 'age': add it, or correct the name (Stack/Task)`);
  expect(messages).toContain(`container 'c0': 'USER'; container 'c1': 'DB_USER': parameter ${PARAMETER} is empty or no text: set its value (Stack/Task)`);
  expect(messages).toContain(`container 'c0': 'AGE'; container 'c1': 'YEARS': secret ${INFO} holds no JSON object: store one, like {\\"age\\": \\"…\\"} (Stack/Task)`);
  expect(messages).toContain(`container 'c1': 'ALL': secret ${INFO} still holds the placeholder: set its value (Stack/Task)`);
  expect(messages.join()).not.toContain('UNREAD');
});

test('names and providers', () => {
  const { stack } = gateOf((s) => {
    const provider = new AwsProvider(s, 'other', { region: 'eu-west-1', alias: 'other' });
    return [
      ContainerSecret.fromSecretName(s, 'Info', 'AGE', 'info', { jsonKey: 'a"${b}', verifyAtPlan: true, provider }),
      ContainerSecret.fromSecretArn('HERE', INFO, { jsonKey: 'a', verifyAtPlan: true }),
      ContainerSecret.fromParameterName(s, 'User', 'USER', '/rds/user', { verifyAtPlan: true, provider }),
    ];
  });
  const { ephemeral } = synth(stack);
  const providers = (type: string) => Object.fromEntries(Object.values<any>(ephemeral[type]).map((block) => [block.for_each.match(/"(c0\/\w+)"/)[1], block.provider]));
  expect(providers('aws_secretsmanager_secret_version')).toEqual({ 'c0/AGE': 'aws.other', 'c0/HERE': undefined });
  expect(providers('aws_ssm_parameter')).toEqual({ 'c0/USER': 'aws.other' });
  expect(messagesOf(stack)).toContain('container \'c0\': \'AGE\': secret info has no key \'a\\"$${b}\': add it, or correct the name (Stack/Task)');
  expect(Testing.synthHcl(stack)).toContain('resource "terraform_data"');
});

test('another stack\'s store is read by the container\'s own stack', () => {
  // GIVEN
  const stack = newStack();
  const provider = new AwsProvider(stack, 'other', { region: 'eu-west-1', alias: 'other' });
  const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example', verifyAtPlan: true, provider, jsonSecret: { A: SecretValue.external() } });
  const other = new TerraformStack(stack.node.root, 'Other');
  new AwsProvider(other, 'aws', { region: 'eu-central-1' });

  // WHEN
  new TaskDefinition(other, 'Task', { family: 'f', containers: [{ name: 'c', image: 'i', secrets: [secrets] }] });

  // THEN
  expect(only(synth(other).ephemeral.aws_secretsmanager_secret_version)).not.toHaveProperty('provider');
});

test('the service waits for it, the task definition does not', () => {
  const { stack, taskDefinition } = gateOf((s) => [storesIn(s, true)]);
  new Service(stack, 'Service', { serviceName: 'a', clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/main', taskDefinition, subnets: ['s'] });
  const { resource } = synth(stack);
  expect(only(resource.aws_ecs_service).depends_on).toContainEqual(expect.stringMatching(/^terraform_data\.Task_PlanGate_/));
  expect(only(resource.aws_ecs_task_definition).depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
});

test('conditions: one of them speaks at a time', () => {
  const { stack } = gateOf(() => [ContainerSecret.fromSecretArn('A', INFO, { jsonKey: 'k', verifyAtPlan: true })]);
  const conditions = gateIn(synth(stack).resource).lifecycle.precondition.map((p: any) => p.condition.replace(/ephemeral\.\w+\.\w+\["c0\/A"\]\.secret_string/g, 'T'));
  expect(conditions).toEqual([
    '${can(keys(jsondecode(T)))}',
    '${try(contains(keys(jsondecode(T)), "k"), true)}',
    `\${try(jsondecode(T)["k"] != "${SecretValue.PLACEHOLDER}", true)}`,
    '${try(jsondecode(T)["k"] != "" && jsondecode(T)["k"] != null, true)}',
    '${!can(jsondecode(T)["k"]) || can(tostring(jsondecode(T)["k"]))}',
    '${try(abs(jsondecode(T)["k"]) < 1000000 || startswith(jsonencode(jsondecode(T)["k"]), "\\""), true)}',
  ]);
});
