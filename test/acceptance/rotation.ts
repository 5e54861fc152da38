import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { TerraformStack } from 'cdktf';
import { writeZip } from '../e2e/support/zip';
import { JsonSecret, RedeployOnChange, SecretRotation, SecretValue } from 'cdktf-ecs-secrets';

/** Where the function's code stands in the workspace. */
export const FUNCTION_FILE = 'rotate.zip';

/** What Secrets Manager calls to rotate a secret, without a database. */
const FUNCTION = `
import boto3, json

client = boto3.client('secretsmanager')

def handler(event, context):
    secret, token = event['SecretId'], event['ClientRequestToken']
    if event['Step'] == 'createSecret':
        value = json.loads(client.get_secret_value(SecretId=secret)['SecretString'])
        value['password'] = client.get_random_password(ExcludePunctuation=True)['RandomPassword']
        client.put_secret_value(SecretId=secret, ClientRequestToken=token, SecretString=json.dumps(value), VersionStages=['AWSPENDING'])
    elif event['Step'] == 'finishSecret':
        versions = client.describe_secret(SecretId=secret)['VersionIdsToStages']
        current = next(version for version, stages in versions.items() if 'AWSCURRENT' in stages)
        if current != token:
            client.update_secret_version_stage(
                SecretId=secret, VersionStage='AWSCURRENT', MoveToVersionId=token, RemoveFromVersionId=current)
`;

export function functionZip(): Buffer {
  return writeZip([{ name: 'index.py', content: Buffer.from(FUNCTION) }]);
}

export function rotatedSecretName(prefix: string): string {
  return `${prefix}/rotated`;
}

/** A secret that a function rotates, and the service that is deployed anew when it has done so. */
export function addRotation(stack: TerraformStack, prefix: string): JsonSecret {
  const secret = new JsonSecret(stack, 'Rotated', {
    secretName: rotatedSecretName(prefix),
    jsonSecret: { password: SecretValue.generated({ excludePunctuation: true }) },
    recoveryWindowInDays: 0,
  });
  const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) });
  const role = new IamRole(stack, 'RotateRole', {
    name: `${prefix}-rotate`,
    assumeRolePolicy: document({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
  });
  const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map((action) => `secretsmanager:${action}`);
  const policy = new IamRolePolicy(stack, 'RotatePolicy', {
    name: 'rotate',
    role: role.name,
    policy: document({ Action: actions, Resource: secret.arn }, { Action: 'secretsmanager:GetRandomPassword', Resource: '*' }),
  });
  const rotate = new LambdaFunction(stack, 'Rotate', {
    functionName: `${prefix}-rotate`, role: role.arn, filename: FUNCTION_FILE, handler: 'index.handler', runtime: 'python3.12', timeout: 30, dependsOn: [policy],
  });
  new SecretRotation(stack, 'Rotation', { secret, lambdaArn: rotate.arn, automaticallyAfterDays: 30, rotateImmediately: false });
  new RedeployOnChange(stack, 'Redeploy', { cluster: prefix, service: prefix, secrets: [secret], debounceSeconds: 10 });
  return secret;
}
