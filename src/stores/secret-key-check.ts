import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import { escapeTemplate, hcl } from '../terraform/hcl';
import { terraformData } from '../terraform/terraform-data';

/**
 * Stops the plan where a secret's customer key is taken away. The provider doesn't say so to AWS: the secret would keep
 * the key, the execution role would lose it, and every later plan would want the same again.
 *
 * As long as there is a key, Terraform remembers that; without one, it ignores what the code says and shows what it
 * remembers.
 */
export function checkSecretKey(
  scope: Construct, secret: SecretsmanagerSecret, secretName: string, encryptionKeyArn: string | undefined,
): void {
  const resource = terraformData(scope, 'Encryption', {
    dependsOn: [secret],
    lifecycle: encryptionKeyArn === undefined ? { ignoreChanges: ['input'] } : undefined,
  });
  resource.addOverride('input', encryptionKeyArn === undefined ? 'managed key' : 'customer key');
  if (encryptionKeyArn !== undefined) {
    return;
  }
  resource.addOverride('lifecycle.postcondition', [{
    condition: hcl`self.input == "managed key"`.toString(),
    error_message:
      `secret ${secretName} would keep its customer key, which the AWS provider can't take away, and the execution ` +
      'role could no longer decrypt it: run aws secretsmanager update-secret --kms-key-id alias/aws/secretsmanager ' +
      '--secret-id NAME, and then, in the folder of the stack, terraform apply ' +
      `-replace=terraform_data.${resource.friendlyUniqueId} (${escapeTemplate(scope.node.path)})`,
  }]);
}
