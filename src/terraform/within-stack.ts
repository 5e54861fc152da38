import { ITerraformDependable, TerraformElement, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

/**
 * Those of the dependencies that `depends_on` can name. CDKTF writes the address of whatever it is given, also of a
 * resource of another stack, which Terraform then doesn't find.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/terraform-resource.ts#L161
 */
export function withinStack(scope: IConstruct, dependencies: readonly ITerraformDependable[]): ITerraformDependable[] {
  const stack = TerraformStack.of(scope);
  return dependencies.filter(
    (dependency) => !TerraformElement.isTerraformElement(dependency) || dependency.cdktfStack === stack,
  );
}
