import { error, unchecked } from './findings';
import { KeyDirectory } from './key-directory';
import { StoredFacts } from './stored-facts';
import { Stored } from '../../src/inventory/stored';
import { AwsApi, isDenied, isMissing, reasonOf } from '../aws/api';

/**
 * Looks at an environment file in S3: whether it is there. It isn't read.
 */
export async function checkEnvironmentFile(api: AwsApi, keys: KeyDirectory, stored: Stored): Promise<StoredFacts> {
  const [, bucket, key] = stored.name.match(/^([^/]+)\/(.+)$/) ?? [];
  if (bucket === undefined || !stored.arn.endsWith('.env')) {
    const fix = 'write arn:aws:s3:::BUCKET/PATH.env';
    return { tags: {}, findings: [error('invalid-reference', `environment file '${stored.arn}' is no ARN of an object that ends in .env`, fix)] };
  }
  try {
    const { keyId } = await api.headObject(stored.region, bucket, key);
    const { finding, arn, awsManaged } = await keys.find(stored.region, keyId);
    return { arn: stored.arn, exists: true, keyArn: awsManaged ? undefined : arn, tags: {}, findings: finding === undefined ? [] : [finding] };
  } catch (problem) {
    if (isMissing(problem)) {
      return { exists: false, tags: {}, findings: [error('missing', `environment file '${stored.name}' doesn't exist`, 'upload it, or correct the ARN')] };
    }
    const fix = isDenied(problem) ? 'allow yourself s3:GetObject on it and s3:ListBucket on its bucket' : 'try again';
    return { tags: {}, findings: [unchecked('unreadable', `environment file '${stored.name}' can't be looked at (${reasonOf(problem)})`, fix)] };
  }
}
