import { DeleteRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DeleteSecretCommand, DescribeSecretCommand, ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import type { Emulator } from '../support/emulator';
import type { Stores } from '../support/stores';
import type { Workspace } from '../support/terraform';

/** What an apply made without Terraform having heard of it. */
export interface Lost {
  readonly parameters: readonly string[];
  readonly secretArn?: string;
  /** Inline policies of the execution role. */
  readonly policies: readonly { readonly RoleName: string; readonly PolicyName: string }[];
}

interface Instance {
  readonly index_key?: string;
  readonly attributes: { readonly name: string; readonly role: string };
}

export async function findLost(emulator: Emulator, workspace: Workspace, place: { path: string; secret: string }, stores: Stores): Promise<Lost> {
  const { resources } = JSON.parse(workspace.stateText()) as { resources: { type: string; instances: Instance[] }[] };
  const known = (type: string) => resources.filter((resource) => resource.type === type).flatMap(({ instances }) => instances);
  const parameters = known('aws_ssm_parameter').map(({ index_key: name }) => name);
  const isSecretKnown = known('aws_secretsmanager_secret').length > 0;
  const policies = known('aws_iam_role_policy').map(({ attributes: { name } }) => name);
  const roles = known('aws_iam_role').map(({ attributes: { name } }) => name);
  const ofRoles = await Promise.all(roles.map(async (RoleName) => {
    const { PolicyNames = [] } = await emulator.admin.iam.send(new ListRolePoliciesCommand({ RoleName }));
    return PolicyNames.filter((name) => !policies.includes(name)).map((PolicyName) => ({ RoleName, PolicyName }));
  }));
  return {
    parameters: Object.keys(await stores.parameters(place.path)).filter((name) => !parameters.includes(name)),
    secretArn: isSecretKnown ? undefined : await arnOf(emulator, place.secret),
    policies: ofRoles.flat(),
  };
}

/** The way out where nobody has typed a value yet. */
export async function deleteLost({ admin }: Emulator, path: string, { parameters, secretArn }: Lost): Promise<void> {
  for (const name of parameters) {
    await admin.ssm.send(new DeleteParameterCommand({ Name: `${path}/${name}` }));
  }
  if (secretArn) {
    await admin.secretsManager.send(new DeleteSecretCommand({ SecretId: secretArn, ForceDeleteWithoutRecovery: true }));
  }
}

/** Policies have names that Terraform makes up: nothing is in the way of another one, but what they allow stays. */
export async function deletePolicies({ admin }: Emulator, { policies }: Lost): Promise<void> {
  for (const policy of policies) {
    await admin.iam.send(new DeleteRolePolicyCommand(policy));
  }
}

async function arnOf({ admin }: Emulator, SecretId: string): Promise<string | undefined> {
  try {
    return (await admin.secretsManager.send(new DescribeSecretCommand({ SecretId }))).ARN;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}
