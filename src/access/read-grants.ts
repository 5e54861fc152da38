import { AccessRequirement, Use } from './access-requirement';
import { Grant, Resource } from './statement';
import { IParameterPath, SecretRead, SecretStore } from '../references/secret-source';
import { isUnresolved } from '../terraform/tokens';

/**
 * A value that a role reads, and who needs it.
 */
export interface UsedRead {
  readonly read: SecretRead;
  readonly uses: Use[];
  /** Set where two values have the same name, in two Regions for instance. */
  ambiguous?: boolean;
  /** What reading it takes, with the Decrypt condition on itself and without. */
  exact?: AccessRequirement;
  withoutDecrypt?: AccessRequirement;
}

/**
 * How exact policies name parameters that share a path.
 */
export interface ReadNaming {
  /** Whether a Decrypt condition names the path. Access stays exact, because `GetParameters` names each parameter. */
  readonly decryptByPath: boolean;
  /** Paths that `GetParameters` names. */
  readonly wildcards: ReadonlySet<IParameterPath>;
}

/** Actions by store. */
export type ReadCalls = { readonly [store in SecretStore]: readonly string[] };

/** What the ECS agent calls. */
export const AGENT_CALLS: ReadCalls = { ssm: ['ssm:GetParameters'], secretsmanager: ['secretsmanager:GetSecretValue'] };

/**
 * What a role knows of its surroundings.
 */
export interface GrantContext {
  /** The calls that read a value. */
  readonly calls: ReadCalls;
  /**
   * The text that a token has in the Terraform configuration. Unlike the token itself, it is the same in every run.
   */
  stable(text: string): string;
  /** The host name through which the store calls KMS. */
  viaService(service: string, keyArn: string): string;
}

/** The longest ARNs up to the name, in any partition and Region. They stand for tokens, whose length is unknown. */
const PARAMETER_PREFIX = 'arn:aws-iso-f:ssm:us-isof-south-1:123456789012:parameter/';
const SECRET_PREFIX = 'arn:aws-iso-f:secretsmanager:us-isof-south-1:123456789012:secret:';
const KEY_LENGTH = 'arn:aws-iso-f:kms:us-isof-south-1:123456789012:key/mrk-00000000000000000000000000000000'.length;
const UNKNOWN_NAME = 256;
const REFERENCE = /:parameter\/aws\/reference\/secretsmanager\//;

/**
 * What the execution role needs to read the given values, and nothing more. The ECS agent calls `GetParameters` and
 * `GetSecretValue`; the stores decrypt on its behalf, each with an encryption context of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function readRequirements(
  reads: Iterable<UsedRead>,
  naming: ReadNaming,
  context: GrantContext,
): AccessRequirement[] {
  const requirements: AccessRequirement[] = [];
  const shared = new Map<IParameterPath, Map<string, AccessRequirement & { readonly uses: Use[] }>>();
  const share = (path: IParameterPath, key: string, uses: readonly Use[], make: () => AccessRequirement) => {
    const ofPath = shared.get(path) ?? new Map<string, AccessRequirement & { readonly uses: Use[] }>();
    const requirement = ofPath.get(key) ?? { ...make(), uses: [] };
    uses.forEach((use) => requirement.uses.push(use));
    shared.set(path, ofPath.set(key, requirement));
  };
  for (const used of reads) {
    const { parameterPath: path, encryptionKeyArn: key } = used.read;
    const wildcard = path !== undefined && naming.wildcards.has(path);
    const byPath = path !== undefined && key !== undefined && (naming.decryptByPath || wildcard);
    if (!wildcard) {
      requirements.push(
        byPath
          ? (used.withoutDecrypt ??= requirementOf(used, context, false))
          : (used.exact ??= requirementOf(used, context, true)),
      );
    } else {
      share(path, '', used.uses, () => wildcardRequirement(path, context));
    }
    if (byPath) {
      share(path, key, used.uses, () => pathDecryptRequirement(key, path, context));
    }
  }
  return [...requirements, ...[...shared.values()].flatMap((ofPath) => [...ofPath.values()])];
}

/** The name by which reads are sorted and their length is estimated. */
export function labelOf(read: SecretRead, context: GrantContext): string {
  return isUnresolved(read.arn) ? `${read.store} ${context.stable(read.storedName ?? read.arn)}` : read.arn;
}

