import { ITerraformDependable, TerraformElement, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

/**
 * Those of the dependencies that `depends_on` can name: an address of another stack means nothing here.
 */
export function withinStack(scope: IConstruct, dependencies: readonly ITerraformDependable[]): ITerraformDependable[] {
  const stack = TerraformStack.of(scope);
  return dependencies.filter(
    (dependency) => !TerraformElement.isTerraformElement(dependency) || dependency.cdktfStack === stack,
  );
}
