import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformLocal, TerraformStack } from 'cdktf';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { terraformEnvironment } from './support/terraform-environment';
import { HOSTILE_TEXTS } from '../robustness/hostile';
import { ContainerSecrets, SecretValue, TaskDefinition } from 'cdktf-ecs-secrets';

jest.setTimeout(120_000);

/** JSON has no lone surrogates, and Terraform writes them and what isn't normalised in its own way. */
const TEXTS = HOSTILE_TEXTS.filter((text) => Buffer.from(text).toString() === text && text.normalize('NFC') === text && text !== '');
const KNOWN = 'known at "plan" ${only}';
const MARKS = ['', '$', '$$', '%', '%%', 'a$', '$%', '{', '}'];

function hostileStack(stack: TerraformStack): void {
  const token = new TerraformLocal(stack, 'Known', KNOWN.replace('${', () => '$${')).asString;
  const name = (i: number) => `TEXT_${i}`;
  // values of parameters can't be empty or contain two braces, and are 4 KB long
  const values = TEXTS.map((text, i) => [name(i), text] as const).filter(([, text]) => !text.includes('{{') && text.length < 4096);
  const plaintext = Object.fromEntries(values.map(([key, text]) => [key, SecretValue.plaintext(text)]));
  new ContainerSecrets(stack, 'Secrets', { path: '/hostile', parameters: plaintext });
  new ContainerSecrets(stack, 'Json', { path: '/json', jsonSecret: plaintext });
  new TaskDefinition(stack, 'Task', {
    family: 'hostile',
    tags: Object.fromEntries(TEXTS.map((text, i) => [`${text.slice(0, 50)} ${i}`, text])),
    containers: [
      {
        name: 'literal',
        image: 'example:1',
        command: TEXTS.filter((text) => text.length < 4096),
        dockerLabels: Object.fromEntries(TEXTS.map((text, i) => [`${text.slice(0, 50)} ${i}`, 'x'])),
      },
      { name: 'mixed', image: 'example:1', command: MARKS.flatMap((mark) => [`${mark}${token}`, `${token}${mark}`, `${mark}${token}${mark}${token}`]) },
    ],
  });
}

describeReal('hostile texts', () => {
  let directory: string;
  const terraform = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('terraform', args, { cwd: directory, encoding: 'utf8', env: terraformEnvironment() });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  };
  const configuration = stackOf(hostileStack);
  const task: any = Object.values(configuration.resource.aws_ecs_task_definition)[0];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'e2e-hostile-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test('Terraform reads the configuration', () => {
    writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(configuration));
    terraform('init', '-backend=false', '-input=false');
    terraform('validate', '-no-color');
  });

  test('Terraform evaluates every text to what was given', () => {
    // GIVEN what the resources say, without the resources
    const versions = Object.values<any>(configuration.resource.aws_secretsmanager_secret_version);
    const { secret_string_wo: merged } = versions.find((version) => version.secret_string_wo.includes('TEXT_0'));
    const stored = /\$?\{?ephemeral\.aws_secretsmanager_secret_version\.\w+\.secret_string/g;
    const outputs = { containers: task.container_definitions, tags: task.tags, locals: parametersOf(configuration), json: merged.replace(stored, '"{}"') };
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({
      locals: configuration.locals,
      output: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])),
    }));

    // WHEN
    terraform('init', '-input=false');
    terraform('apply', '-auto-approve', '-no-color');
    const found = JSON.parse(terraform('output', '-json'));

    // THEN
    const [literal, mixed] = JSON.parse(found.containers.value);
    expect(literal.command).toEqual(TEXTS.filter((text) => text.length < 4096));
    expect(Object.keys(literal.dockerLabels).sort()).toEqual(TEXTS.map((text, i) => `${text.slice(0, 50)} ${i}`).sort());
    expect(mixed.command).toEqual(MARKS.flatMap((mark) => [`${mark}${KNOWN}`, `${KNOWN}${mark}`, `${mark}${KNOWN}${mark}${KNOWN}`]));
    expect(found.tags.value).toEqual(Object.fromEntries(TEXTS.map((text, i) => [`${text.slice(0, 50)} ${i}`, text])));
    const expected = Object.fromEntries(TEXTS.map((text, i) => [`TEXT_${i}`, text] as const).filter(([, text]) => !text.includes('{{') && text.length < 4096));
    expect(found.locals.value).toEqual(expected);
    const { _versions, ...json } = JSON.parse(found.json.value);
    expect(json).toEqual(expected);
  });
});

/** The local value that holds the parameters' values. */
function parametersOf({ locals }: any): object {
  return Object.values<any>(locals).find((local) => typeof local === 'object');
}
