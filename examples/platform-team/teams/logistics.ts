import { Construct } from 'constructs';
import { PlatformStack } from './platform';
import { CompanyService, CompanyStack } from '../platform';
import { SecretValue, SecretValues } from 'cdktf-ecs-secrets';

/** Services that need nothing but their database: image and desired number of tasks. */
const PLAIN: { [name: string]: [string, number] } = {
  inventory: ['inventory:2.2.0', 4],
  invoicing: ['invoicing:3.0.0', 2],
  orders: ['orders:8.5.1', 6],
  returns: ['returns:1.2.9', 2],
  warehouse: ['warehouse:4.4.0', 2],
};

export class LogisticsStack extends CompanyStack {
  public readonly keyArn: string;

  public constructor(scope: Construct, platform: PlatformStack) {
    super(scope, 'logistics');
    this.keyArn = platform.keyArn;
    const uses = [platform.observability];
    const database = SecretValues.external(['DB_USER', 'DB_PASSWORD']);

    for (const [name, [image, desiredCount]] of Object.entries(PLAIN)) {
      new CompanyService(this, name, { image, desiredCount, uses, secrets: database });
    }
    new CompanyService(this, 'notifications', { image: 'notifications:2.0.0', uses, secrets: SecretValues.external(['SMTP_PASSWORD', 'SMS_TOKEN']) });
    new CompanyService(this, 'shipping', { image: 'shipping:5.7.0', uses, secrets: { ...database, WEBHOOK_SECRET: SecretValue.generated() } });
    new CompanyService(this, 'tracking', { image: 'tracking:1.6.2', uses: [...uses, platform.signingKey] });
  }
}
