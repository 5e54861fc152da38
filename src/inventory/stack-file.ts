import { computedAttribute } from './computed-attribute';
import { Lookup, Traversal, evaluate, resolveTemplate } from './expression';
import { AwsPlace, StackResource, StackText } from './stack-resource';
import { partitionOfRegion } from '../terraform/partitions';

export type { AwsPlace, StackResource };

export interface StackFileOptions {
  /** Partition, Region and account of the default provider, as far as they are known. */
  readonly place?: Partial<AwsPlace>;
  /** The value of another stack's output. The stack is named as in `cross-stack-reference-input-STACK`. */
  readonly outputs?: (stack: string, output: string) => string | undefined;
}

/**
 * A stack as CDKTF synthesises it: `cdk.tf.json`.
 */
export class StackFile implements StackText {
  private readonly places = new Map<string, AwsPlace>();

  public constructor(
    public readonly name: string,
    private readonly json: { readonly [block: string]: any },
    private readonly options: StackFileOptions = {},
  ) {}

  /** All resources of a type, with one entry per instance where the keys of `for_each` are known. */
  public resources(type: string): StackResource[] {
    return Object.keys(this.json.resource?.[type] ?? {}).flatMap((id) => {
      const resource = this.resource('resource', type, id)!;
      const keys = this.keysOf(resource);
      return keys === undefined ? [resource] : keys.map((key) => ({ ...resource, key }));
    });
  }

  /** What a reference like `aws_kms_key.X` or `data.aws_kms_key.X` names. */
  public find(address: string): StackResource | undefined {
    const [, data, type, id] = address.match(/^(data\.)?(\w+)\.([\w-]+)/) ?? [];
    return type === undefined ? undefined : this.resource(data ? 'data' : 'resource', type, id);
  }

  /**
   * The path of the construct that made a resource, which begins with the stack; without one, the resource's address.
   */
  public pathOf(resource: StackResource): string {
    const path = resource.attributes['//']?.metadata?.path as string | undefined;
    return path?.replace(/\/Resource$/, '') ?? `${this.name}/${resource.address}`;
  }

  /** A string argument with everything in it that is known before Terraform runs; undefined where there is none. */
  public attribute(resource: StackResource, name: string): string | undefined {
    const value = resource.attributes[name];
    return typeof value === 'string'
      ? this.resolve(value, resource)
      : typeof value === 'number'
        ? String(value)
        : undefined;
  }

  public resolve(text: string, each?: StackResource): string {
    return resolveTemplate(text, this.lookup(each));
  }

  /** What an attribute is, or the reference itself where only Terraform can tell. */
  public reference(resource: StackResource, attribute: string): string {
    const index = resource.key === undefined ? '' : `[${JSON.stringify(resource.key)}]`;
    return (
      this.attribute(resource, attribute) ??
      computedAttribute(this, resource, attribute) ??
      `\${${resource.address}${index}.${attribute}}`
    );
  }

  /** What `local.NAME` stands for, as an expression. */
  public localText(address: string): string | undefined {
    const value = address.startsWith('local.') ? this.json.locals?.[address.slice('local.'.length)] : undefined;
    return value === undefined ? undefined : JSON.stringify(value);
  }

  public output(name: string): string | undefined {
    const value = this.json.output?.[name]?.value;
    return typeof value === 'string' ? this.resolve(value) : undefined;
  }

  private resource(block: 'resource' | 'data', type: string, id: string): StackResource | undefined {
    const attributes = this.json[block]?.[type]?.[id];
    const address = `${block === 'data' ? 'data.' : ''}${type}.${id}`;
    return attributes && { type, address, attributes, place: this.placeOf(attributes.provider) };
  }

  private keysOf(resource: StackResource): string[] | undefined {
    const { for_each: forEach, count } = resource.attributes;
    if (count !== undefined) {
      const number = typeof count === 'string' ? this.lookupNumber(count) : count;
      return typeof number === 'number' ? Array.from({ length: number }, (_, i) => String(i)) : undefined;
    }
    const value = typeof forEach === 'string' ? evaluate(forEach.replace(/^\$\{|\}$/g, ''), this.lookup()) : forEach;
    return Array.isArray(value)
      ? value.map(String)
      : value && typeof value === 'object'
        ? Object.keys(value)
        : undefined;
  }

