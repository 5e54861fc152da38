import { Construct } from 'constructs';
import { PlatformStack } from './platform';
import { CompanyService, CompanyStack } from '../platform';
import { SecretValue, SecretValues } from 'cdktf-ecs-secrets';

export class ShopStack extends CompanyStack {
  public readonly keyArn: string;

  public constructor(scope: Construct, platform: PlatformStack) {
    super(scope, 'shop');
    this.keyArn = platform.keyArn;
    const uses = [platform.observability];
    const database = SecretValues.external(['DB_USER', 'DB_PASSWORD']);

    new CompanyService(this, 'cart', { image: 'cart:4.2.0', uses, secrets: { ...database, SESSION_SECRET: SecretValue.generated() } });
    new CompanyService(this, 'catalog', { image: 'catalog:7.0.1', uses, secrets: database });
    new CompanyService(this, 'checkout', { image: 'checkout:2.9.4', uses: [...uses, platform.signingKey], secrets: { ...database, PSP_API_KEY: SecretValue.external() } });
    new CompanyService(this, 'pricing', { image: 'pricing:1.4.0', uses, secrets: database });
    new CompanyService(this, 'promotions', { image: 'promotions:1.1.3', uses, secrets: database });
    new CompanyService(this, 'recommendations', { image: 'recommendations:0.9.0', uses, secrets: SecretValues.external(['MODEL_TOKEN']), cpu: 1024 });
    new CompanyService(this, 'reviews', { image: 'reviews:3.3.0', uses, secrets: { ...database, CAPTCHA_SECRET: SecretValue.external() } });
    new CompanyService(this, 'search', { image: 'search:6.1.0', uses, secrets: SecretValues.external(['OPENSEARCH_PASSWORD']) });
    // no secrets of its own; it knows the Sentry DSN under another name
    new CompanyService(this, 'wishlist', { image: 'wishlist:1.0.8', uses: [platform.observability.renamed({ SENTRY_DSN: 'ERROR_DSN' })] });
  }
}
