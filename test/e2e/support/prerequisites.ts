import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineOf } from './engine';
import { terraformEnvironment } from './terraform-environment';

/** Both Terraform and OpenTofu know write-only arguments since their 1.11. */
const TERRAFORM = [1, 11];
/**
 * The provider that the tests are written against: the newest 5.x, which `@cdktf/provider-aws` 20.1.0 is made from. E2E_AWS_PROVIDER is another
 * version, or a constraint.
 */
export const AWS_PROVIDER = { source: 'hashicorp/aws', version: process.env.E2E_AWS_PROVIDER || '5.100.0' };

/** `describe` for tests that apply for real: skipped with a line that says what is missing, or failed where E2E_REQUIRED=1. */
export function describeReal(name: string, tests: () => void): void {
  const missing = missingPrerequisite();
  if (!missing) {
    describe(name, tests);
  } else if (process.env.E2E_REQUIRED === '1') {
    describe(name, () => {
      test('fails for want of its prerequisites', () => {
        throw new Error(missing);
      });
    });
  } else {
    process.stderr.write(`e2e: skipped '${name}': ${missing}\n`);
    describe.skip(name, tests);
  }
}

/** One line that says what is missing and how to get it, or undefined when everything is there. */
export function missingPrerequisite(): string | undefined {
  return missingTerraform() ?? missingEmulator() ?? missingProvider();
}

function missingTerraform(): string | undefined {
  const engine = engineOf(terraformEnvironment());
  if (!engine) return 'no terraform on the PATH: install Terraform 1.11 or newer, https://developer.hashicorp.com/terraform/install';
  const [major, minor] = engine.version.split('.').map(Number);
  const enough = major > TERRAFORM[0] || (major === TERRAFORM[0] && minor >= TERRAFORM[1]);
  return enough ? undefined : `${engine.name} ${engine.version} knows no write-only arguments: install ${engine.name} ${TERRAFORM.join('.')} or newer`;
}

function missingEmulator(): string | undefined {
  if (process.env.AWS_ENDPOINT_URL) return undefined;
  const script = 'import flask, flask_cors, moto; print(moto.__version__)';
  const { status, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  if (status !== 0) return "no python3 with moto's server: run `python3 -m pip install 'moto[server]==5.*'`, or set AWS_ENDPOINT_URL to an AWS emulator";
  return stdout.startsWith('5.') ? undefined : `moto ${stdout.trim()} is not 5.x: run \`python3 -m pip install 'moto[server]==5.*'\``;
}

function missingProvider(): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-provider-'));
  try {
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: { aws: AWS_PROVIDER } } }));
    const { status } = spawnSync('terraform', ['init', '-backend=false'], { cwd: directory, encoding: 'utf8', env: terraformEnvironment() });
    if (status === 0) return undefined;
    return `terraform can't install provider ${AWS_PROVIDER.source} ${AWS_PROVIDER.version}: ` +
      'allow access to the Terraform registry, or name a provider mirror in the file at TF_CLI_CONFIG_FILE';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