  private lookupNumber(template: string): number | undefined {
    const number = Number(this.resolve(template));
    return Number.isInteger(number) && number >= 0 ? number : undefined;
  }

  private lookup(each?: StackResource): Lookup {
    return ({ steps }) => {
      const [first, second] = steps.map((step) => step.name);
      if (first === 'each' || first === 'count') {
        return second === 'key' || second === 'index' ? each?.key : undefined;
      }
      if (first === 'var') {
        return this.known(this.json.variable?.[second]?.default, each);
      }
      if (first === 'local') {
        return steps.length === 2 ? this.known(this.json.locals?.[second], each) : undefined;
      }
      return first === 'data' && second === 'terraform_remote_state' ? this.remote(steps) : this.attributeAt(steps);
    };
  }

  /** Defaults and locals may be anything; only text and numbers are of use in a reference. */
  private known(value: unknown, each?: StackResource): unknown {
    return typeof value === 'string' ? this.resolve(value, each) : typeof value === 'number' ? value : undefined;
  }

  private attributeAt(steps: Traversal['steps']): unknown {
    const isData = steps[0].name === 'data';
    const [type, id, ...rest] = isData ? steps.slice(1) : steps;
    if (id === undefined) {
      return undefined;
    }
    const block = isData ? 'data' : 'resource';
    const key = rest[0]?.index ? rest.shift()!.name : undefined;
    // in a plan each instance is a block of its own
    const instance = key === undefined ? undefined : this.resource(block, type.name, instanceId(id.name, key));
    const resource = instance ?? this.resource(block, type.name, id.name);
    if (resource === undefined || rest.length !== 1) {
      return undefined;
    }
    return this.reference(instance ?? { ...resource, key }, rest[0].name);
  }

  /**
   * CDKTF passes a value to another stack as an output of the first, read through its state. The data source has no
   * metadata: its id names the stack. In a plan it holds the outputs themselves.
   *
   * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/terraform-stack.ts
   */
  private remote(steps: Traversal['steps']): string | undefined {
    const [, , state, outputs, output] = steps;
    if (steps.length !== 5 || outputs.name !== 'outputs') {
      return undefined;
    }
    const known = this.json.data?.terraform_remote_state?.[state.name]?.outputs?.[output.name];
    const stack = state.name.match(/^cross-stack-reference-input-(.+)$/)?.[1];
    return typeof known === 'string'
      ? this.resolve(known)
      : stack === undefined
        ? undefined
        : this.options.outputs?.(stack, output.name);
  }

  private placeOf(provider: string | undefined): AwsPlace {
    const alias = provider?.replace(/\$\{|\}/g, '').split('.')[1];
    const known = this.places.get(alias ?? '');
    if (known) {
      return known;
    }
    const blocks = [this.json.provider?.aws ?? []].flat();
    const block = blocks.find((candidate) => candidate.alias === alias) ?? {};
    const suffix = alias === undefined ? '' : ` of provider ${alias}`;
    const literal = (value: unknown) => (typeof value === 'string' && !value.includes('${') ? value : undefined);
    const region = literal(block.region) ?? this.options.place?.region ?? `\${region${suffix}}`;
    const assumed = [block.assume_role ?? []].flat()[0];
    const fallback = assumed ? `\${account${suffix}}` : this.options.place?.account ?? '${account}';
    const place = {
      region,
      partition: region.startsWith('$') ? (this.options.place?.partition ?? '${partition}') : partitionOf(region),
      account:
        literal(assumed?.role_arn)?.split(':')[4] ?? literal([block.allowed_account_ids ?? []].flat()[0]) ?? fallback,
    };
    this.places.set(alias ?? '', place);
    return place;
  }
}

/**
 * How an instance of a resource is called in a plan.
 *
 * @param key of `for_each`, or the index of `count`
 */
export function instanceId(id: string, key: string): string {
  return `${id}[${JSON.stringify(key)}]`;
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  return partitionOfRegion(region) ?? 'aws';
}
