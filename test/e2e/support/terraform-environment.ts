import { mkdirSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from './clients';
import type { Emulator } from './emulator';
import { withEngine } from './engine';

/**
 * Terraform and its providers are written in Go. A command lives for seconds, a third of which Go's garbage collector takes where it isn't told
 * that memory is there.
 */
const GARBAGE_COLLECTOR = { GOGC: 'off', GOMEMLIMIT: '1GiB' };

/** Terraform's environment: nothing of the user's AWS account or variables reaches it. */
export function terraformEnvironment(emulator?: Emulator, credentials?: Credentials): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_VAR_|TF_CLI_ARGS)/.test(name));
  const environment = withEngine({ ...GARBAGE_COLLECTOR, ...Object.fromEntries(inherited), TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' });
  if (!environment.TF_CLI_CONFIG_FILE && !environment.TF_PLUGIN_CACHE_DIR) {
    // From the registry each init would download the provider again.
    environment.TF_PLUGIN_CACHE_DIR = join(tmpdir(), 'e2e-terraform-plugins');
    environment.TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE = '1';
    mkdirSync(environment.TF_PLUGIN_CACHE_DIR, { recursive: true });
  }
  if (!emulator) return environment;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials ?? emulator.adminCredentials;
  return {
    ...environment,
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: emulator.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // 25 by default: minutes until a test that lost its emulator ends.
    AWS_MAX_ATTEMPTS: '3',
  };
}
