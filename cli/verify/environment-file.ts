import { linesFindings } from './environment-lines';
import { Finding, error, unchecked } from './findings';
import { KeyDirectory } from './key-directory';
import { StoredFacts } from './stored-facts';
import { Stored } from '../../src/inventory/stored';
import { AwsApi, NamedPolicy, isDenied, isMissing, reasonOf } from '../aws/api';

/**
 * Looks at an object in S3: whether it is there, and the lines of an environment file.
 *
 * @param values whether it may be read
 */
export async function checkObject(
  api: AwsApi,
  keys: KeyDirectory,
  stored: Stored,
  values: boolean,
): Promise<StoredFacts> {
  const [, bucket, key] = stored.name.match(/^([^/]+)\/(.+)$/) ?? [];
  if (bucket === undefined) {
    const fix = 'write arn:PARTITION:s3:::BUCKET/PATH.env';
    return { findings: [error('invalid-reference', `object '${stored.arn}' is not the ARN of an object`, fix)] };
  }
  try {
    const { keyId } = await api.headObject(stored.region, bucket, key);
    const { finding, arn, awsManaged, unknown } = await keys.find(stored.region, keyId);
    const policy = await bucketPolicy(api, stored.region, bucket);
    const facts = { arn: stored.arn, exists: true, keyArn: awsManaged ? undefined : arn, keyUnknown: unknown, policy };
    const isEnvironment = stored.arn.endsWith('.env');
    const lines = values && isEnvironment ? await contentFindings(api, stored, bucket, key) : [];
    return { ...facts, findings: [...(finding === undefined ? [] : [finding]), ...lines] };
  } catch (problem) {
    if (isMissing(problem)) {
      return {
        exists: false,
        findings: [error('missing', `object '${stored.name}' doesn't exist`, 'upload it, or correct the ARN')],
      };
    }
    const fix = isDenied(problem) ? 'allow yourself s3:GetObject on it and s3:ListBucket on its bucket' : 'try again';
    return {
      findings: [unchecked('unreadable', `object '${stored.name}' can't be looked up (${reasonOf(problem)})`, fix)],
    };
  }
}

async function contentFindings(api: AwsApi, stored: Stored, bucket: string, key: string): Promise<Finding[]> {
  try {
    return linesFindings(stored, await api.objectText(stored.region, bucket, key));
  } catch (problem) {
    const fix = isDenied(problem)
      ? 'allow yourself s3:GetObject on it, and kms:Decrypt on its key, or verify with --no-values'
      : 'try again';
    return [unchecked('unreadable', `environment file '${stored.name}' can't be read (${reasonOf(problem)})`, fix)];
  }
}

async function bucketPolicy(api: AwsApi, region: string, bucket: string): Promise<NamedPolicy | null | undefined> {
  try {
    const document = await api.bucketPolicy(region, bucket);
    return document === undefined ? undefined : { name: `policy of bucket ${bucket}`, document };
  } catch {
    return null;
  }
}
