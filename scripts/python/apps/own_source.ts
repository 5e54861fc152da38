import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { ISecretSource, SecretBinding, SecretSelection, SecretStore, TaskDefinition } from 'cdktf-ecs-secrets';

/** Keys of a secret that something else writes. */
class SyncedSecret implements ISecretSource {
  public constructor(private readonly arn: string, private readonly keys: string[]) {}

  public bindSecrets(_scope: IConstruct): SecretBinding {
    const read = { store: SecretStore.SECRETS_MANAGER, arn: this.arn };
    return { entries: this.keys.map((name) => ({ name, valueFrom: `${this.arn}:${name}::`, read })) };
  }
}

const app = new App();
const stack = new TerraformStack(app, 'own_source');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
const source = new SyncedSecret('arn:aws:secretsmanager:eu-central-1:123456789012:secret:vault/shop-AbCdEf', ['DB_USER', 'DB_PASSWORD']);
new TaskDefinition(stack, 'Task', {
  family: 'shop',
  containers: [
    { name: 'app', image: 'example:1.0.0', secrets: [source] },
    { name: 'migration', image: 'example:1.0.0', essential: false, secrets: [SecretSelection.of(source).only('DB_PASSWORD').renamed({ DB_PASSWORD: 'PASSWORD' })] },
  ],
});
app.synth();
