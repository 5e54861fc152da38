import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { ISecretSource, SecretBinding, SecretSelection, SecretStore, TaskDefinition } from 'cdktf-ecs-secrets';

const REGION = 'eu-central-1';
const ACCOUNT = '123456789012';

/** A secret that Vault syncs to Secrets Manager. */
export interface VaultSecret {
  readonly arn: string;
  readonly keys: string[];
  /** The customer key that Vault encrypts it with. */
  readonly encryptionKeyArn?: string;
}

/**
 * Keys of a secret that Vault syncs to Secrets Manager.
 */
export class VaultSecrets implements ISecretSource {
  public constructor(private readonly secret: VaultSecret) {}

  public bindSecrets(_scope: IConstruct): SecretBinding {
    const { arn, keys, encryptionKeyArn } = this.secret;
    return {
      entries: keys.map((name) => ({
        name,
        valueFrom: `${arn}:${name}::`,
        read: { store: SecretStore.SECRETS_MANAGER, arn, encryptionKeyArn },
      })),
    };
  }
}

/** What a platform team publishes: the variable, and the parameter that it comes from. */
export class PublishedParameters implements ISecretSource {
  public constructor(private readonly arns: { readonly [variable: string]: string }) {}

  public bindSecrets(_scope: IConstruct): SecretBinding {
    return {
      entries: Object.entries(this.arns).map(([name, arn]) => ({ name, valueFrom: arn, read: { store: SecretStore.PARAMETER_STORE, arn } })),
    };
  }
}

export class OwnSourceStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: REGION });

    const database = new VaultSecrets({
      arn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:vault/shop/database-AbCdEf`,
      keys: ['DB_USER', 'DB_PASSWORD', 'DB_ADMIN_PASSWORD'],
      encryptionKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    });
    const platform = new PublishedParameters({ CACHE_URL: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/platform/cache-url` });

    new TaskDefinition(this, 'Task', {
      family: 'shop',
      containers: [
        // a selection works on any source
        { name: 'app', image: 'public.ecr.aws/docker/library/busybox:1.37', secrets: [SecretSelection.of(database).except('DB_ADMIN_PASSWORD'), platform] },
        {
          name: 'migration',
          image: 'public.ecr.aws/docker/library/busybox:1.37',
          essential: false,
          secrets: [SecretSelection.of(database).only('DB_ADMIN_PASSWORD').renamed({ DB_ADMIN_PASSWORD: 'PASSWORD' })],
        },
      ],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new OwnSourceStack(app, 'own-source');
  app.synth();
}
