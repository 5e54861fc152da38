import { IConstruct } from 'constructs';

/** Terraform adds as many characters of its own. */
const UNIQUE = 26;

/**
 * Beginning of a name that Terraform makes unique, from the construct's path.
 *
 * @param limit characters that AWS takes for the whole name
 */
export function namePrefix(scope: IConstruct, limit: number): string {
  const ids = scope.node.scopes.slice(1).map(({ node }) => node.id);
  return `${ids.join('-').replace(/[^A-Za-z0-9_-]/g, '').slice(UNIQUE + 1 - limit)}-`;
}
