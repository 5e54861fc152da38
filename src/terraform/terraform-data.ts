import { TerraformMetaArguments, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';

/**
 * A `terraform_data`, which holds conditions or remembers a value. It isn't CDKTF's `DataResource`: each of those runs
 * `terraform version` at synth, which takes a tenth of a second and fails where there is no Terraform.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export function terraformData(scope: Construct, id: string, props: TerraformMetaArguments): TerraformResource {
  return new TerraformResource(scope, id, {
    terraformResourceType: 'terraform_data',
    terraformGeneratorMetadata: { providerName: 'terraform' },
    ...props,
  });
}
