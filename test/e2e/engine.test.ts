import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineOf, mirrorForOpenTofu, mirrorIn, withEngine } from './support/engine';

describe('the program of E2E_TERRAFORM', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'e2e-engine-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** What it leaves behind goes with the test. */
  const chosen = (env: NodeJS.ProcessEnv) => withEngine(env, join(directory, 'engines'));

  const program = (name: string, says: string) => {
    const path = join(directory, name);
    writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
    return path;
  };

  test('is what terraform means, as a path and as a name', () => {
    const path = program('any', 'Terraform v1.99.0');
    expect(engineOf(chosen({ PATH: process.env.PATH, E2E_TERRAFORM: path }))).toEqual({ name: 'Terraform', version: '1.99.0' });
    expect(engineOf(chosen({ PATH: `${directory}:${process.env.PATH}`, E2E_TERRAFORM: 'any' }))).toEqual({ name: 'Terraform', version: '1.99.0' });
  });

  test('leaves the environment as it is where none is named', () => {
    const env = { PATH: process.env.PATH };
    expect(chosen(env)).toBe(env);
  });

  test('fails where there is no such program', () => {
    expect(() => chosen({ PATH: directory, E2E_TERRAFORM: 'missing' })).toThrow("E2E_TERRAFORM is 'missing', and there is no such program");
    expect(() => chosen({ PATH: directory, E2E_TERRAFORM: directory })).toThrow('and there is no such program');
  });

  test('has a mirror of its own for its own registry, if it is OpenTofu', () => {
    // GIVEN
    const platform = join(directory, 'mirror/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64');
    mkdirSync(platform, { recursive: true });
    writeFileSync(join(platform, 'provider'), '');
    const configuration = join(directory, 'any.tfrc');
    writeFileSync(configuration, `provider_installation {\n  filesystem_mirror {\n    path    = "${join(directory, 'mirror')}"\n  }\n}\n`);
    const env = { PATH: process.env.PATH, TF_CLI_CONFIG_FILE: configuration };

    // WHEN
    const terraform = chosen({ ...env, E2E_TERRAFORM: program('one', 'Terraform v1.99.0') });
    const tofu = chosen({ ...env, E2E_TERRAFORM: program('other', 'OpenTofu v1.99.0') });

    // THEN
    expect(terraform.TF_CLI_CONFIG_FILE).toBe(configuration);
    const text = readFileSync(tofu.TF_CLI_CONFIG_FILE!, 'utf8');
    expect(text).toContain('include = ["registry.opentofu.org/*/*"]');
    const version = join(mirrorIn(text)!, 'registry.opentofu.org/hashicorp/aws/5.100.0');
    expect(readdirSync(join(version, 'linux_amd64'))).toEqual(['provider']);
  });

  test('finds folders above the platform that are not links', () => {
    // GIVEN
    const platform = 'hashicorp/aws/5.100.0/linux_amd64';
    mkdirSync(join(directory, 'from/registry.terraform.io', platform), { recursive: true });

    // WHEN twice, as two test files do
    for (const _ of [1, 2]) mirrorForOpenTofu(join(directory, 'from'), join(directory, 'to'));

    // THEN
    const parts = ['registry.opentofu.org', ...platform.split('/')];
    const links = parts.map((_, i) => lstatSync(join(directory, 'to', ...parts.slice(0, i + 1))).isSymbolicLink());
    expect(links).toEqual([false, false, false, false, true]);
  });
});
