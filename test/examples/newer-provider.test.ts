import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'cdktf';
import { EXAMPLES } from './all';
import { JsonSecret, SecretValue, TaskDefinition } from '../../src';
import { newStack, synth } from '../support/synth';

/** Whatever an example's stacks say, as text by stack. */
function stacksOf(folder: string): [string, string][] {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const app = new App({ outdir });
    EXAMPLES[folder](app);
    app.synth();
    return readdirSync(join(outdir, 'stacks')).map((stack) => [stack, readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')]);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function verified(): string {
  const stack = newStack();
  const jsonSecret = { A: SecretValue.external(), B: SecretValue.generated() };
  const secrets = [new JsonSecret(stack, 'Secret', { secretName: 'example', jsonSecret, verifyAtPlan: true })];
  new TaskDefinition(stack, 'Task', { family: 'example', containers: [{ name: 'app', image: 'app', secrets }] });
  return JSON.stringify(synth(stack));
}

/** Whether an expression has this attribute of a resource or data source of this type. */
function refersTo(text: string, type: string, attribute: string): boolean {
  return new RegExp(`\\b${type}\\.[\\w-]+(\\[[^\\]]*\\])?\\.${attribute}\\b`).test(text);
}

// what version 6 of the AWS provider deprecates or means differently; docs/compatibility.md has the list
describe('what newer releases of the AWS provider change', () => {
  const stacks: [string, string][] = [...Object.keys(EXAMPLES).flatMap(stacksOf), ['a secret that is looked at', verified()]];

  test.each(stacks)('%s reads no attribute that is deprecated', (_, text) => {
    expect(refersTo(text, 'aws_secretsmanager_secret_version', 'arn')).toBe(false);
    expect(refersTo(text, 'data.aws_region', 'name')).toBe(false);
  });

  test('the search finds one', () => {
    expect(refersTo('"${aws_secretsmanager_secret_version.Secret_Version_1[0].arn}"', 'aws_secretsmanager_secret_version', 'arn')).toBe(true);
    expect(refersTo('"${data.aws_region.Aws_Region.name}"', 'data.aws_region', 'name')).toBe(true);
    expect(refersTo('"${data.aws_region.Aws_Region.id}"', 'data.aws_region', 'name')).toBe(false);
  });

  test.each(stacks)('%s gives no resource a Region of its own', (_, text) => {
    const { resource, data } = JSON.parse(text);
    const blocks = [resource, data].flatMap((types: object = {}) => Object.values(types)).flatMap((ids: object) => Object.values(ids));
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block: object) => 'region' in block)).toEqual([]);
  });

  test.each(stacks)('%s leaves to the provider what its releases have different defaults for', (_, text) => {
    const services: object[] = Object.values(JSON.parse(text).resource.aws_ecs_service ?? {});
    expect(services.flatMap((service) => Object.keys(service)).filter((name) => /^(availability_zone_rebalancing|sigint_rollback)$/.test(name))).toEqual([]);
  });
});
