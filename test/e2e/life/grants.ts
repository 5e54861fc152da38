import { GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Code } from './model';
import { placeOf } from './stack';
import type { Emulator } from '../support/emulator';

/** ARNs that AWS made up. */
export interface Made {
  readonly secretArn?: string;
  /** The key that encrypts; undefined for AWS's own. */
  readonly keyArn?: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | string[] } };
}

/** What a role is allowed, one line for each action, thing and encryption context. */
export async function grantsOf({ admin: { iam } }: Emulator, roleArn: string): Promise<string[]> {
  const RoleName = roleArn.split('/').pop()!;
  await iam.send(new GetRoleCommand({ RoleName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies = await Promise.all(PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))));
  const statements = policies.flatMap(({ PolicyDocument }) => JSON.parse(decodeURIComponent(PolicyDocument!)).Statement as Statement[]);
  return [...AttachedPolicies.map(({ PolicyName }) => `policy ${PolicyName}`), ...statements.flatMap(linesOf)].sort();
}

/** The same as the code asks for it. */
export function grantsFor(code: Code, { region, account }: Emulator, { secretArn, keyArn }: Made): string[] {
  const names = Object.keys(code.parameters);
  const arnOf = (name: string) => `arn:aws:ssm:${region}:${account}:parameter${placeOf(code).path}/${name}`;
  const isRead = Object.keys(code.jsonSecret).length > 0;
  const decrypt = (service: string, context: string, arn: string) =>
    `Allow kms:Decrypt ${keyArn} kms:EncryptionContext:${context}=${arn} kms:ViaService=${service}.${region}.amazonaws.com`;
  const encrypted = keyArn === undefined ? [] : [
    ...names.filter((name) => code.parameters[name].kind !== 'plaintext').map((name) => decrypt('ssm', 'PARAMETER_ARN', arnOf(name))),
    ...(isRead ? [decrypt('secretsmanager', 'SecretARN', secretArn!)] : []),
  ];
  const read = isRead ? [`Allow secretsmanager:GetSecretValue ${secretArn}`] : [];
  return [...names.map((name) => `Allow ssm:GetParameters ${arnOf(name)}`), ...read, ...encrypted].sort();
}

function linesOf({ Effect, Action, Resource, Condition = {} }: Statement): string[] {
  const conditions = Object.values(Condition).flatMap((keys) => Object.entries(keys)).sort();
  const combined = conditions.reduce((lines, [key, values]) => lines.flatMap((line) => all(values).map((value) => `${line} ${key}=${value}`)), ['']);
  return all(Action).flatMap((action) => all(Resource).flatMap((resource) => combined.map((condition) => `${Effect} ${action} ${resource}${condition}`)));
}

function all(value: string | string[]): string[] {
  return typeof value === 'string' ? [value] : value;
}
