import { BatchClient } from '@aws-sdk/client-batch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

// The SDK warns of every Node.js that its next major drops, once per test file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Keys without a session token are the emulated account's administrator. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
}

/** AWS clients that speak to one endpoint as one caller. Each is made when it is first used. */
export class Clients {
  private readonly made = new Map<string, { destroy(): void }>();
  private readonly config: ClientConfig;

  constructor(endpoint: string, region: string, credentials: Credentials) {
    // Retries would only hide what the emulator answered; bucket host names don't resolve on a local address.
    this.config = { endpoint, region, credentials, maxAttempts: 1, forcePathStyle: true };
  }

  public get batch(): BatchClient {
    return this.client('batch', BatchClient);
  }

  public get ecs(): ECSClient {
    return this.client('ecs', ECSClient);
  }

  public get eventBridge(): EventBridgeClient {
    return this.client('eventBridge', EventBridgeClient);
  }

  public get iam(): IAMClient {
    return this.client('iam', IAMClient);
  }

  public get kms(): KMSClient {
    return this.client('kms', KMSClient);
  }

  public get s3(): S3Client {
    return this.client('s3', S3Client);
  }

  public get secretsManager(): SecretsManagerClient {
    return this.client('secretsManager', SecretsManagerClient);
  }

  public get sfn(): SFNClient {
    return this.client('sfn', SFNClient);
  }

  public get ssm(): SSMClient {
    return this.client('ssm', SSMClient);
  }

  public get sts(): STSClient {
    return this.client('sts', STSClient);
  }

  public destroy(): void {
    for (const client of this.made.values()) client.destroy();
    this.made.clear();
  }

  private client<T extends { destroy(): void }>(name: string, type: new (config: ClientConfig) => T): T {
    let client = this.made.get(name) as T | undefined;
    if (!client) {
      client = new type(this.config);
      this.made.set(name, client);
    }
    return client;
  }
}
