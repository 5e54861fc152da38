import * as fc from 'fast-check';
import { IamRequest, allows } from '../support/iam';
import { DeployedModel, stackModels } from '../support/secrets-model';
import { WORLDS, withoutStackTraces } from '../support/world';

const ACTIONS = [
  'ssm:GetParameters', 'ssm:GetParameter', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory', 'ssm:PutParameter', 'ssm:DescribeParameters',
  'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue',
  'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey',
  'ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:PutImage',
  'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:CreateLogGroup', 'logs:DeleteLogGroup', 's3:GetObject', 'iam:PassRole', 'sts:AssumeRole',
];
/** The one action that knows no resource. */
const ANY_RESOURCE = 'ecr:GetAuthorizationToken';
const RUNS = 510;
// a failing case is shown with its seed and path; FAST_CHECK_SEED runs it again
const SEED = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);

describe(`a role allows exactly what its containers need (seed ${SEED})`, () => {
  for (const world of WORLDS) {
    test(`in partition ${world.partition}, for ${RUNS / WORLDS.length} random apps`, () => {
      fc.assert(
        fc.property(stackModels, (model) => {
          const deployed = withoutStackTraces(() => new DeployedModel(model, world));
          const requests = [...universe(deployed)];
          model.tasks.forEach((_, task) => {
            const policies = deployed.stack.policiesOf(`Task${task}_ExecutionRole`);
            const needs = deployed.needs(task);
            expect(needs.filter((request) => !allows(policies, request))).toEqual([]);
            const needed = new Set(needs.map(idOf));
            const pulls = needs.some(({ action }) => action === ANY_RESOURCE);
            const isNeeded = (request: IamRequest) => (request.action === ANY_RESOURCE ? pulls : needed.has(idOf(request)));
            expect(requests.filter((request) => allows(policies, request) && !isNeeded(request))).toEqual([]);
          });
        }),
        { numRuns: RUNS / WORLDS.length, seed: SEED },
      );
    });
  }
});

/** What a context changes is known for Decrypt alone. */
function idOf({ action, resource, context }: IamRequest): string {
  return JSON.stringify(action === 'kms:Decrypt' ? [action, resource, context] : [action, resource]);
}

/** Every action on every resource, and Decrypt of each key through each service for each value. */
function* universe(deployed: DeployedModel): Generator<IamRequest> {
  const { region, dnsSuffix } = deployed.world;
  for (const action of ACTIONS) {
    for (const resource of deployed.resources()) {
      yield { action, resource };
    }
  }
  const services = ['ssm', 'secretsmanager', 's3'].flatMap((s) => [`${s}.${region}.${dnsSuffix}`, `${s}.mx-central-1.${dnsSuffix}`]);
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
