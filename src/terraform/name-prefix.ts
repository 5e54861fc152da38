import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Late } from './late';
import { MovedFrom } from './moved-from';

/** Terraform adds as many characters of its own. */
const UNIQUE = 26;

/** Names of IAM may have more characters than those of most services. */
export const IAM_NAMES = { limit: 64, others: /[^A-Za-z0-9+=,.@_-]/g };

/** What a name may look like: how many characters AWS takes for the whole of it, and which it doesn't take. */
export interface NameLimits {
  readonly limit: number;
  readonly others?: RegExp;
}

/**
 * Beginning of a name that Terraform makes unique. It comes from the path that the construct had at first, because
 * another prefix would be another resource.
 */
export function namePrefix(construct: IConstruct, { limit, others }: NameLimits): string {
  const path = () => [...stackPath(construct), ...MovedFrom.originalPath(construct)];
  return new Late(() => `${nameOf(path(), { limit: limit - UNIQUE - 1, others })}-`, true).toString();
}

/** A whole name, from the path that the construct has. */
export function nameFromPath(construct: IConstruct, limits: NameLimits): string {
  return nameOf(construct.node.scopes.slice(1).map(({ node }) => node.id), limits);
}

function stackPath(construct: IConstruct): string[] {
  return TerraformStack.of(construct).node.scopes.slice(1).map(({ node }) => node.id);
}

/** Keeps the last ids of a path, because they say most. */
function nameOf(ids: readonly string[], { limit, others = /[^A-Za-z0-9_-]/g }: NameLimits): string {
  return ids.join('-').replace(others, '').slice(-limit);
}
