import { IResolvable, IResolveContext } from 'cdktf';
import { IConstruct } from 'constructs';
import { Hcl, escapeLiteralParts, valueOf } from './hcl';
import { hclBlocksOf, isRenderingHcl } from './hcl-output';

interface Structure {
  readonly [key: string]: string | number | Hcl;
}

/**
 * An object that stays an object in JSON output and becomes one expression in HCL output, where CDKTF's renderer would
 * take a key named `value` for its own, text that begins with a brace for code, and a backslash for the beginning of an
 * escape.
 */
export class StructuredValue implements IResolvable {
  public readonly creationStack: string[] = [];

  public constructor(scope: IConstruct, private readonly value: Structure) {
    hclBlocksOf(scope);
  }

  public resolve(context: IResolveContext): any {
    if (isRenderingHcl(context)) {
      return valueOf(this.value).textWithin(context);
    }
    return escaped(this.value);
  }

  public toString(): string {
    return '[structured value]';
  }

  public toJSON(): any {
    return this.toString();
  }
}

function escaped(value: Structure): object {
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, typeof v === 'string' ? escapeLiteralParts(v) : v]),
  );
}
