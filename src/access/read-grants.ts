import { Token } from 'cdktf';
import { Grant, Resource } from './statement';
import { SecretRead, SecretStore } from '../references/secret-source';
import { hcl } from '../terraform/hcl';

/**
 * What the execution role needs to read the given values, and nothing more. The ECS agent calls `GetParameters` and `GetSecretValue`; the
 * stores decrypt on its behalf, each with an encryption context of its own.
 *
 * @param stable gives a token's text in the Terraform configuration, which unlike the token is the same in every run
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function readGrants(reads: Iterable<SecretRead>, stable: (text: string) => string, dnsSuffix: () => string): Grant[] {
  const unique = new Map<string, SecretRead>();
  for (const read of reads) {
    const id = read.storedName === undefined ? stable(read.arn) : read.arn;
    unique.set(`${id} ${stable(read.encryptionKeyArn ?? '')}`, read);
  }
  const grants: Grant[] = [];
  const byStore = new Map<SecretStore, Resource[]>();
  const byKey = new Map<string, { store: SecretStore; key: string; contexts: Resource[] }>();
  for (const read of unique.values()) {
    const resource = resourceOf(read, stable);
    append(byStore, read.store, resource);
    if (read.encryptionKeyArn !== undefined) {
      const id = `${read.store} ${stable(read.encryptionKeyArn)}`;
      const group = byKey.get(id) ?? { store: read.store, key: read.encryptionKeyArn, contexts: [] };
      group.contexts.push(resource);
      byKey.set(id, group);
    }
  }
  for (const [store, resources] of byStore) {
    grants.push({ actions: [store === SecretStore.PARAMETER_STORE ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue'], resources });
  }
  for (const { store, key, contexts } of byKey.values()) {
    grants.push({
      actions: ['kms:Decrypt'],
      resources: [keyResource(key, stable)],
      // the store is in the key's Region, which need not be the role's
      conditions: { 'kms:ViaService': `${store}.${regionOf(key)}.${dnsSuffix()}` },
      contextKey: store === SecretStore.PARAMETER_STORE ? 'kms:EncryptionContext:PARAMETER_ARN' : 'kms:EncryptionContext:SecretARN',
      contexts,
    });
  }
  return grants;
}

/** The Region that a key is in. */
export function regionOf(keyArn: string): string {
  return Token.isUnresolved(keyArn) ? hcl`split(":", ${keyArn})[3]`.toString() : keyArn.split(':')[3];
}

function resourceOf(read: SecretRead, stable: (text: string) => string): Resource {
  if (!Token.isUnresolved(read.arn)) {
    return { arn: read.arn, label: read.arn, length: read.arn.length };
  }
  const name = read.storedName ?? read.arn;
  const prefix = `arn:aws-us-gov:${read.store}:ap-southeast-1:123456789012:parameter/`;
  const known = Token.isUnresolved(name) ? 256 : name.length;
  return { arn: read.arn, label: `${read.store} ${stable(name)}`, length: prefix.length + known + '-AbCdEf'.length };
}

function keyResource(arn: string, stable: (text: string) => string): Resource {
  return { arn, label: stable(arn), length: Token.isUnresolved(arn) ? 'arn:aws-us-gov:kms:ap-southeast-1:123456789012:key/mrk-00000000000000000000000000000000'.length : arn.length };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}
