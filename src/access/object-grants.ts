import { AccessRequirement, Use } from './access-requirement';
import { ObjectGrantOptions } from './execution-role-interface';
import { GrantContext } from './read-grants';
import { Grant, Resource } from './statement';
import { isUnresolved } from '../terraform/tokens';

/** A bucket's name has up to 63 characters, a key up to 1,024. */
const LONGEST = {
  bucket: 'arn:aws-us-gov:s3:::'.length + 63,
  object: 'arn:aws-us-gov:s3:::'.length + 63 + 1 + 1024,
  key: 90,
};

/**
 * What it takes to read one object of S3.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function objectRequirement(
  bucketArn: string,
  objectArn: string,
  options: ObjectGrantOptions,
  use: Use,
  context: GrantContext,
): AccessRequirement {
  const resource = (arn: string, longest: number): Resource => ({
    arn, label: context.stable(arn), length: isUnresolved(arn) ? longest : arn.length,
  });
  const bucket = resource(bucketArn, LONGEST.bucket);
  const object = resource(objectArn, LONGEST.object);
  const grants: Grant[] = [
    { actions: ['s3:GetBucketLocation'], resources: [bucket] },
    { actions: ['s3:GetObject'], resources: [object] },
  ];
  const { encryptionKeyArn, bucketKeyEnabled } = options;
  if (encryptionKeyArn !== undefined) {
    grants.push({
      actions: ['kms:Decrypt'],
      resources: [resource(encryptionKeyArn, LONGEST.key)],
      conditions: { 'kms:ViaService': context.viaService('s3', encryptionKeyArn) },
      contextKey: 'kms:EncryptionContext:aws:s3:arn',
      contexts: [...(bucketKeyEnabled === false ? [] : [bucket]), ...(bucketKeyEnabled === true ? [] : [object])],
    });
  }
  return {
    id: `object ${object.label} ${context.stable(encryptionKeyArn ?? '')} ${bucketKeyEnabled ?? ''}`,
    grants,
    uses: [use],
    steady: true,
  };
}
