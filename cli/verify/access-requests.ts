import { KeyDirectory } from './key-directory';
import { StoredFacts } from './stored-facts';
import { Stored } from '../../src/inventory/stored';
import { dnsSuffixOf } from '../../src/terraform/partitions';
import type { Context } from '../access/conditions';
import { ResourceRequest, tagContext } from '../access/role-access';
import { AwsApi, NamedPolicy } from '../aws/api';

/** What a role has to be allowed for one reference. */
export interface NeededAccess {
  readonly stored: Stored;
  readonly facts: StoredFacts;
  /** ARN of the customer key, also of one that isn't there yet. */
  readonly keyArn?: string;
}

/**
 * The calls of the ECS agent, and what the stores do on its behalf.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export class RequestMaker {
  private organization?: Promise<string | undefined>;

  /** @param account whose role reads: the caller's, for roles of others aren't looked at */
  public constructor(
    private readonly api: AwsApi,
    private readonly keys: KeyDirectory,
    private readonly account: string,
  ) {}

  public async requestsFor({ stored, facts, keyArn }: NeededAccess): Promise<ResourceRequest[]> {
    const arn = facts.arn ?? stored.arn;
    const base: Context = { 'aws:RequestedRegion': stored.region };
    const decrypt = async (service: string, name: string) =>
      this.decrypt(keyArn, stored.region, service, { [`kms:EncryptionContext:${name}`]: arn });
    if (stored.store === 'ssm') {
      return [
        { action: 'ssm:GetParameters', resource: arn, context: base },
        ...(await decrypt('ssm', 'PARAMETER_ARN')),
      ];
    }
    if (stored.store === 's3') {
      const bucket = arn.split('/')[0];
      return [
        { action: 's3:GetObject', resource: arn, context: base, resourcePolicy: facts.policy },
        { action: 's3:GetBucketLocation', resource: bucket, context: base, resourcePolicy: facts.policy },
        ...(await decrypt('s3', 'aws:s3:arn')),
      ];
    }
    const { versionStage, versionId } = stored;
    const context = {
      ...base,
      ...(facts.tags === undefined
        ? {}
        : { ...tagContext('aws:ResourceTag', facts.tags), ...tagContext('secretsmanager:ResourceTag', facts.tags) }),
      'secretsmanager:SecretId': arn,
      'secretsmanager:VersionId': versionId ?? null,
      'secretsmanager:VersionStage': versionStage ?? (versionId === undefined ? 'AWSCURRENT' : null),
    };
    return [
      { action: 'secretsmanager:GetSecretValue', resource: arn, context, resourcePolicy: facts.policy },
      ...(await decrypt('secretsmanager', 'SecretARN')),
    ];
  }

  /** The same request, with what the doubt is about; where that can't be read, it stays as it is. */
  public async completed(request: ResourceRequest, doubt: string): Promise<ResourceRequest> {
    const tagged = /ResourceTag\//i.test(doubt) ? await this.withTags(request) : request;
    return /OrgID/i.test(doubt) ? this.withOrganization(tagged) : tagged;
  }

  /** The role's organisation; that of the thing too, where it is in the same account. */
  private async withOrganization(request: ResourceRequest): Promise<ResourceRequest> {
    try {
      this.organization ??= this.api.organization();
      const id = (await this.organization) ?? null;
      const isOwn = request.resource.split(':')[4] === this.account;
      const known = { 'aws:PrincipalOrgID': id, ...(isOwn ? { 'aws:ResourceOrgID': id } : {}) };
      return { ...request, context: { ...request.context, ...known } };
    } catch {
      return request;
    }
  }

  private async withTags(request: ResourceRequest): Promise<ResourceRequest> {
    const { action, resource, context } = request;
    const [, , , region] = resource.split(':');
    try {
      if (action === 'ssm:GetParameters') {
        const tags = await this.api.parameterTags(
          region,
          resource.slice(resource.indexOf(':parameter/') + ':parameter'.length),
        );
        return {
          ...request,
          context: { ...context, ...tagContext('aws:ResourceTag', tags), ...tagContext('ssm:resourceTag', tags) },
        };
      }
      if (action === 'kms:Decrypt') {
        return {
          ...request,
          context: { ...context, ...tagContext('aws:ResourceTag', await this.api.keyTags(region, resource)) },
        };
      }
      return request;
    } catch {
      return request;
    }
  }

  private async decrypt(
    keyArn: string | undefined,
    region: string,
    service: string,
    encryptionContext: Context,
  ): Promise<ResourceRequest[]> {
    if (keyArn === undefined) {
      return [];
    }
    // of a key that isn't there yet there is no policy to read; the usual one leaves it to the role's
    const { policy, grantees } = keyArn.includes('${')
      ? { policy: usualKeyPolicy(keyArn), grantees: [] }
      : await this.keys.access(keyArn);
    const via = `${service}.${region}.${dnsSuffixOf(keyArn.split(':')[1])}`;
    const context = {
      'aws:RequestedRegion': region,
      'kms:ViaService': via,
      'kms:CallerAccount': this.account,
      ...encryptionContext,
    };
    return [{ action: 'kms:Decrypt', resource: keyArn, context, resourcePolicy: policy, grantees }];
  }
}

function usualKeyPolicy(keyArn: string): NamedPolicy {
  const [, partition, , , account] = keyArn.split(':');
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return {
    name: 'default key policy',
    document: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' },
    }),
  };
}
