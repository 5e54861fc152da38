import { TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct, Node } from 'constructs';
import { hclBlocksOf } from './hcl-output';
import { ValidationError } from '../checks/validation-error';

const ID = 'MovedFrom';

interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Tells Terraform that all resources below a construct had addresses of another path.
 *
 * CDKTF's `moveFromId` does it for one resource at a time, needs the old address, and runs Terraform at synth.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 */
export class MovedFrom extends TerraformElement {
  /**
   * @param formerPath path in the stack, without the stack's id
   * @throws if the path is empty, or the construct's own
   */
  public static add(construct: Construct, formerPath: string): void {
    const former = formerPath.split('/');
    const current = pathInStack(construct);
    if (former.some((id) => id === '')) {
      throw new ValidationError(`'${formerPath}' is not a path in a stack: give the ids of the constructs, like 'Api/Secrets'`, construct);
    }
    if (formerPath === current.join('/')) {
      throw new ValidationError(`'${formerPath}' is the construct's own path: give the path that it had before`, construct);
    }
    const calls = construct.node.children.filter(isMovedFrom).length;
    new MovedFrom(construct, `${ID}${calls || ''}`, former);
  }

  /** The construct's ids in the stack as they were before the first move of the construct, or of one around it. */
  public static originalPath(construct: IConstruct): string[] {
    const scopes = scopesInStack(construct);
    const moved = scopes.findIndex((scope) => scope.node.tryFindChild(ID));
    const former = moved < 0 ? [] : (scopes[moved].node.tryFindChild(ID) as MovedFrom).former;
    return [...former, ...scopes.slice(moved + 1).map(({ node }) => node.id)];
  }

  private constructor(private readonly construct: Construct, id: string, private readonly former: readonly string[]) {
    super(construct, id);
    hclBlocksOf(this).blocks.push(() => this.moves().map(({ from, to }) => `moved {\n  from = ${from}\n  to   = ${to}\n}`).join('\n\n'));
    this.node.addValidation({ validate: () => this.stillThere() });
  }

  public toTerraform(): any {
    const moved = this.moves();
    return moved.length === 0 ? {} : { moved };
  }

  private moves(): Move[] {
    const stack = TerraformStack.of(this);
    const depth = this.construct.node.scopes.length;
    return this.construct.node.findAll().filter(TerraformResource.isTerraformResource).flatMap((resource) => {
      const to = stack.getLogicalId(resource.node);
      const from = idOf(stack, [...this.former, ...resource.node.scopes.slice(depth).map(({ node }) => node.id)]);
      // an id that was set by hand has nothing to do with the path
      const moves = resource.friendlyUniqueId === to && from !== to;
      return moves ? [{ from: `${resource.terraformResourceType}.${from}`, to: `${resource.terraformResourceType}.${to}` }] : [];
    });
  }

  /** Terraform refuses to move what the configuration still has. */
  private stillThere(): string[] {
    const resources = TerraformStack.of(this).node.findAll().filter(TerraformResource.isTerraformResource);
    const paths = new Map(resources.map((resource) => [`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, resource.node.path]));
    const there = this.moves().find(({ from }) => paths.has(from));
    return there === undefined ? [] : [`'${this.former.join('/')}' can't have been the former path, ${paths.get(there.from)} is there: give the path that the construct had`];
  }
}

function isMovedFrom(construct: IConstruct): boolean {
  return construct.node.id.startsWith(ID);
}

function scopesInStack(construct: IConstruct): IConstruct[] {
  return construct.node.scopes.slice(TerraformStack.of(construct).node.scopes.length);
}

function pathInStack(construct: IConstruct): string[] {
  return scopesInStack(construct).map(({ node }) => node.id);
}

/** What the stack calls, or called, an element at this path; a stack reads nothing but the ids. */
function idOf(stack: TerraformStack, path: readonly string[]): string {
  const scopes = [...stack.node.scopes, ...path.map((id) => ({ node: { id } }))];
  return stack.getLogicalId({ id: path[path.length - 1], path: [stack.node.path, ...path].join('/'), scopes } as unknown as Node);
}
