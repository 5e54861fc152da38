import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { PARAMETER_COLLISION, PARAMETER_SPELLING, SECRET_COLLISION } from '../checks/collision';
import { enforce } from '../checks/rule';
import { sharedState } from '../terraform/shared-state';
import { isUnresolved } from '../terraform/tokens';

interface StoredName {
  readonly name: string;
  readonly owner: string;
  readonly created: boolean;
}

interface Names {
  /** By name without a leading slash, because `/X` and `X` have the same ARN. */
  readonly parameters: Map<string, StoredName>;
  readonly secrets: Map<string, StoredName>;
}

/**
 * The names that a stack creates or refers to in one account and Region.
 */
export class StoredNames {
  /** Two providers can stand for two accounts. */
  public static of(scope: IConstruct, provider?: TerraformProvider): StoredNames {
    const state = `stored-names/${provider?.node.path ?? ''}`;
    return new StoredNames(sharedState(scope, state, () => ({ parameters: new Map(), secrets: new Map() })));
  }

  private constructor(private readonly names: Names) {}

  /**
   * @throws if something else in the stack creates the parameter, or has one with the same ARN
   */
  public createParameter(scope: IConstruct, name: string): void {
    this.add(scope, name, true);
  }

  /**
   * @throws if the stack has another parameter with the same ARN
   */
  public referToParameter(scope: IConstruct, name: string): void {
    this.add(scope, name, false);
  }

  /**
   * @throws if something else in the stack creates the secret
   */
  public createSecret(scope: IConstruct, name: string): void {
    if (isUnresolved(name)) {
      return;
    }
    const other = this.names.secrets.get(name);
    enforce(scope, { name, others: other ? [other] : [] }, SECRET_COLLISION);
    this.names.secrets.set(name, entry(scope, name, true));
  }

  private add(scope: IConstruct, name: string, created: boolean): void {
    if (isUnresolved(name)) {
      return;
    }
    const key = name.replace(/^\//, '');
    const other = this.names.parameters.get(key);
    if (other !== undefined) {
      enforce(scope, { name, others: [other] }, PARAMETER_SPELLING);
      if (created && other.created) {
        enforce(scope, { name, others: [other] }, PARAMETER_COLLISION);
      }
    }
    if (created || other === undefined) {
      this.names.parameters.set(key, entry(scope, name, created));
    }
  }
}

/** The owner's path, which takes longer to put together than all the rest, is only made where somebody asks for it. */
function entry(scope: IConstruct, name: string, created: boolean): StoredName {
  return {
    name,
    created,
    get owner() {
      return scope.node.path;
    },
  };
}
