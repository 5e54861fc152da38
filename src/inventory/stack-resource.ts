/**
 * Where a provider acts. What isn't in the configuration is text in `${…}`, the same wherever it occurs.
 */
export interface AwsPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * A resource or data source of a stack, one instance of it where it has `for_each`.
 */
export interface StackResource {
  readonly type: string;
  /** As Terraform names it, without an instance's key. */
  readonly address: string;
  /** Key of the instance, or its number where the resource has `count`. */
  readonly key?: string;
  readonly attributes: { readonly [name: string]: any };
  readonly place: AwsPlace;
}

/** A stack, as far as it tells what its resources' arguments say. */
export interface StackText {
  readonly name: string;
  /** A string argument with everything in it that is known before Terraform runs; undefined where there is none. */
  attribute(resource: StackResource, name: string): string | undefined;
}