function requirementOf(used: UsedRead, context: GrantContext, decrypt: boolean): AccessRequirement {
  const { store, arn, encryptionKeyArn: key } = used.read;
  const named = labelOf(used.read, context);
  const label = used.ambiguous ? `${named} ${context.stable(arn)}` : named;
  const resource = { arn, label, length: isUnresolved(arn) ? estimatedLength(used.read) : arn.length };
  const grants: Grant[] = [{ actions: context.calls[store], resources: [resource] }];
  const secret = secretBehind(used.read, resource);
  if (secret !== undefined) {
    grants.push({ actions: AGENT_CALLS.secretsmanager, resources: [secret] });
  }
  if (key !== undefined && secret !== undefined) {
    grants.push({
      ...decryptGrant(SecretStore.SECRETS_MANAGER, key, context),
      contexts: [secret],
      contextPatterns: true,
    });
  } else if (decrypt && key !== undefined) {
    // a secret that is known by a part of its ARN is allowed by a pattern
    const contextPatterns = arn.endsWith('-??????') || undefined;
    grants.push({ ...decryptGrant(store, key, context), contexts: [resource], contextPatterns });
  }
  return { id: `${label} ${key === undefined ? '' : context.stable(key)}`, grants, uses: used.uses };
}

/**
 * A parameter below `/aws/reference/secretsmanager` stands for the secret of that name, which the caller has to be
 * allowed to read as well. The six characters at the end of the secret's ARN aren't known.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
function secretBehind({ store, arn }: SecretRead, parameter: Resource): Resource | undefined {
  if (store !== SecretStore.PARAMETER_STORE || !REFERENCE.test(arn)) {
    return undefined;
  }
  const secretArn = (text: string) =>
    `${text.replace(':ssm:', ':secretsmanager:').replace(REFERENCE, ':secret:')}-??????`;
  return { arn: secretArn(arn), label: `secret of ${parameter.label}`, length: parameter.length };
}

/** `*` matches slashes too, so what lies deeper is denied. */
function wildcardRequirement(path: IParameterPath, context: GrantContext): AccessRequirement {
  const actions = context.calls.ssm;
  const children = childrenOf(path, context);
  const deeper = { arn: `${children.arn}/*`, label: `${children.label}/*`, length: children.length + 2 };
  const grants = [{ actions, resources: [children] }, { actions, resources: [deeper], denied: true }];
  return { id: `path ${children.label}`, grants, uses: [], steady: true };
}

function pathDecryptRequirement(key: string, path: IParameterPath, context: GrantContext): AccessRequirement {
  const children = childrenOf(path, context);
  const grant = {
    ...decryptGrant(SecretStore.PARAMETER_STORE, key, context),
    contexts: [children],
    contextPatterns: true,
  };
  return { id: `path decrypt ${context.stable(key)} ${children.label}`, grants: [grant], uses: [], steady: true };
}

function decryptGrant(store: SecretStore, key: string, context: GrantContext): Grant {
  return {
    actions: ['kms:Decrypt'],
    resources: [{ arn: key, label: context.stable(key), length: isUnresolved(key) ? KEY_LENGTH : key.length }],
    // the store is in the key's Region, which need not be the role's
    conditions: { 'kms:ViaService': context.viaService(store, key) },
    contextKey:
      store === SecretStore.PARAMETER_STORE ? 'kms:EncryptionContext:PARAMETER_ARN' : 'kms:EncryptionContext:SecretARN',
  };
}

function childrenOf(path: IParameterPath, context: GrantContext): Resource {
  const arn = `${path.pathArn}/*`;
  const known = isUnresolved(path.path) ? UNKNOWN_NAME : path.path.length;
  return { arn, label: context.stable(arn), length: PARAMETER_PREFIX.length + known + 2 };
}

function estimatedLength({ store, storedName }: SecretRead): number {
  const name = storedName === undefined || isUnresolved(storedName) ? UNKNOWN_NAME : storedName.length;
  return store === SecretStore.PARAMETER_STORE
    ? PARAMETER_PREFIX.length + name
    : SECRET_PREFIX.length + name + '-AbCdEf'.length;
}
