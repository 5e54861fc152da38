import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { Finding, error, unchecked } from './findings';
import { KeyDirectory, once } from './key-directory';
import { ReadOptions, StoredFacts } from './stored-facts';
import { didYouMean } from '../../src/checks/nearest';
import { Stored } from '../../src/inventory/stored';
import { AwsApi, NamedPolicy, SecretContent, isDenied, isMissing, reasonOf } from '../aws/api';

/** The current version, where a reference names none. */
const CURRENT = 'AWSCURRENT';

/**
 * Looks at secrets: each is described once, and each of its versions in use read once.
 */
export class SecretChecks {
  private readonly described = new Map<
    string,
    Promise<StoredFacts & { readonly description?: DescribeSecretCommandOutput }>
  >();
  private readonly contents = new Map<string, Promise<SecretContent | { readonly problem: unknown }>>();

  public constructor(
    private readonly api: AwsApi,
    private readonly keys: KeyDirectory,
    private readonly options: ReadOptions,
  ) {}

  /**
   * @param look what to find in the value; it must not keep it
   */
  public async check(stored: Stored, look: (content: SecretContent) => Finding[]): Promise<StoredFacts> {
    const facts = await once(this.described, stored.arn, async () => this.describe(stored));
    const version = facts.description && versionFinding(stored, facts.description);
    if (
      version ||
      facts.exists === false ||
      facts.findings.some(({ severity }) => severity === 'error') ||
      !this.options.values
    ) {
      return version ? { ...facts, findings: [...facts.findings, version] } : facts;
    }
    const { versionStage: stage, versionId: id } = stored;
    const content = await once(this.contents, JSON.stringify([stored.arn, stage, id]), async () =>
      this.api.secretValue(stored.region, idOf(stored), { stage, id }).catch((problem: unknown) => ({ problem })),
    );
    if ('problem' in content) {
      return { ...facts, findings: [...facts.findings, unreadable(stored, content.problem)] };
    }
    const findings = facts.findings.filter(({ code }) => code !== 'key-unchecked' && code !== 'secret-unchecked');
    return { ...facts, exists: true, findings: [...findings, ...look(content)] };
  }

  private async describe(stored: Stored): Promise<StoredFacts & { description?: DescribeSecretCommandOutput }> {
    try {
      const description = await this.api.describeSecret(stored.region, idOf(stored));
      const tags = Object.fromEntries((description.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
      const stages = Object.values(description.VersionIdsToStages ?? {}).flat();
      const facts = { arn: description.ARN, exists: true, valueless: !stages.includes(CURRENT), tags, description };
      if (description.DeletedDate !== undefined) {
        return { ...facts, findings: [deleted(stored)] };
      }
      const [key, policy] = await Promise.all([
        this.keys.find(stored.region, description.KmsKeyId),
        this.policy(stored),
      ]);
      const keyArn = key.awsManaged ? undefined : key.arn;
      return {
        ...facts,
        policy,
        keyArn,
        keyUnknown: key.unknown,
        findings: key.finding === undefined ? [] : [key.finding],
      };
    } catch (problem) {
      if (isMissing(problem)) {
        const where = `${stored.region} of account ${stored.account}`;
        return {
          exists: false,
          findings: [
            error('missing', `secret '${stored.name}' doesn't exist in ${where}`, 'create it, or correct the ARN'),
          ],
        };
      }
      const fix = isDenied(problem) ? 'allow yourself secretsmanager:DescribeSecret on it' : 'try again';
      const finding = unchecked(
        'secret-unchecked',
        `secret '${stored.name}', its key and its policy can't be looked up (${reasonOf(problem)})`,
        fix,
      );
      return { policy: await this.policy(stored), keyUnknown: finding, findings: [finding] };
    }
  }

  private async policy(stored: Stored): Promise<NamedPolicy | null | undefined> {
    try {
      const document = await this.api.secretPolicy(stored.region, idOf(stored));
      return document === undefined ? undefined : { name: `policy of secret ${stored.name}`, document };
    } catch {
      return null;
    }
  }
}

/** Of a secret that a stack makes, the six characters aren't known: it is asked for by name. */
function idOf({ arn, name }: Stored): string {
  return arn.endsWith('-??????') ? name : arn;
}

function versionFinding(
  stored: Stored,
  { VersionIdsToStages: versions = {} }: DescribeSecretCommandOutput,
): Finding | undefined {
  const stages = [...new Set(Object.values(versions).flat())];
  const { versionStage = CURRENT, versionId } = stored;
  if (versionId !== undefined) {
    return versionId in versions
      ? undefined
      : error(
        'version-missing',
        `secret '${stored.name}' has no version '${versionId}'`,
        'name a version that it has, or a stage, or neither for the current one',
      );
  }
  if (stages.includes(versionStage)) {
    return undefined;
  }
  return stages.length === 0 || versionStage === CURRENT
    ? error('empty', `secret '${stored.name}' has no value yet`, 'put a value into it')
    : error(
      'version-missing',
      `secret '${stored.name}' has no version at stage '${versionStage}'${didYouMean(versionStage, stages)}`,
      `name one of ${stages.sort().join(', ')}, or leave the stage out`,
    );
}

function deleted({ name }: Stored): Finding {
  return error(
    'scheduled-for-deletion',
    `secret '${name}' is scheduled for deletion and can't be read`,
    'restore it (secretsmanager:RestoreSecret), or refer to another',
  );
}

function unreadable(stored: Stored, problem: unknown): Finding {
  const text = `secret '${stored.name}' can't be read (${reasonOf(problem)})`;
  return isDenied(problem)
    ? unchecked(
      'unreadable',
      text,
      'allow yourself secretsmanager:GetSecretValue on it, and kms:Decrypt on its key, or verify with --no-values',
    )
    : unchecked('unreadable', text, 'try again');
}
