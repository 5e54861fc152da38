import type { TerraformStack } from 'cdktf';
import { WRONG_TYPES } from './hostile';
import * as lib from '../../src';
import { ValidationError } from '../../src/checks/validation-error';
import { newStack, synth } from '../support/synth';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf';
const SECRET_VALUE = 'hunter2-hunter2';

/** What JavaScript would let through. */
type Untyped = any;

const container = (props: object) => ({ name: 'app', image: 'x', ...props });
const task = (stack: TerraformStack, props: Untyped) => new lib.TaskDefinition(stack, 'Task', { family: 'a', containers: [container({})], ...props });
const job = (stack: TerraformStack, props: Untyped) => new lib.BatchJobDefinition(stack, 'Job', { jobDefinitionName: 'a', ...props });
const resourceRequirements = [{ type: 'VCPU', value: '1' }, { type: 'MEMORY', value: '2048' }];

const USES: [string, (stack: TerraformStack, value: Untyped) => unknown][] = [
  ['props of a task', (stack, value) => new lib.TaskDefinition(stack, 'Task', value)],
  ['props of a map', (stack, value) => new lib.ParameterMap(stack, 'Map', value)],
  ['props of a secret', (stack, value) => new lib.JsonSecret(stack, 'Secret', value)],
  ['props of all secrets', (stack, value) => new lib.ContainerSecrets(stack, 'Secrets', value)],
  ['props of secrets from variables', (stack, value) => new lib.VariableSecrets(stack, 'Secrets', value)],
  ['props of found parameters', (stack, value) => new lib.DiscoveredParameters(stack, 'Found', value)],
  ['props of a found secret', (stack, value) => new lib.DiscoveredJsonSecret(stack, 'Found', value)],
  ['props of a job', (stack, value) => new lib.BatchJobDefinition(stack, 'Job', value)],
  ['props of a service', (stack, value) => new lib.Service(stack, 'Service', value)],
  ['props of an image', (stack, value) => lib.ContainerImage.fromParameter(stack, 'Image', value)],
  ['family', (stack, family) => task(stack, { family })],
  ['cpu', (stack, cpu) => task(stack, { cpu })],
  ['containers', (stack, containers) => task(stack, { containers })],
  ['a container', (stack, value) => task(stack, { containers: [value] })],
  ['volumes', (stack, volumes) => task(stack, { volumes })],
  ['a volume', (stack, value) => task(stack, { volumes: [value] })],
  ['compatibilities', (stack, compatibilities) => task(stack, { compatibilities })],
  ['tags', (stack, tags) => task(stack, { tags })],
  ['platformVersion', (stack, platformVersion) => task(stack, { platformVersion })],
  ...['name', 'image', 'secrets', 'environment', 'command', 'logConfiguration', 'environmentFiles', 'environmentContract', 'repositoryCredentials', 'secretFiles',
    'dependsOn', 'mountPoints', 'links', 'healthCheck', 'portMappings', 'dockerLabels', 'user'].map(
    (prop): [string, (stack: TerraformStack, value: Untyped) => unknown] => [`${prop} of a container`, (stack, value) => task(stack, { containers: [container({ [prop]: value })] })],
  ),
  ['a source of secrets', (stack, value) => task(stack, { containers: [container({ secrets: [value] })] })],
  ['a value of environment', (stack, value) => task(stack, { containers: [container({ environment: { A: value } })] })],
  ['secretOptions', (stack, secretOptions) => task(stack, { containers: [container({ logConfiguration: { logDriver: 'splunk', secretOptions } })] })],
  ['options', (stack, options) => task(stack, { containers: [container({ logConfiguration: { logDriver: 'awslogs', options } })] })],
  ['path', (stack, path) => new lib.ContainerSecrets(stack, 'Secrets', { path, parameters: {} })],
  ['parameters', (stack, parameters) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters })],
  ['a value', (stack, value) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: { A: value } })],
  ['a key\'s value', (stack, value) => new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: { A: value } })],
  ['plaintext', (stack, value) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: { A: lib.SecretValue.plaintext(value) } })],
  ['a version', (stack, version) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: { A: lib.SecretValue.external({ version }) } })],
  ['passwordLength', (stack, passwordLength) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: { A: lib.SecretValue.generated({ passwordLength }) } })],
  ['encryptionKeyArn', (stack, encryptionKeyArn) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: {}, encryptionKeyArn })],
  ['secretName', (stack, secretName) => new lib.JsonSecret(stack, 'Secret', { secretName, jsonSecret: {} })],
  ['recoveryWindowInDays', (stack, recoveryWindowInDays) => new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: {}, recoveryWindowInDays })],
  ['replicaRegions', (stack, replicaRegions) => new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: {}, replicaRegions })],
  ['removedKeys', (stack, removedKeys) => new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: {}, removedKeys })],
  ['an ARN', (_, arn) => lib.ContainerSecret.fromSecretArn('A', arn)],
  ['a name of a reference', (_, name) => lib.ContainerSecret.fromSecretArn(name, SECRET)],
  ['jsonKey', (_, jsonKey) => lib.ContainerSecret.fromSecretArn('A', SECRET, { jsonKey })],
  ['versionStage', (_, versionStage) => lib.ContainerSecret.fromSecretArn('A', SECRET, { versionStage })],
  ['valueFrom', (_, valueFrom) => lib.ContainerSecret.fromValueFrom('A', valueFrom)],
  ['a parameter\'s name', (stack, name) => lib.ContainerSecret.fromParameterName(stack, 'R', 'A', name)],
  ['a secret\'s name', (stack, name) => lib.ContainerSecret.fromSecretName(stack, 'R', 'A', name)],
  ['credentials', (_, arn) => lib.RepositoryCredentials.fromSecretArn(arn)],
  ['an environment file', (_, arn) => lib.EnvironmentFile.fromObjectArn(arn)],
  ['a required name', (_, name) => lib.EnvironmentContract.of(name)],
  ['jobDefinitionName', (stack, jobDefinitionName) => job(stack, { jobDefinitionName, containerProperties: { image: 'x', resourceRequirements } })],
  ['containerProperties', (stack, containerProperties) => job(stack, { containerProperties })],
  ['ecsProperties', (stack, ecsProperties) => job(stack, { ecsProperties })],
  ['resourceRequirements', (stack, value) => job(stack, { containerProperties: { image: 'x', resourceRequirements: value } })],
  ['a file', (stack, json) => lib.TaskDefinition.fromJson(stack, 'Task', json)],
  ['a list of names', (_, path) => lib.SecretValues.fromNamesFile(path)],
  ['a dotenv file', (_, path) => lib.EnvironmentContract.fromDotenv(path)],
];

