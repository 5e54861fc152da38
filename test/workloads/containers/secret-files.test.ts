import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Compatibility, ContainerSecret, ContainerSecrets, SecretFiles, SecretFilesProps, SecretValue, TaskDefinition, TaskDefinitionProps } from '../../../src';
import { SECRET_FILES_ENVIRONMENT, SECRET_FILES_WINDOWS, SECRET_FILE_DIRECTORY, SECRET_FILE_NAME, SECRET_FILE_OWNER } from '../../../src/checks/secret-files';
import { botocoreErrors, testsThatNeedBotocore } from '../../support/botocore';
import { runs, testsThatNeed } from '../../support/programs';
import { only, parseTemplate, synthScope } from '../../support/synth';
import { PARAMETER, SECRET, containersOf, statementsOf, taskOf } from '../tasks';

const APP = { name: 'app', image: 'nginx' };

const { test: testWithBotocore } = testsThatNeedBotocore();
const { test: testWithBash } = testsThatNeed('bash', runs('bash', '--version'));

function secretFiles(names: string[], props: Partial<SecretFilesProps> = {}) {
  return new SecretFiles({ secrets: names.map((name) => ContainerSecret.fromSecretArn(name, SECRET, { jsonKey: name })), ...props });
}

describe('a container with secret files', () => {
  test('waits for the one that writes them, and only knows where they are', () => {
    // WHEN
    const task = taskOf({ containers: [{ ...APP, environment: { PORT: '80' }, secretFiles: secretFiles(['TOKEN', 'KEY'], { uid: 1000 }) }] });
    const [app, writer] = parseTemplate(task.container_definitions);
    // THEN
    expect(task.volume).toEqual([{ name: 'app-secret-files' }]);
    expect(app).toEqual({
      ...APP,
      dependsOn: [{ condition: 'SUCCESS', containerName: 'app-secret-files' }],
      environment: [
        { name: 'KEY_FILE', value: '/run/secrets/KEY' },
        { name: 'PORT', value: '80' },
        { name: 'TOKEN_FILE', value: '/run/secrets/TOKEN' },
      ],
      mountPoints: [{ containerPath: '/run/secrets', readOnly: true, sourceVolume: 'app-secret-files' }],
    });
    expect(writer).toEqual({
      command: [expect.stringContaining('write KEY "$KEY"\nwrite TOKEN "$TOKEN"')],
      entryPoint: ['/bin/sh', '-c'],
      essential: false,
      image: 'public.ecr.aws/docker/library/busybox:1.37.0',
      mountPoints: [{ containerPath: '/run/secrets', sourceVolume: 'app-secret-files' }],
      name: 'app-secret-files',
      readonlyRootFilesystem: true,
      secrets: [{ name: 'KEY', valueFrom: `${SECRET}:KEY::` }, { name: 'TOKEN', valueFrom: `${SECRET}:TOKEN::` }],
      user: '0:0',
    });
  });

  testWithBotocore('passes the validation of the AWS SDK, and so does the one that writes them', () => {
    const containerDefinitions = containersOf({ containers: [{ ...APP, secretFiles: secretFiles(['TOKEN', 'KEY']) }] });
    expect(containerDefinitions).toHaveLength(2);
    expect(botocoreErrors('ecs', 'RegisterTaskDefinition', { family: 'api', containerDefinitions })).toBe('');
  });

  test('keeps what it has, and logs to the same place', () => {
    // WHEN
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': 'x', 'awslogs-region': 'eu-central-1' } };
    const [app, writer] = containersOf({
      volumes: [{ name: 'data' }],
      containers: [
        { ...APP, logConfiguration, dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }], mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }], secretFiles: secretFiles(['TOKEN']) },
        { ...APP, name: 'migrate' },
      ],
    });
    // THEN
    expect(app.dependsOn.map((dependency: any) => dependency.containerName)).toEqual(['app-secret-files', 'migrate']);
    expect(app.mountPoints.map((mount: any) => mount.sourceVolume)).toEqual(['data', 'app-secret-files']);
    expect(writer.logConfiguration).toEqual(logConfiguration);
  });

  test('lets the execution role read the secrets, and a changed value redeploy', () => {
    const json = synthScope((stack) => {
      const secrets = new ContainerSecrets(stack, 'Secrets', { path: '/example/api', parameters: { TOKEN: SecretValue.generated() } });
      const task = new TaskDefinition(stack, 'Task', { family: 'api', containers: [{ ...APP, secretFiles: new SecretFiles({ secrets: [secrets] }) }] });
      expect(task.redeployTriggers).toEqual({ 'app-secret-files/TOKEN': '1' });
    });
    expect(statementsOf(json)).toEqual([expect.objectContaining({ Action: ['ssm:GetParameters'], Resource: [expect.stringContaining('["TOKEN"].arn')] })]);
    expect(only(json.resource.aws_ecs_task_definition).container_definitions).toContain('"TOKEN_FILE","value":"/run/secrets/TOKEN"');
  });

  test('has a writer with memory of its own where the task has none', () => {
    const props: Omit<TaskDefinitionProps, 'family'> = { containers: [{ ...APP, memory: 128, secretFiles: secretFiles(['TOKEN']) }], compatibilities: [Compatibility.EC2] };
    expect(containersOf(props)[1].memoryReservation).toBe(32);
    expect(containersOf({ ...props, memory: 512 })[1].memoryReservation).toBeUndefined();
  });

  test('can have another image, program and command', () => {
    const props = { image: 'example/writer:1', entryPoint: ['/writer'], command: ['--all'] };
    expect(containersOf({ containers: [{ ...APP, secretFiles: secretFiles(['TOKEN'], props) }] })[1]).toMatchObject(props);
  });

  test('fails where NAME_FILE is in its environment', () => {
    expect(() => taskOf({ containers: [{ ...APP, environment: { TOKEN_FILE: '/x' }, secretFiles: secretFiles(['TOKEN']) }] }))
      .toThrow('container \'app\': \'TOKEN_FILE\' is in environment, and secretFiles set it: take it out of environment (Stack/Task)');
  });

  test('fails on Windows', () => {
    expect(() => taskOf({ runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, containers: [{ ...APP, secretFiles: secretFiles(['TOKEN']) }] }))
      .toThrow('container \'app\': secretFiles don\'t work on Windows');
  });

  test.each(['PATH', 'IFS', 'LD_PRELOAD'])('fails for a secret called %s', (name) => {
    expect(() => taskOf({ containers: [{ ...APP, secretFiles: secretFiles([name]) }] })).toThrow(`'${name}' can't be written to a file, a shell uses it itself`);
  });

  test.each(['A; rm -rf /', '$(id)', 'a-b', '../x', ''])('fails for a name that a shell can\'t read: %j', (name) => {
    const source = ContainerSecret.fromParameterArn(name, PARAMETER);
    expect(() => taskOf({ containers: [{ ...APP, secretFiles: new SecretFiles({ secrets: [source] }) }] }))
      .toThrow(`'${name}' can't be written to a file, a shell can't read a variable of that name: give it another name with renamed()`);
  });

  test.each(['secrets', '/', '/run/../etc', '/run/$(id)', '/run/a b', '/run/', '/run/\'x'])('fails for directory %j', (directory) => {
    expect(() => secretFiles(['TOKEN'], { directory })).toThrow(`directory '${directory}' can't hold secret files`);
  });

  test.each([-1, 1.5, NaN, 2 ** 31])('fails for uid %s', (uid) => {
    expect(() => secretFiles(['TOKEN'], { uid })).toThrow(`uid is ${uid}: use the number that the image's user has, 0 to 2147483647`);
  });
});

