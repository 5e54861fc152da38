import { FLAG, TEXT } from '../../checks/api-shape';
import { ENCRYPTION_KEY_ARN } from '../../checks/encryption-key';
import { ENVIRONMENT_FILE_ARN, ENVIRONMENT_FILE_KEY } from '../../checks/environment-file';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { hcl } from '../../terraform/hcl';
import { isUnresolved } from '../../terraform/tokens';

/**
 * How the object is encrypted.
 */
export interface EnvironmentFileOptions {
  /**
   * ARN of the customer key that encrypts the object; an alias doesn't authorise.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   * @default - none; the object is encrypted by S3 or with the AWS managed key
   */
  readonly encryptionKeyArn?: string;
  /**
   * Whether an S3 Bucket Key encrypts the object. The encryption context is then the bucket's ARN, otherwise the
   * object's.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   * @default - either; both contexts are allowed, while only this one object can be read
   */
  readonly bucketKeyEnabled?: boolean;
}

const OPTIONS = propsOf<EnvironmentFileOptions>({}, { encryptionKeyArn: TEXT, bucketKeyEnabled: FLAG });

/**
 * A file of environment variables in S3, one `NAME=VALUE` per line. The execution role is allowed to read exactly this
 * object.
 *
 * Its variables never override `environment` and `secrets`, and the first of several files wins. A task definition can
 * have ten.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
 */
export class EnvironmentFile {
  /**
   * An object by its ARN, like `arn:aws:s3:::BUCKET/KEY.env` or the `arn` of an `aws_s3_object`.
   *
   * @throws if the ARN isn't that of an object whose key ends in `.env`
   */
  public static fromObjectArn(objectArn: string, options: EnvironmentFileOptions = {}): EnvironmentFile {
    enforce(undefined, { props: { objectArn }, required: { objectArn: TEXT } }, PROP_TYPES);
    enforce(undefined, { props: options, ...OPTIONS }, PROP_TYPES);
    enforce(undefined, { arn: objectArn }, ENVIRONMENT_FILE_ARN);
    enforce(undefined, options, ENCRYPTION_KEY_ARN);
    const bucketArn = isUnresolved(objectArn) ? hcl`split("/", ${objectArn})[0]`.toString() : objectArn.split('/')[0];
    return new EnvironmentFile(objectArn, bucketArn, options);
  }

  /**
   * An object by the ARN of its bucket.
   *
   * @param bucketArn ARN of the bucket
   * @param key key of the object, without a slash in front
   * @throws if the key doesn't end in `.env`, or contains what IAM takes for a wildcard
   */
  public static fromBucketArn(bucketArn: string, key: string, options: EnvironmentFileOptions = {}): EnvironmentFile {
    enforce(undefined, { props: { bucketArn, key }, required: { bucketArn: TEXT, key: TEXT } }, PROP_TYPES);
    enforce(undefined, { props: options, ...OPTIONS }, PROP_TYPES);
    enforce(undefined, { key }, ENVIRONMENT_FILE_KEY);
    const objectArn = `${bucketArn}/${key}`;
    enforce(undefined, { arn: objectArn }, ENVIRONMENT_FILE_ARN);
    enforce(undefined, options, ENCRYPTION_KEY_ARN);
    return new EnvironmentFile(objectArn, bucketArn, options);
  }

  private constructor(
    /**
     * ARN of the object.
     */
    public readonly objectArn: string,
    /**
     * ARN of the bucket.
     */
    public readonly bucketArn: string,
    /**
     * How the object is encrypted.
     */
    public readonly options: EnvironmentFileOptions,
  ) {}
}
