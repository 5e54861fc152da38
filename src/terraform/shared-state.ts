import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

/**
 * State of a stack that all copies of this library share. An app can have more than one copy: its own, and that of a
 * package that it uses.
 *
 * @param name the same for what copies of different versions can share
 */
export function sharedState<T>(scope: IConstruct, name: string, make: () => T): T {
  const stack = TerraformStack.of(scope) as TerraformStack & { [key: symbol]: T | undefined };
  const key = Symbol.for(`cdktf-ecs-secrets/${name}`);
  const existing = stack[key];
  if (existing !== undefined) {
    return existing;
  }
  const value = make();
  Object.defineProperty(stack, key, { value });
  return value;
}
