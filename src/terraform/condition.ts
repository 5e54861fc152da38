import { IResolvable, IResolveContext } from 'cdktf';
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
