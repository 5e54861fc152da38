import { readFileSync } from 'fs';
import { join } from 'path';
import { Testing, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import * as fc from 'fast-check';
import { Checks, ContainerSecrets, ExecutionRole, SecretValue, TaskDefinition } from '../../../src';
import { annotationsOf } from '../../support/annotations';
import { botocoreErrors, testsThatNeedBotocore } from '../../support/botocore';
import { only, parseTemplate, synthScope } from '../../support/synth';
import { errorOf } from '../../temporary-files';
import { FULL_TASK } from '../full-task';
import { statementsOf } from '../tasks';

const ECSPRESSO = readFileSync(join(__dirname, '../../fixtures/ecspresso-taskdef.json'), 'utf8');
const CONTAINER = { name: 'app', image: 'nginx' };

/** What comes out of toJson(). */
function jsonOf(build: (stack: any) => TaskDefinition): any {
  const json = synthScope((stack) => new TerraformOutput(stack, 'Json', { value: build(stack).toJson() }));
  return parseTemplate(Object.values<any>(json.output)[0].value);
}

const { test: testWithBotocore } = testsThatNeedBotocore();

/** Empty lists mean the same to ECS as no lists. */
function withoutEmpty(value: any): any {
  if (Array.isArray(value)) {
    return value.map(withoutEmpty);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, inner]) => !(Array.isArray(inner) && inner.length === 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutEmpty(inner)]));
}

function load(definition: unknown, sources = {}) {
  return jsonOf((stack) => TaskDefinition.fromJson(stack, 'Task', typeof definition === 'string' ? definition : JSON.stringify(definition), sources));
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaced(value: any, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) {
    return by;
  }
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

describe('round trip', () => {
  test('of ecspresso\'s file loses nothing', () => {
    // GIVEN
    const file = withoutEmpty(JSON.parse(ECSPRESSO));
    // THEN
    expect(load(ECSPRESSO)).toEqual({ ...file, containerDefinitions: [file.containerDefinitions[1], file.containerDefinitions[0]] });
  });

  test('of every field loses nothing', () => {
    // GIVEN
    const written = jsonOf((stack) => new TaskDefinition(stack, 'Task', FULL_TASK));
    const { executionRoleArn, ...fields } = written;
    expect(executionRoleArn).toMatch(/^\$\{aws_iam_role\..*\.arn\}$/);
    // WHEN
    const read = load({ ...fields, executionRoleArn: 'arn:aws:iam::123456789012:role/x' });
    // THEN
    expect(read).toEqual({ ...fields, executionRoleArn: 'arn:aws:iam::123456789012:role/x' });
  });

  testWithBotocore('of every field passes the validation of the AWS SDK', () => {
    const { executionRoleArn: _, ...fields } = jsonOf((stack) => new TaskDefinition(stack, 'Task', FULL_TASK));
    expect(botocoreErrors('ecs', 'RegisterTaskDefinition', load(fields))).toBe('');
  });

  test('keeps what looks like a template', () => {
    const definition = { family: 'api', containerDefinitions: [{ ...CONTAINER, memory: 512, command: ['${HOME}', '%{if}', '{{ must_env `X` }}', '"\\\n'] }] };
    const json = synthScope((stack) => TaskDefinition.fromJson(stack, 'Task', JSON.stringify(definition)));
    expect(only(json.resource.aws_ecs_task_definition).container_definitions).toContain('"command":["$${HOME}","%%{if}","{{ must_env `X` }}","\\"\\\\\\n"]');
  });

  test('understands sizes with units, and null as absent', () => {
    expect(load({ family: 'api', cpu: '.5 vCPU', memory: '1 GB', networkMode: null, containerDefinitions: [CONTAINER] })).toMatchObject({ cpu: '512', memory: '1024' });
  });
});

describe('sources', () => {
  test('are attached to their container, and what the file refers to becomes readable with it', () => {
    // WHEN
    const definition = { ...JSON.parse(ECSPRESSO), executionRoleArn: undefined };
    const json = synthScope((stack) => {
      const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters: { TOKEN: SecretValue.external() } });
      TaskDefinition.fromJson(stack, 'Task', JSON.stringify(definition), { secrets: { 'my-app': [secrets] } });
    });
    // THEN
    const [agent, app] = parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions);
    expect(app.secrets.map((secret: any) => secret.name)).toEqual(['DB_PASSWORD', 'DB_USER', 'TOKEN']);
    expect(agent.secrets.map((secret: any) => secret.name)).toEqual(['MACKEREL_APIKEY']);
    const read = statementsOf(json).find((statement) => statement.Action[0] === 'ssm:GetParameters');
    expect(read.Resource).toHaveLength(4);
  });

  test('of a role win over the file\'s', () => {
    const json = synthScope((stack) => TaskDefinition.fromJson(stack, 'Task', ECSPRESSO, { executionRole: new ExecutionRole(stack, 'Role') }));
    expect(only(json.resource.aws_ecs_task_definition).execution_role_arn).toMatch(/^\$\{aws_iam_role\.Role_/);
  });

  test('fails for a container that the file doesn\'t have', () => {
    expect(() => load(ECSPRESSO, { secrets: { 'my-ap': [] } })).toThrow(
      'secrets are given for container \'my-ap\', which the task definition doesn\'t have, did you mean \'my-app\'? (Stack)',
    );
  });
});