describe('the script', () => {
  const HOSTILE: { [name: string]: string } = {
    BACKTICKS: '`touch /tmp/pwned`',
    DASHES: '-n -e --help',
    DOLLAR: '$(touch /tmp/pwned) ${HOME} $$ $1 $@',
    EMPTY: '',
    ESCAPES: '\\n \\0 %s %d %% \\',
    GLOB: '* ? [a-z] ~ {a,b}',
    LARGE: 'x'.repeat(64 * 1024),
    NEWLINES: '\n\nfirst\r\nlast\n\n',
    NON_ASCII: 'päßwörd 秘密 🔑 \u0001\u007f',
    QUOTES: 'it\'s "quoted"; rm -rf "$HOME" && \'',
    _1: ' spaces\tand tabs ',
  };
  const root = process.getuid?.() === 0;
  const uid = root ? 1234 : process.getuid!();
  const gid = root ? 5678 : process.getgid!();
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'secret-files-'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  function run(shell: string, environment: { [name: string]: string }, names = Object.keys(HOSTILE)) {
    const [, { entryPoint, command }] = containersOf({ containers: [{ ...APP, secretFiles: secretFiles(names, { directory, uid, gid }) }] });
    return spawnSync(shell, [...entryPoint.slice(1), ...command], { env: { ...environment, PATH: process.env.PATH, SHLVL: '1' }, encoding: 'utf8' });
  }

  function writesEveryValue(shell: string): void {
    // WHEN
    const { status, stdout, stderr } = run(shell, HOSTILE);
    // THEN
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(directory).sort()).toEqual(Object.keys(HOSTILE).sort());
    for (const [name, value] of Object.entries(HOSTILE)) {
      const file = statSync(join(directory, name));
      expect(readFileSync(join(directory, name), 'utf8')).toBe(value);
      expect([name, file.mode.toString(8), file.uid, file.gid]).toEqual([name, '100400', uid, gid]);
    }
  }

  test('in /bin/sh writes every value as it is, for the owner alone', () => writesEveryValue('/bin/sh'));

  testWithBash('in bash writes every value as it is, for the owner alone', () => writesEveryValue('bash'));

  test('can run again', () => {
    run('/bin/sh', HOSTILE);
    expect(run('/bin/sh', { ...HOSTILE, QUOTES: 'new' }).status).toBe(0);
    expect(readFileSync(join(directory, 'QUOTES'), 'utf8')).toBe('new');
  });

  test('fails where a value didn\'t come', () => {
    const { QUOTES: _, ...rest } = HOSTILE;
    const { status, stderr } = run('/bin/sh', rest);
    expect(status).not.toBe(0);
    expect(stderr).toContain('QUOTES');
  });

  test('fails where the volume is missing', () => {
    const [, { command }] = containersOf({ containers: [{ ...APP, secretFiles: secretFiles(['TOKEN'], { directory: '/nowhere/at-all' }) }] });
    expect(spawnSync('/bin/sh', ['-c', ...command], { env: { TOKEN: 'x' } }).status).not.toBe(0);
  });
});

test('checks let what is right, and tokens, through', () => {
  const subject = { container: 'app', environment: ['PORT'], names: ['TOKEN_FILE'] };
  expect(SECRET_FILE_NAME.check({ name: 'TOKEN' })).toBeUndefined();
  expect(SECRET_FILE_DIRECTORY.check({ directory: '/var/run/.secrets' })).toBeUndefined();
  expect(SECRET_FILE_OWNER.check({ what: 'uid', id: 0 })).toBeUndefined();
  expect(SECRET_FILES_ENVIRONMENT.check(subject)).toBeUndefined();
  expect(SECRET_FILES_WINDOWS.check({ ...subject, operatingSystemFamily: 'LINUX' })).toBeUndefined();
  expect(SECRET_FILES_WINDOWS.check({ ...subject, operatingSystemFamily: '${TfToken[TOKEN.0]}' })).toBeUndefined();
});