test.each(USES)('%s of the wrong type bring a message, or are as if they weren\'t there', (_, use) => {
  for (const value of WRONG_TYPES) {
    const stack = newStack();
    try {
      use(stack, value);
      synth(stack);
    } catch (error) {
      expect([value, error]).toEqual([value, expect.any(ValidationError)]);
      expect((error as Error).message).not.toContain('undefined is not');
    }
  }
});

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  ['no props', (stack) => new lib.ParameterMap(stack, 'Map', undefined as Untyped), 'there are no props: give an object (Stack/Map)'],
  ['no path', (stack) => new lib.ParameterMap(stack, 'Map', {} as Untyped), 'path is missing: give it a value (Stack/Map)'],
  ['a number', (stack) => task(stack, { family: 5 }), 'family must be a string, got a number (Stack/Task)'],
  ['a value in the place of its source', (stack) => new lib.ParameterMap(stack, 'Map', { path: '/a', parameters: { DB_PASSWORD: SECRET_VALUE as Untyped } }),
    "value of 'DB_PASSWORD' is not a SecretValue, got a string: use SecretValue.fromVariable(…), or SecretValue.plaintext(…) for what is not a secret (Stack/Map)"],
  ['a number of a JSON secret', (stack) => new lib.JsonSecret(stack, 'Secret', { secretName: 'a', jsonSecret: { PORT: lib.SecretValue.plaintext(5432 as Untyped) } }),
    "plaintext of 'PORT' must be a string, got a number: write it as the application reads it, in quotes (Stack/Secret)"],
  ['a name in the place of a source', (stack) => task(stack, { containers: [container({ secrets: ['DB_PASSWORD'] })] }),
    "container 'app': secrets[0] is not a source of secrets, got a string: give a store like ContainerSecrets, or ContainerSecret.fromParameterArn(…) (Stack/Task)"],
])('fails for %s', (_, use, message) => {
  expect(() => use(newStack())).toThrow(message);
});
