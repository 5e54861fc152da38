import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Emulator } from './emulator';

const FOLDER = join(__dirname, '../../fixtures/corpus');
const SECRET = /arn:aws:secretsmanager:eu-central-1:123456789012:secret:([^:"]+)/g;
const PARAMETER = /arn:aws:ssm:([a-z0-9-]+):\d{12}:parameter(\/[^"]+)/g;

export interface Corpus {
  readonly tasks: RegisterTaskDefinitionCommandInput[];
  readonly jobs: RegisterJobDefinitionCommandInput[];
}

/**
 * The corpus of definitions, in an account of eu-central-1 in which there is everything that they refer to.
 */
export async function createCorpus(emulator: Emulator): Promise<Corpus> {
  const [tasks, jobs] = [textsIn('.'), textsIn('jobs')];
  const all = [...tasks, ...jobs].join('\n');
  const names = new Map<string, string>();
  for (const [, text] of all.matchAll(SECRET)) {
    const name = text.replace(/-AbC12d$/, '');
    if (!names.has(name)) {
      // one text as a whole: several definitions refer to it, so that none may take it over
      const { ARN } = await emulator.admin.secretsManager.send(new CreateSecretCommand({ Name: name, SecretString: 'a-text-of-the-corpus' }));
      names.set(name, ARN!);
    }
  }
  await emulator.admin.secretsManager.send(new CreateSecretCommand({ Name: 'my-repo', SecretString: '{"username":"corpus","password":"corpus"}' }));
  const byName = [...all.matchAll(/"valueFrom": "([^":]+)"/g)].map(([, name]) => ['eu-central-1', name]);
  const parameters = [...[...all.matchAll(PARAMETER)].map(([, region, name]) => [region, name]), ...byName].map((one) => one.join(' '));
  for (const one of new Set(parameters)) {
    const [region, Name] = one.split(' ');
    const { ssm } = region === emulator.region ? emulator.admin : emulator.in(region).admin;
    await ssm.send(new PutParameterCommand({ Name, Value: 'a-text-of-the-corpus', Type: 'SecureString' }));
  }
  /** Secrets Manager adds six characters of its own to each name. */
  const there = (text: string) => JSON.parse(text.replace(SECRET, (arn, name: string) => (name.endsWith('-AbC12d') ? names.get(name.slice(0, -7))! : arn)));
  return { tasks: tasks.map(there), jobs: jobs.map(there) };
}

/** Of one partition, and what AWS provider 5 takes. */
function textsIn(folder: string): string[] {
  const files = readdirSync(join(FOLDER, folder)).filter((name) => name.endsWith('.json')).sort();
  return files.map((name) => readFileSync(join(FOLDER, folder, name), 'utf8')).filter((text) => !/arn:aws-|MANAGED_INSTANCES/.test(text));
}
