import * as fc from 'fast-check';
import { IamRequest, allows } from '../support/iam';
import { DeployedModel } from '../support/secrets-model';
import { stackModels } from '../support/stack-models';
import { WORLDS, withoutStackTraces } from '../support/world';

const ACTIONS = [
  'ssm:GetParameters', 'ssm:GetParameter', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory', 'ssm:PutParameter', 'ssm:DescribeParameters',
  'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue',
  'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey',
  'ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:PutImage',
  'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:CreateLogGroup', 'logs:DeleteLogGroup', 's3:GetObject', 's3:GetBucketLocation', 's3:ListBucket', 'iam:PassRole', 'sts:AssumeRole',
];
/** The one action that knows no resource. */
const ANY_RESOURCE = 'ecr:GetAuthorizationToken';
/** In each partition; `PROPERTY_RUNS=500 npx jest test/access/exactness` is what CI runs. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 50);
// a failing case is shown with its seed and path; FAST_CHECK_SEED runs it again
const SEED = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);

describe(`a role allows exactly what its containers need (seed ${SEED})`, () => {
  for (const world of WORLDS) {
    test(`in partition ${world.partition}, for ${RUNS} random apps`, () => {
      fc.assert(
        fc.property(stackModels, (model) => {
          const deployed = withoutStackTraces(() => new DeployedModel(model, world));
          const requests = [...universe(deployed)];
          for (const [role, tasks] of deployed.roles) {
            const policies = deployed.stack.policiesOf(role);
            const needs = tasks.flatMap((task) => deployed.needs(task));
            expect(deployed.stack.trustedArns(role)).toEqual(regionsOf(deployed, tasks).map((region) => `arn:${world.partition}:ecs:${region}:${world.account}:*`));
            expect(needs.filter((request) => !allows(policies, request))).toEqual([]);
            const needed = new Set(needs.map(idOf));
            const pulls = needs.some(({ action }) => action === ANY_RESOURCE);
            const isNeeded = (request: IamRequest) => (request.action === ANY_RESOURCE ? pulls : needed.has(idOf(request)));
            expect(requests.filter((request) => allows(policies, request) && !isNeeded(request))).toEqual([]);
          }
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });
  }
});

function regionsOf(deployed: DeployedModel, tasks: readonly number[]): string[] {
  return [...new Set(tasks.map((task) => deployed.regionOf(task)))].sort();
}

/** What a context changes is known for Decrypt alone. */
function idOf({ action, resource, context }: IamRequest): string {
  return JSON.stringify(action === 'kms:Decrypt' ? [action, resource, context] : [action, resource]);
}

/** Every action on every resource, and Decrypt of each key through each service for each value. */
function* universe(deployed: DeployedModel): Generator<IamRequest> {
  const { region, otherRegion, dnsSuffix } = deployed.world;
  for (const action of ACTIONS) {
    for (const resource of deployed.resources()) {
      yield { action, resource };
    }
  }
  const services = ['ssm', 'secretsmanager', 's3'].flatMap((s) => [`${s}.${region}.${dnsSuffix}`, `${s}.${otherRegion}.${dnsSuffix}`]);
  for (const resource of deployed.keys()) {
    for (const arn of deployed.storedArns()) {
      for (const name of ['PARAMETER_ARN', 'SecretARN', 'aws:s3:arn']) {
        const encryption = { [`kms:EncryptionContext:${name}`]: arn };
        yield { action: 'kms:Decrypt', resource, context: encryption };
        yield* services.map((service) => ({ action: 'kms:Decrypt', resource, context: { 'kms:ViaService': service, ...encryption } }));
      }
    }
    yield* services.map((service) => ({ action: 'kms:Decrypt', resource, context: { 'kms:ViaService': service } }));
  }
}
