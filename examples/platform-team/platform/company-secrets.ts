import { Construct } from 'constructs';
import { CompanyStack } from './company-stack';
import { ContainerSecrets, ContainerSecretsProps } from 'cdktf-ecs-secrets';

/** What is left to decide when path and key are the company's. */
export interface CompanySecretsProps extends Pick<ContainerSecretsProps, 'parameters' | 'jsonSecret'> {
  /** Name of the service that owns them, or `shared`. */
  readonly owner: string;
}

/** Secrets under `/TEAM/OWNER`, encrypted with the customer key. */
export class CompanySecrets extends ContainerSecrets {
  public constructor(scope: Construct, id: string, { owner, ...props }: CompanySecretsProps) {
    const { team, keyArn } = CompanyStack.of(scope);
    super(scope, id, { ...props, path: `/${team}/${owner}`, encryptionKeyArn: keyArn, recoveryWindowInDays: 7, tags: { service: owner } });
  }
}
