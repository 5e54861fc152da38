import { IConstruct } from 'constructs';
import { FirelensConfiguration } from './log-configuration';
import { IExecutionRole } from '../../access/execution-role-interface';
import { enforce } from '../../checks/rule';
import {
  CREDENTIAL_SPEC_COUNT,
  CREDENTIAL_SPEC_FORM,
  CREDENTIAL_SPEC_SECRET,
  CREDENTIAL_SPEC_STORE,
  FIRELENS_CONFIG_FILE,
  RouterFileSubject,
  credentialSpecOf,
  isObjectArn,
  isParameterArn,
} from '../../checks/start-files';
import { warn } from '../../checks/warnings';
import { ContainerSecret } from '../../references/container-secret';
import { ISecretSource } from '../../references/secret-source';
import { hcl } from '../../terraform/hcl';
import { stableText } from '../../terraform/resolve';
import { isUnresolved } from '../../terraform/tokens';

/** Files that ECS reads for a container before it starts, apart from environment files. */
export interface StartFiles {
  readonly name: string;
  readonly firelensConfiguration?: FirelensConfiguration;
  readonly credentialSpecs?: string[];
  readonly credentialSpecSecrets?: ISecretSource[];
}

/** Where a log router's configuration is. */
export function routerFileOf({ name: container, firelensConfiguration }: StartFiles): RouterFileSubject {
  const { options } = firelensConfiguration ?? {};
  const { 'config-file-type': type, 'config-file-value': value } =
    options === undefined || isUnresolved(options) ? {} : options;
  return { container, type, value };
}

/**
 * Allows the role to read a log router's configuration and a credential specification: the agent reads both with the
 * execution role.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function grantStartFiles(scope: IConstruct, role: IExecutionRole, definition: StartFiles): void {
  const { name: container, credentialSpecs = [], credentialSpecSecrets = [] } = definition;
  const router = routerFileOf(definition);
  enforce(scope, router, FIRELENS_CONFIG_FILE);
  if (router.type === 's3') {
    grantObject(role, router.value!, container, 'FireLens configuration');
  }
  enforce(
    scope,
    { container, count: isUnresolved(credentialSpecs) ? 0 : credentialSpecs.length },
    CREDENTIAL_SPEC_COUNT,
  );
  for (const spec of credentialSpecs) {
    const subject = { container, spec, secrets: credentialSpecSecrets.length };
    enforce(scope, subject, CREDENTIAL_SPEC_FORM, CREDENTIAL_SPEC_SECRET);
    const isGranted = grantCredentialSpec(scope, role, credentialSpecOf(spec)?.arn, container);
    warn(scope, { ...subject, isGranted }, CREDENTIAL_SPEC_STORE, container);
  }
  for (const source of credentialSpecSecrets) {
    role.grantRead({ bindSecrets: (user) => ({ ...source.bindSecrets(user), usedBy: container }) });
  }
}

/** @returns false if the store isn't known; a reference to a resource of the stack shows it too */
function grantCredentialSpec(
  scope: IConstruct,
  role: IExecutionRole,
  arn: string | undefined,
  container: string,
): boolean {
  if (arn === undefined) {
    return false;
  }
  const text = isUnresolved(arn) ? stableText(scope, arn) : arn;
  if (isObjectArn(text) || /\baws_s3_(bucket_)?object\.[^.]+\.arn\b/.test(text)) {
    grantObject(role, arn, container, 'credential specification');
    return true;
  }
  if (isParameterArn(text) || /\baws_ssm_parameter\.[^.]+\.arn\b/.test(text)) {
    const parameter = ContainerSecret.fromParameterArn('credentialSpecs', arn);
    role.grantRead({ bindSecrets: (user) => ({ ...parameter.bindSecrets(user), usedBy: container }) });
    return true;
  }
  return false;
}

function grantObject(role: IExecutionRole, objectArn: string, container: string, purpose: string): void {
  const bucketArn = isUnresolved(objectArn) ? hcl`split("/", ${objectArn})[0]`.toString() : objectArn.split('/')[0];
  role.grantReadObject(bucketArn, objectArn, { container, purpose });
}
