import { IResolvable, IResolveContext, Precondition, TerraformResource } from 'cdktf';
import { Hcl } from './hcl';
import { resolvedAs } from './resolved-as';
import { isUnresolved } from './tokens';

/** What a resource asks of its configuration or of its result, and what Terraform says where that doesn't hold. */
export interface ConditionProps {
  /** An expression in `${…}`. */
  readonly condition: string | Hcl;
  readonly errorMessage: string;
}

/**
 * A condition that resolves as a whole: CDKTF goes through a plain one key by key, each time that it visits the resource.
 */
export class Condition implements IResolvable, ConditionProps {
  public readonly condition: string;
  public readonly errorMessage: string;

  public constructor({ condition, errorMessage }: ConditionProps) {
    this.condition = condition.toString();
    this.errorMessage = errorMessage;
  }

  // no property of its own: whoever copies a condition gets a plain one
  public get creationStack(): string[] {
    return [];
  }

  public resolve(context: IResolveContext): any {
    const condition = { condition: this.condition, error_message: this.errorMessage };
    return isUnresolved(this.condition) || isUnresolved(this.errorMessage) ? condition : resolvedAs(context, condition);
  }

  public toString(): string {
    return this.errorMessage;
  }

  public toJSON(): any {
    return { ...this };
  }
}

/**
 * Lets a part of a condition be overridden like one of a resource's own: CDKTF puts nothing into what resolves as a whole.
 */
export function withConditions<T extends TerraformResource>(resource: T): T {
  const add = resource.addOverride.bind(resource);
  resource.addOverride = (path, value) => {
    if (/^lifecycle\b/.test(path) && resource.lifecycle) {
      const { precondition, postcondition } = resource.lifecycle;
      resource.lifecycle = { ...resource.lifecycle, precondition: precondition?.map(plain), postcondition: postcondition?.map(plain) };
    }
    add(path, value);
  };
  return resource;
}

function plain({ condition, errorMessage }: Precondition): Precondition {
  return { condition, errorMessage };
}
