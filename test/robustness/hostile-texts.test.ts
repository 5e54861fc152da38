import type { TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { asTerraformReads, hostile } from './hostile';
import {
  BatchJobDefinition, Compatibility, ContainerDefinition, ContainerSecret, ContainerSecrets, DiscoveredJsonSecret, DiscoveredParameters,
  EnvironmentFile, ExecutionRole, JsonSecret, KeyDiscovery, ParameterMap, RepositoryCredentials,
  SecretFiles, SecretValue, TaskDefinition, TaskDefinitionProps, VariableSecrets,
} from '../../src';
import { ValidationError } from '../../src/checks/validation-error';
import { newStack, only, synth } from '../support/synth';

/** Of each property; `PROPERTY_RUNS=1000 npx jest test/robustness` searches longer. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 25);
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/a';

/** The stack's JSON, or undefined where the text was refused as it should be. */
function synthesised(build: (stack: TerraformStack) => void): any {
  const stack = newStack();
  try {
    build(stack);
    return synth(stack);
  } catch (error) {
    if (error instanceof ValidationError) {
      expect(error.message).toMatch(/\S/);
      return undefined;
    }
    throw error;
  }
}

function task(stack: TerraformStack, container: Partial<ContainerDefinition>, props: Partial<TaskDefinitionProps> = {}): void {
  new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ name: 'app', image: 'example:1', ...container }], ...props });
}

const ON_EC2 = { compatibilities: [Compatibility.EC2], memory: 512 };

/** The containers as AWS gets them, where nothing in them is only known at plan. */
function containersOf(json: any): any[] {
  const text = asTerraformReads(only(json.resource.aws_ecs_task_definition).container_definitions);
  expect(text).toBeDefined();
  return JSON.parse(text!);
}

/** Either refused, or there as it was given. */
function survives(
  build: (stack: TerraformStack, text: string) => void,
  found: (json: any, text: string) => unknown,
  accept = (text: string): unknown => text,
): void {
  let taken = 0;
  fc.assert(fc.property(hostile, (text) => {
    const json = synthesised((stack) => build(stack, text));
    if (json !== undefined) {
      taken++;
      expect(found(json, text)).toEqual(accept(text));
    }
  }), { numRuns: RUNS });
  expect(taken).toBeGreaterThan(0);
}

const read = (template: string) => asTerraformReads(template);
const resource = (json: any, type: string) => only(json.resource[type]);