describe('hostile text', () => {
  const container = (fields: object) => ({ family: 'api', containerDefinitions: [{ ...CONTAINER, ...fields }] });

  test.each<[string, unknown, string]>([
    ['a misspelt field', { family: 'api', containerDefinitions: [CONTAINER], netwrokMode: 'awsvpc' }, 'field \'netwrokMode\' is unknown, did you mean \'networkMode\'? (Stack)'],
    ['a misspelt field of a container', container({ secretz: [] }), 'field \'secretz\' of containerDefinitions[0] is unknown, did you mean \'secrets\'? (Stack)'],
    ['a misspelt field further in', container({ portMappings: [{ containerport: 1 }] }), 'field \'containerport\' of containerDefinitions[0].portMappings[0] is unknown, did you mean \'containerPort\'?'],
    ['a field of the library', container({ secretFiles: {} }), 'field \'secretFiles\' of containerDefinitions[0] is unknown'],
    ['inference accelerators', { ...container({}), inferenceAccelerators: [{ deviceName: 'a', deviceType: 'b' }] }, 'field \'inferenceAccelerators\' is refused: Elastic Inference has ended'],
    ['S3 Files without a file system', { ...container({}), volumes: [{ name: 'a', s3filesVolumeConfiguration: {} }] }, 'field \'fileSystemArn\' of volumes[0].s3filesVolumeConfiguration is missing'],
    ['no family', { containerDefinitions: [CONTAINER] }, 'field \'family\' is missing: give it a value (Stack)'],
    ['no containers', { family: 'api', containerDefinitions: [] }, 'the task definition has no containers'],
    ['an environment variable twice', container({ environment: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }] }), '\'A\' is in containerDefinitions[0].environment twice: remove one of them (Stack)'],
    ['an environment variable without value', container({ environment: [{ name: 'A' }] }), 'field \'value\' of containerDefinitions[0].environment[0] is missing'],
    ['a number as value', container({ environment: [{ name: 'A', value: 1 }] }), 'containerDefinitions[0].environment[0].value must be a string, got a number'],
    ['a parameter with a version', container({ secrets: [{ name: 'A', valueFrom: 'a:b' }] }), 'neither an ARN nor the name of a parameter, got \'a:b\''],
    ['a list of null', container({ secrets: [null] }), 'containerDefinitions[0].secrets[0] must be a value, got null'],
    ['a container that is a string', { family: 'api', containerDefinitions: ['app'] }, 'containerDefinitions[0] must be an object, got a string'],
    ['a cpu of words', { ...container({}), cpu: 'lots' }, 'cpu is \'lots\': write units like \'1024\', or \'1 vCPU\' (Stack)'],
    ['null', 'null', 'the definition must be an object, got null'],
    ['a list', '[]', 'the definition must be an object, got a list'],
    ['a string', '"x"', 'the definition must be an object, got a string'],
    ['__proto__', '{"__proto__":{"family":"api"},"containerDefinitions":[]}', 'field \'__proto__\' is unknown'],
    ['constructor', '{"constructor":1}', 'field \'constructor\' is unknown'],
    ['nothing', '', 'the task definition is not JSON'],
    ['a path', './taskdef.json', "the task definition is given by the name of a file, './taskdef.json': read it with readFileSync"],
    ['a comment', '{\n"family": "api", // comment\n}', 'the task definition is not JSON in line 2: render templates in it first, and leave out comments (Stack)'],
    ['ten thousand brackets', '['.repeat(10000), 'the task definition is not JSON'],
  ])('fails for %s', (_, definition, message) => {
    expect(() => load(definition)).toThrow(expect.objectContaining({ name: 'ValidationError', message: expect.stringContaining(message) }));
  });

  test('fails with a message for whatever stands anywhere in a file', () => {
    // GIVEN
    const file = jsonOf((stack) => new TaskDefinition(stack, 'Task', FULL_TASK));
    const paths = pathsOf({ ...file, executionRoleArn: 'arn:aws:iam::123456789012:role/x' });
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom<unknown>('', 'app', 'envoy', '${x}', 'arn:aws:ssm', -1, [null], [[]], [{}], { name: 'a' }));
    // THEN
    fc.assert(
      fc.property(fc.constantFrom(...paths), anything, (path, value) => {
        const stack = new TerraformStack(Testing.app(), 'Stack');
        try {
          TaskDefinition.fromJson(stack, 'Task', JSON.stringify(replaced(file, path, value)));
        } catch (error) {
          expect(error).toMatchObject({ name: 'ValidationError', message: expect.stringMatching(/[^.]$/) });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('fails without showing the text', () => {
    expect(() => load('{"password":"hunter2" x}')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });

  test('fails for text that is only known at plan', () => {
    synthScope((stack) => {
      const text = new TerraformVariable(stack, 'json', { type: 'string' }).stringValue;
      expect(() => TaskDefinition.fromJson(stack, 'Task', text)).toThrow('the task definition must be known at synth: read its file with readFileSync (Stack)');
    });
  });
});

describe('what people have', () => {
  const definition = { family: 'api', memory: '512', containerDefinitions: [{ ...CONTAINER, environment: [{ name: 'EMPTY', value: '' }] }] };
  const reported = {
    taskDefinitionArn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/api:3',
    revision: 3,
    status: 'ACTIVE',
    compatibilities: ['EC2'],
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
    registeredAt: '2026-11-25T08:00:00+00:00',
    registeredBy: 'arn:aws:iam::123456789012:root',
  };
  const expected = { ...definition, containerDefinitions: definition.containerDefinitions, executionRoleArn: expect.any(String) };

  test.each<[string, unknown]>([
    ['--query taskDefinition', { ...definition, ...reported }],
    ['the whole answer', { taskDefinition: { ...definition, ...reported }, tags: [] }],
    ['ecspresso\'s wrapper', { taskDefinition: definition }],
    ['null, empty texts and empty lists', {
      ...definition,
      networkMode: '',
      volumes: [],
      placementConstraints: null,
      taskRoleArn: '',
      requiresCompatibilities: [],
      containerDefinitions: [{
        ...definition.containerDefinitions[0], command: [], user: '', workingDirectory: null, secrets: null, mountPoints: [],
      }],
    }],
  ])('%s', (_, file) => {
    expect(load(file)).toEqual(expected);
  });

  test('tags beside the definition are its tags', () => {
    expect(load({ taskDefinition: definition, tags: [{ key: 'team', value: 'shop' }] }).tags).toEqual([{ key: 'team', value: 'shop' }]);
  });

  test('one warning lists what AWS only reports, until it is acknowledged', () => {
    const stack = new TerraformStack(Testing.app(), 'Stack');
    const [said, meant] = ['Said', 'Meant'].map((id) => TaskDefinition.fromJson(stack, id, JSON.stringify({ ...definition, family: id, ...reported })));
    Checks.of(meant).acknowledge('read-only-fields', 'the file is the answer of the AWS CLI');
    expect(annotationsOf(stack).filter((message) => message.includes('reports'))).toEqual([
      'fields that AWS only reports are left out, got compatibilities, registeredAt, registeredBy, requiresAttributes, revision, status, taskDefinitionArn: '
      + 'leave them out of the file, or acknowledge it',
    ]);
    expect(said.arn).toBeDefined();
  });

  test('fails for several definitions', () => {
    expect(() => load({ taskDefinition: [definition, definition] })).toThrow('the file holds 2 definitions: give it the task definition alone');
  });

  test('fails for everything at once', () => {
    const wrong = {
      ...definition,
      netwrokMode: 'awsvpc',
      cpu: 'lots',
      containerDefinitions: [{
        name: 'app',
        image: '{{ must_env `IMAGE` }}',
        secretz: [],
        portMappings: [{ containerPort: 80, protocl: 'tcp' }],
        environment: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }, { name: 'B', value: 'x' }],
        secrets: [{ name: 'B', valueFrom: 'mysql:password::' }, { name: 'C', valueFrom: '<ARN>' }, { name: 'B', valueFrom: '/b' }],
      }],
    };
    const message = errorOf(() => load(wrong)).message;
    expect(message.split('\n').slice(0, 8)).toEqual([
      '9 problems:',
      '- field \'secretz\' of containerDefinitions[0] is unknown, did you mean \'secrets\'? (Stack)',
      '- field \'protocl\' of containerDefinitions[0].portMappings[0] is unknown, did you mean \'protocol\'? (Stack)',
      '- field \'netwrokMode\' is unknown, did you mean \'networkMode\'? (Stack)',
      '- cpu is \'lots\': write units like \'1024\', or \'1 vCPU\' (Stack)',
      '- \'A\' is in containerDefinitions[0].environment twice: remove one of them (Stack)',
      expect.stringMatching(/^- valueFrom of 'B' is neither an ARN nor the name of a parameter, got 'mysql:password::': .* \(Stack\)$/),
      '- valueFrom of \'C\' is a template, got \'<ARN>\': render the file first (Stack)',
    ]);
    expect(message).toContain('image of \'app\' is a template, got \'{{ must_env `IMAGE` }}\': render the file first');
    expect(message).toContain('\'B\' is both in environment and in secrets');
  });

  test('a field that this version doesn\'t know is kept where somebody asks for it', () => {
    const file = {
      ...definition,
      containerDefinitions: [{ ...definition.containerDefinitions[0], newField: { a: ['${x}'] }, portMappings: [{ containerPort: 81 }, { containerPort: 80, weight: 1.5 }] }],
    };
    expect(() => load(file)).toThrow(/2 problems:\n- field 'newField' of .* is unknown.*\n- field 'weight' of containerDefinitions\[0\]\.portMappings\[1\] is unknown/);
    const json = synthScope((stack) => TaskDefinition.fromJson(stack, 'Task', JSON.stringify(file), { keepUnknownFields: true }));
    expect(parseTemplate(only(json.resource.aws_ecs_task_definition).container_definitions)[0]).toMatchObject({
      newField: { a: ['${x}'] }, portMappings: [{ containerPort: 80, weight: 1.5 }, { containerPort: 81 }],
    });
    expect(() => load({ ...file, newField: 1 }, { keepUnknownFields: true })).toThrow('field \'newField\' is unknown');
  });

  test('a value that looks like a template is a warning that doesn\'t show it', () => {
    const stack = new TerraformStack(Testing.app(), 'Stack');
    const environment = ['{{ must_env `A` }}', '<PASSWORD>', '${var.x}', 'a < b', '{"a":{}}'].map((value, i) => ({ name: `V${i}`, value }));
    TaskDefinition.fromJson(stack, 'Task', JSON.stringify({ ...definition, containerDefinitions: [{ ...CONTAINER, environment }] }));
    expect(annotationsOf(stack)).toEqual([
      'container \'app\': \'V0\', \'V1\', \'V2\' in environment are templates: render the file first, or acknowledge it if the application expects that',
    ]);
  });
});
