import { escapeLiteralParts } from './hcl';
import { isUnresolved } from './tokens';

/**
 * The configuration of a resource with all text taken as it is, but for tokens. CDKTF passes `${` and `%{` in a text on
 * to Terraform, which would evaluate them.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/tokens/private/resolve.ts#L134
 */
export function literalConfig<T>(config: T): T {
  return literalOf(config) as T;
}

function literalOf(value: unknown): unknown {
  if (typeof value === 'string') {
    return escapeLiteralParts(value);
  }
  if (typeof value !== 'object' || value === null || isUnresolved(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(literalOf);
  }
  // constructs and the like know themselves what they are
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [escapeLiteralParts(key), literalOf(inner)]))
    : value;
}