describe('a hostile text is refused with a message, or arrives as it was given', () => {
  test('everywhere in a container where any text may stand', () => {
    // the one name that JavaScript loses is refused wherever it stands
    const key = hostile.filter((text) => text !== '__proto__');
    const fields = fc.record({
      image: fc.constant('example:1'),
      command: fc.tuple(hostile, hostile),
      entryPoint: fc.tuple(hostile),
      environment: fc.record({ A: hostile, B: hostile }),
      workingDirectory: hostile,
      user: hostile,
      hostname: hostile,
      healthCheck: fc.record({ command: fc.tuple(fc.constant('CMD-SHELL'), hostile) }),
      dockerLabels: fc.dictionary(key, hostile, { minKeys: 1, maxKeys: 2 }),
      dnsServers: fc.tuple(hostile),
      logConfiguration: fc.record({ logDriver: fc.constant('gelf'), options: fc.dictionary(key, hostile, { minKeys: 1, maxKeys: 2 }) }),
    });
    fc.assert(fc.property(fields, ({ environment, ...container }) => {
      const json = synthesised((stack) => task(stack, { ...container, environment }));
      const expected = { ...container, name: 'app', environment: [{ name: 'A', value: environment.A }, { name: 'B', value: environment.B }] };
      expect(Object.entries(containersOf(json)[0])).toEqual(expect.arrayContaining(Object.entries(expected)));
    }), { numRuns: 4 * RUNS });
  });

  test.each<[string, (text: string) => Partial<ContainerDefinition>, (container: any) => unknown]>([
    ['a name of a secret', (name) => ({ secrets: [ContainerSecret.fromParameterArn(name, PARAMETER)] }), (container) => container.secrets[0].name],
    ['a name of environment', (text) => ({ environment: { [text]: 'x' } }), (container) => container.environment[0].name],
    ['a secret\'s JSON key', (jsonKey) => ({ secrets: [ContainerSecret.fromSecretArn('A', SECRET, { jsonKey })] }),
      (container) => container.secrets[0].valueFrom.slice(SECRET.length + 1, -2)],
    ['a version stage', (versionStage) => ({ secrets: [ContainerSecret.fromSecretArn('A', SECRET, { versionStage })] }),
      (container) => container.secrets[0].valueFrom.slice(SECRET.length + 2, -1)],
  ])('%s', (_, container, found) => survives((stack, text) => task(stack, container(text)), (json) => found(containersOf(json)[0])));

  test('the name of an option that is a secret', () => {
    const secretOptions = (text: string) => [ContainerSecret.fromParameterArn(text, PARAMETER)];
    survives((stack, text) => task(stack, { logConfiguration: { logDriver: 'gelf', secretOptions: secretOptions(text) } }),
      (json) => containersOf(json)[0].logConfiguration.secretOptions[0].name);
  });

  test.each<[string, (text: string) => Partial<TaskDefinitionProps>, (resource: any) => unknown]>([
    ['a value of tags', (text) => ({ tags: { a: text } }), (found) => read(found.tags.a)],
    ['a name of tags', (text) => ({ tags: { [`${text}.`]: 'x' } }), (found) => read(Object.keys(found.tags)[0])?.slice(0, -1)],
    ['taskRoleArn', (taskRoleArn) => ({ taskRoleArn }), (found) => read(found.task_role_arn)],
    ['a placement constraint', (expression) => ({ ...ON_EC2, placementConstraints: [{ expression }] }), (found) => read(found.placement_constraints[0].expression)],
    ['a directory of the host', (sourcePath) => ({ volumes: [{ name: 'v', host: { sourcePath } }] }), (found) => read(found.volume[0].host_path)],
  ])('%s of a task', (_, props, found) => survives((stack, text) => task(stack, {}, props(text)), (json) => found(resource(json, 'aws_ecs_task_definition'))));

  test('a value that is not a secret, as a parameter', () => {
    survives((stack, text) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { A: SecretValue.plaintext(text), B: SecretValue.external() } }), (json) =>
      read((Object.values(json.locals) as any[])[0].A));
  });

  test('a value that is not a secret, as a key of a secret', () => {
    survives((stack, text) => new JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: { A: SecretValue.plaintext(text) } }), (json) => {
      const versions = Object.values<any>(json.resource.aws_secretsmanager_secret_version);
      const { secret_string_wo: expression } = versions.find((version) => version.secret_string_wo.includes('jsonencode'));
      const [, quoted] = /"A" = tostring\(("(?:[^"\\]|\\.)*")\)/s.exec(expression)!;
      return read(JSON.parse(quoted));
    });
  });

  test.each<[string, (stack: TerraformStack, text: string) => void, (json: any) => unknown]>([
    ['tags of parameters', (stack, text) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { A: SecretValue.external() }, tags: { [`${text}.`]: text } }),
      (json) => read(Object.keys(resource(json, 'aws_ssm_parameter').tags)[0])?.slice(0, -1)],
    ['description of a secret', (stack, description) => new JsonSecret(stack, 'S', { secretName: 'a', jsonSecret: { A: SecretValue.external() }, description }),
      (json) => read(resource(json, 'aws_secretsmanager_secret').description)],
    ['description of a role', (stack, description) => new ExecutionRole(stack, 'Role', { description }), (json) => read(resource(json, 'aws_iam_role').description)],
    ['path of a role', (stack, path) => new ExecutionRole(stack, 'Role', { path }), (json) => read(resource(json, 'aws_iam_role').path)],
    ['a parameter of a job', (stack, text) => new BatchJobDefinition(stack, 'Job', {
      jobDefinitionName: 'job',
      parameters: { [`${text}.`]: text },
      containerProperties: { image: 'x', resourceRequirements: [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }] },
    }), (json) => read(Object.keys(resource(json, 'aws_batch_job_definition').parameters)[0])?.slice(0, -1)],
  ])('%s', (_, build, found) => survives(build, found));

  test('what an environment file is called stands in one policy and in the task, whole', () => {
    survives((stack, text) => task(stack, { environmentFiles: [EnvironmentFile.fromBucketArn('arn:aws:s3:::bucket', `${text}.env`)] }),
      (json, text) => [containersOf(json)[0].environmentFiles[0].value, asTerraformReads(Object.values<any>(json.resource.aws_iam_role_policy)[0].policy)!.includes(JSON.stringify(`arn:aws:s3:::bucket/${text}.env`))],
      (text) => [`arn:aws:s3:::bucket/${text}.env`, true]);
  });
});

