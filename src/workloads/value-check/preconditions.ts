import { Precondition } from 'cdktf';
import { IConstruct } from 'constructs';
import {
  AccountSubject,
  PARAMETER_ACCOUNT,
  SECRET_ACCOUNT,
  accountOf,
  foreignParameter,
  foreignSecret,
} from '../../checks/account';
import { enforce } from '../../checks/rule';
import { SecretStore } from '../../references/secret-source';
import { AwsEnvironment } from '../../terraform/aws-environment';
import { escapeTemplate, hcl, valueOf } from '../../terraform/hcl';
import { ResolvedContainer } from '../containers/resolved-container';

/** Things of one account that only certain accounts can read. */
interface Bounded extends AccountSubject {
  readonly store: SecretStore;
}

/**
 * What has to be true at plan of containers: of names that are only known then, and of the account, which their role's
 * ARN may tell at synth.
 *
 * @throws if the role is in another account than what can only be read there
 */
export function preconditionsOf(
  scope: IConstruct,
  containers: readonly ResolvedContainer[],
  roleArn: string,
  environment: AwsEnvironment,
): Precondition[] | undefined {
  const preconditions = containers.flatMap((container) => [
    ...container.planned?.preconditions ?? [],
    ...accountConditions(scope, boundedBy(container), roleArn, environment),
  ]);
  return preconditions.length > 0 ? preconditions : undefined;
}

function accountConditions(
  scope: IConstruct,
  bounded: readonly Bounded[],
  roleArn: string,
  environment: AwsEnvironment,
): Precondition[] {
  const account = accountOf(roleArn);
  if (account !== undefined) {
    bounded.forEach((subject) => {
      const rule = subject.store === SecretStore.PARAMETER_STORE ? PARAMETER_ACCOUNT : SECRET_ACCOUNT;
      enforce(scope, { ...subject, account }, rule);
    });
    return [];
  }
  return bounded.map(({ store, ...subject }) => {
    const told = store === SecretStore.PARAMETER_STORE ? foreignParameter : foreignSecret;
    return {
      condition: hcl`${environment.account} == ${valueOf(subject.owner)}`.toString(),
      errorMessage:
        `${told({ ...subject, names: subject.names.map(escapeTemplate), account: environment.account })} ` +
        `(${escapeTemplate(scope.node.path)})`,
    };
  });
}

/** Parameters, and secrets under the AWS managed key, by the account that their ARN names. */
function boundedBy({ definition, bindings }: ResolvedContainer): Bounded[] {
  const found = new Map<string, Bounded & { readonly names: string[] }>();
  for (const { name, read: { store, arn, encryptionKeyArn } } of bindings.flatMap((binding) => binding.entries)) {
    const owner = accountOf(arn);
    if (owner !== undefined && (store === SecretStore.PARAMETER_STORE || encryptionKeyArn === undefined)) {
      const key = `${store} ${owner}`;
      const subject = found.get(key) ?? { container: definition.name, names: [], owner, store };
      subject.names.push(name);
      found.set(key, subject);
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, subject]) => ({ ...subject, names: [...subject.names].sort() }));
}
