import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { CompanySecrets, CompanyService, CompanyStack } from '../platform';
import { COMPANY } from '../platform/company';
import { ContainerSecret, SecretValue, SecretValues } from 'cdktf-ecs-secrets';

const { region, securityAccount } = COMPANY;

/** Each partner has a user and a password: 300 secrets. */
const PARTNERS = Array.from({ length: 150 }, (_, i) => `PARTNER_${String(i + 1).padStart(3, '0')}`);

/** The customer key, what all teams share, and three services of the platform team itself. */
export class PlatformStack extends CompanyStack {
  public readonly keyArn: string;
  /** For every service: its logs and its traces. */
  public readonly observability: CompanySecrets;
  /** Belongs to the security team, in its own account and under its own key. */
  public readonly signingKey: ContainerSecret;

  public constructor(scope: Construct) {
    super(scope, 'platform');
    this.keyArn = new KmsKey(this, 'Key', { description: 'secrets of all services', enableKeyRotation: true }).arn;
    this.observability = new CompanySecrets(this, 'Observability', { owner: 'shared', jsonSecret: SecretValues.external(['DD_API_KEY', 'SENTRY_DSN']) });
    this.signingKey = ContainerSecret.fromSecretArn(
      'SIGNING_KEY',
      `arn:aws:secretsmanager:${region}:${securityAccount}:secret:company/token-signing-h7Xk2p`,
      { jsonKey: 'private', encryptionKeyArn: `arn:aws:kms:${region}:${securityAccount}:key/6f1c9c9e-8d0b-4f0f-9a35-1f0f6f1a2b3c` },
    );

    new CompanyService(this, 'gateway', { image: 'gateway:3.1.0', uses: [this.observability], secrets: { SESSION_SECRET: SecretValue.generated() } });
    new CompanyService(this, 'identity', {
      image: 'identity:5.0.2',
      uses: [this.observability, this.signingKey],
      secrets: SecretValues.external(['DB_PASSWORD', 'OIDC_CLIENT_SECRET']),
    });
    new CompanyService(this, 'partner-hub', {
      image: 'partner-hub:1.8.0',
      cpu: 512,
      uses: [this.observability],
      secrets: SecretValues.external(PARTNERS.flatMap((partner) => [`${partner}_USER`, `${partner}_PASSWORD`])),
    });
  }
}
