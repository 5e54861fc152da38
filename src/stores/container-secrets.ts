import { TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { JsonSecret } from './json-secret';
import { REPLICA_REGIONS, ReplicaRegion } from './json-secret-props';
import { ParameterMap } from './parameter-map';
import { ParameterTier } from './parameter-tier';
import { secretNameOf } from './variable-names';
import { FLAG, MAP, NUMBER, OBJECT, TEXT, TEXTS } from '../checks/api-shape';
import { PATH_LEADING_SLASH, PATH_PATTERN } from '../checks/names';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';
import { SecretBinding } from '../references/secret-source';
import { SelectableSource } from '../references/selectable-source';
import { MovedFrom } from '../terraform/moved-from';
import { SecretValue } from '../values/secret-value';

/**
 * Properties of `ContainerSecrets`.
 */
export interface ContainerSecretsProps {
  /**
   * Where the application keeps its secrets: `/example/api` gives parameters `/example/api/NAME` and the secret
   * `example/api`.
   */
  readonly path: string;
  /**
   * Values that get a parameter each, by the name of parameter and environment variable.
   *
   * @default - none
   */
  readonly parameters?: { [name: string]: SecretValue };
  /**
   * Values that become keys of one Secrets Manager secret, by the name of key and environment variable.
   *
   * @default - none
   */
  readonly jsonSecret?: { [name: string]: SecretValue };
  /**
   * Name of the secret.
   *
   * @default - the path without its first slash
   */
  readonly jsonSecretName?: string;
  /**
   * Keys to take out of the secret's JSON. A key that leaves the map leaves the containers and stays stored, until it
   * is named here.
   *
   * @default - none
   */
  readonly removedKeys?: string[];
  /**
   * Whether containers get the version of the secret that Terraform wrote last, by its id, so that an old revision of
   * the task definition means the old values; `JsonSecretProps.pinVersions` tells the price. Parameters have no such
   * versions: ECS reads their latest value.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   * @default false
   */
  readonly pinVersions?: boolean;
  /**
   * ARN of the customer key that encrypts parameters and secret.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
   * @default - the AWS managed keys
   */
  readonly encryptionKeyArn?: string;
  /**
   * Days for which the deleted secret can be restored: 7 to 30, or 0 to delete it at once.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
   * @default 30
   */
  readonly recoveryWindowInDays?: number;
  /**
   * Regions that hold a copy of the secret.
   *
   * @default - none
   */
  readonly replicaRegions?: ReplicaRegion[];
  /**
   * Storage class of the parameters.
   *
   * @default - the account's default tier
   */
  readonly parameterTier?: ParameterTier;
  /**
   * Whether the plan fails, naming container and variable, where a key of the secret is missing, empty or no text, or
   * an `external` value is still the placeholder. The apply that creates the values stops before the service, until
   * somebody has set them.
   *
   * Reads with the deployer's credentials, which takes `ssm:GetParameter` on the external parameters and
   * `secretsmanager:GetSecretValue` on the secret, and `kms:Decrypt` for a customer key. What is read goes into no
   * state and no plan.
   *
   * @default false
   */
  readonly verifyAtPlan?: boolean;
  /**
   * Tags of parameters and secret.
   *
   * @default - none but the provider's
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider whose account and Region hold them.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<ContainerSecretsProps>({ path: TEXT }, {
  parameters: OBJECT,
  jsonSecret: OBJECT,
  jsonSecretName: TEXT,
  removedKeys: TEXTS,
  pinVersions: FLAG,
  encryptionKeyArn: TEXT,
  recoveryWindowInDays: NUMBER,
  replicaRegions: REPLICA_REGIONS,
  parameterTier: TEXT,
  verifyAtPlan: FLAG,
  tags: MAP,
  provider: OBJECT,
});

/**
 * All secrets of an application: one map of names for Parameter Store, one for a JSON secret, used as a whole or in
 * part.
 */
export class ContainerSecrets extends SelectableSource {
  /**
   * The parameters, where there are any.
   */
  public readonly parameterMap?: ParameterMap;
  /**
   * The JSON secret, where there is one.
   */
  public readonly secret?: JsonSecret;

  /**
   * @throws if a name is in both maps, and for what `ParameterMap` and `JsonSecret` refuse
   */
  public constructor(scope: Construct, id: string, props: ContainerSecretsProps) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    enforce(this, { path: props.path }, PATH_LEADING_SLASH, PATH_PATTERN);
    const { parameters = {}, jsonSecret = {}, path, encryptionKeyArn, verifyAtPlan, tags, provider } = props;
    const twice = Object.keys(parameters).sort().find((name) => Object.hasOwn(jsonSecret, name));
    if (twice !== undefined) {
      throw new ValidationError(`'${twice}' is both in parameters and in jsonSecret: remove one of them`, this);
    }
    if (props.parameters !== undefined) {
      this.parameterMap = new ParameterMap(this, 'ParameterMap', {
        path,
        parameters,
        parameterTier: props.parameterTier,
        encryptionKeyArn,
        verifyAtPlan,
        tags,
        provider,
      });
    }
    if (props.jsonSecret !== undefined) {
      this.secret = new JsonSecret(this, 'JsonSecret', {
        secretName: props.jsonSecretName ?? secretNameOf(path),
        jsonSecret,
        removedKeys: props.removedKeys,
        pinVersions: props.pinVersions,
        recoveryWindowInDays: props.recoveryWindowInDays,
        replicaRegions: props.replicaRegions,
        encryptionKeyArn,
        verifyAtPlan,
        tags,
        provider,
      });
    }
  }

  /**
   * Says that the construct had another path when it was last deployed, because it was renamed or put into another
   * construct. Terraform then moves its resources to their new addresses instead of replacing them, and what is stored
   * stays as it is.
   *
   * Constructs inside move along. Call it once per former path, the oldest first, and keep the call: a deployment that
   * has not seen it would replace them.
   *
   * @param formerPath ids of the constructs from the stack down, without the stack's own: `Api/Secrets`
   * @see https://developer.hashicorp.com/terraform/language/block/moved
   * @throws at synth if the path is the construct's own, or if what would move still stands there
   */
  public movedFrom(formerPath: string): void {
    MovedFrom.add(this, formerPath);
  }

  public bindSecrets(scope: IConstruct): SecretBinding {
    const parts = [this.parameterMap, this.secret]
      .filter((part) => part !== undefined)
      .map((part) => part.bindSecrets(scope));
    return {
      entries: parts.flatMap((part) => part.entries),
      dependencies: parts.flatMap((part) => part.dependencies ?? []),
    };
  }
}