describe('a name that would change what is written is refused', () => {
  const names: [string, (stack: TerraformStack, text: string) => void][] = [
    ['family', (stack, family) => task(stack, {}, { family })],
    ['container', (stack, name) => task(stack, { name })],
    ['volume', (stack, name) => task(stack, {}, { volumes: [{ name }] })],
    ['parameter', (stack, text) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { [text]: SecretValue.external() } })],
    ['generated value', (stack, text) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { [text]: SecretValue.generated() } })],
    ['key', (stack, text) => new JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: { [text]: SecretValue.generated() } })],
    ['path', (stack, path) => new ContainerSecrets(stack, 'Secrets', { path, parameters: { A: SecretValue.external() }, jsonSecret: { B: SecretValue.external() } })],
    ['secret', (stack, secretName) => new JsonSecret(stack, 'Secret', { secretName, jsonSecret: { A: SecretValue.external() } })],
    ['found path', (stack, path) => new DiscoveredParameters(stack, 'Found', { path })],
    ['found secret', (stack, secretName) => new DiscoveredJsonSecret(stack, 'Found', { secretName, keys: KeyDiscovery.fromTag() })],
    ['list of names', (stack, text) => new DiscoveredJsonSecret(stack, 'Found', { secretName: 'a', keys: KeyDiscovery.fromParameter(text) })],
    ['reference by name', (stack, text) => task(stack, { secrets: [ContainerSecret.fromParameterName(stack, 'R', 'A', text)] })],
    ['reference by ARN', (stack, text) => task(stack, { secrets: [ContainerSecret.fromSecretArn('A', text)] })],
    ['reference as it is', (stack, text) => task(stack, { secrets: [ContainerSecret.fromValueFrom('A', text)] })],
    ['credentials', (stack, text) => task(stack, { repositoryCredentials: RepositoryCredentials.fromSecretArn(text) })],
    ['name of a file', (stack, text) => task(stack, { secretFiles: new SecretFiles({ secrets: [ContainerSecret.fromParameterArn(text, PARAMETER)] }) })],
    ['directory of files', (stack, directory) => task(stack, { secretFiles: new SecretFiles({ secrets: [ContainerSecret.fromParameterArn('A', PARAMETER)], directory }) })],
    ['key ARN', (stack, encryptionKeyArn) => new ParameterMap(stack, 'Map', { path: '/a', parameters: { A: SecretValue.external() }, encryptionKeyArn })],
    ['task definition', (stack, json) => TaskDefinition.fromJson(stack, 'Task', json)],
  ];

  test.each(names)('%s', (_, build) => {
    fc.assert(fc.property(hostile, (text) => {
      const json = synthesised((stack) => build(stack, text));
      if (json !== undefined && /[$%]\{|["\n\\]/.test(text)) {
        expect(JSON.stringify(json)).not.toContain(JSON.stringify(text).slice(1, -1));
      }
    }), { numRuns: RUNS });
  });

  test.each(['constructor', 'toString', 'hasOwnProperty', 'value', 'dynamic', 'each', 'for_each', 'count', 'type', 'provider'])('but not names of Terraform and JavaScript: %s', (name) => {
    // WHEN
    const json = synthesised((stack) => {
      const secrets = new ContainerSecrets(stack, 'Secrets', {
        path: '/a',
        parameters: { [name]: SecretValue.generated(), other: SecretValue.external() },
        jsonSecret: { [`${name}_`]: SecretValue.plaintext('x') },
      });
      task(stack, { secrets: [secrets] });
    });

    // THEN
    expect(Object.keys(resource(json, 'aws_ssm_parameter').for_each).sort()).toEqual([name, 'other'].sort());
    const found = [...resource(json, 'aws_ecs_task_definition').container_definitions.matchAll(/"name":"([^"]+)"/g)].map(([, known]) => known);
    expect(found.sort()).toEqual(['app', 'other', name, `${name}_`].sort());
    expect(JSON.stringify(json)).toContain(`[\\"${name}\\"].random_password`);
  });

  test('fails for the one name that JavaScript loses', () => {
    const parameters = Object.fromEntries([['__proto__', SecretValue.external()]]);
    expect(() => new ParameterMap(newStack(), 'Map', { path: '/a', parameters })).toThrow(/^'__proto__' would get lost: .* \(Stack\/Map\)$/);
  });

  const tags = Object.fromEntries([['__proto__', 'x']]);
  const parameters = { A: SecretValue.external() };
  test.each<[string, (stack: TerraformStack) => unknown]>([
    ['a task definition', (stack) => task(stack, {}, { tags })],
    ['an execution role', (stack) => new ExecutionRole(stack, 'X', { tags })],
    ['container secrets', (stack) => new ContainerSecrets(stack, 'X', { path: '/a', parameters, tags })],
    ['a parameter map', (stack) => new ParameterMap(stack, 'X', { path: '/a', parameters, tags })],
    ['a JSON secret', (stack) => new JsonSecret(stack, 'X', { secretName: 'a', jsonSecret: parameters, tags })],
    ['variable secrets', (stack) => new VariableSecrets(stack, 'X', { path: '/a', tags })],
  ])('fails for a tag of that name on %s', (_, make) => {
    expect(() => make(newStack())).toThrow(/^tags: '__proto__' would get lost: .* \(Stack\/\w+\)$/);
  });
});
