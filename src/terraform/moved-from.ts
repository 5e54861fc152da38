import { TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct, Node } from 'constructs';
import { hclBlocksOf } from './hcl-output';

const ID = 'MovedFrom';

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
   */
  public static add(construct: Construct, formerPath: string): void {
    const moved = construct.node.tryFindChild(ID) as MovedFrom | undefined;
    (moved ?? new MovedFrom(construct)).formerPaths.push(formerPath.split('/'));
  }

  /** The ids of a construct in the stack as they were before the first move, of it or of one around it. */
  public static originalPath(construct: IConstruct): readonly string[] {
    return MovedFrom.pathsOf(construct)[0];
  }

  /**
   * The paths that a construct had, the oldest first, and the one that it has. What an inner construct says counts
   * more.
   */
  private static pathsOf(construct: IConstruct): (readonly string[])[] {
    const current = pathInStack(construct);
    const scopes = scopesInStack(construct).reverse();
    const inner = scopes.findIndex((scope) => scope.node.tryFindChild(ID));
    const former = inner < 0 ? [] : (scopes[inner].node.tryFindChild(ID) as MovedFrom).formerPaths;
    const below = current.slice(current.length - inner);
    return [...former.map((path) => [...path, ...(inner === 0 ? [] : below)]), current];
  }

  private readonly formerPaths: (readonly string[])[] = [];

  private constructor(private readonly construct: Construct) {
    super(construct, ID);
    hclBlocksOf(this).blocks.push(() =>
      this.moves()
        .map(({ from, to }) => `moved {\n  from = ${from}\n  to   = ${to}\n}`)
        .join('\n\n'),
    );
    this.node.addValidation({ validate: () => this.problems() });
  }

  public toTerraform(): any {
    const moved = this.moves();
    return moved.length === 0 ? {} : { moved };
  }

  /** From each path to the next: a resource can have moved from one address only. */
  private moves(): { from: string; to: string }[] {
    const stack = TerraformStack.of(this);
    return this.resources().flatMap((resource) => {
      const addresses = MovedFrom.pathsOf(resource).map(
        (path) => `${resource.terraformResourceType}.${idOf(stack, path)}`,
      );
      return addresses.slice(1).map((to, i) => ({ from: addresses[i], to }));
    });
  }

  /** Those whose path this tells, but for ids that were set by hand, which have nothing to do with the path. */
  private resources(): TerraformResource[] {
    const stack = TerraformStack.of(this);
    return this.construct.node.findAll().filter(TerraformResource.isTerraformResource).filter((resource) => {
      const told = scopesInStack(resource).reverse().find((scope) => scope.node.tryFindChild(ID));
      return told === this.construct && resource.friendlyUniqueId === stack.getLogicalId(resource.node);
    });
  }

  private problems(): string[] {
    const own = pathInStack(this.construct).join('/');
    for (const path of this.formerPaths.map((ids) => ids.join('/'))) {
      if (path === own) {
        return [
          `'${path}' is the construct's own path: give the path that it had before (${this.construct.node.path})`,
        ];
      }
      if (/^$|^\/|\/\/|\/$/.test(path)) {
        return [
          `'${path}' is not a path in a stack: give the ids of the constructs, like 'Api/Secrets' ` +
            `(${this.construct.node.path})`,
        ];
      }
    }
    return this.stillThere();
  }

  /** Terraform refuses to move what the configuration still has. */
  private stillThere(): string[] {
    const resources = TerraformStack.of(this).node.findAll().filter(TerraformResource.isTerraformResource);
    const paths = new Map(
      resources.map((resource) => [
        `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
        resource.node.path,
      ]),
    );
    const there = this.moves().map(({ from }) => paths.get(from)).find((path) => path !== undefined);
    return there === undefined
      ? []
      : [`it can't have moved from where ${there} is: give the path that it had before (${this.construct.node.path})`];
  }
}

function scopesInStack(construct: IConstruct): IConstruct[] {
  return construct.node.scopes.slice(TerraformStack.of(construct).node.scopes.length);
}

function pathInStack(construct: IConstruct): string[] {
  return scopesInStack(construct).map(({ node }) => node.id);
}

/**
 * What the stack would call a child of the construct that isn't there.
 */
export function logicalIdOf(construct: IConstruct, childId: string): string {
  return idOf(TerraformStack.of(construct), [...pathInStack(construct), childId]);
}

/** What the stack calls, or called, an element at this path; a stack reads nothing but the ids. */
function idOf(stack: TerraformStack, path: readonly string[]): string {
  const scopes = [...stack.node.scopes, ...path.map((id) => ({ node: { id } }))];
  return stack.getLogicalId({
    id: path[path.length - 1],
    path: [stack.node.path, ...path].join('/'),
    scopes,
  } as unknown as Node);
}
