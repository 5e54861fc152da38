import type { IResolveContext } from 'cdktf';

/** What CDKTF would find in a text: a token, or a number that is one. */
const TOKEN = /TfToken\[|e\+\d/;

/**
 * Ends a resolution with a value in which no token is left. One that is returned is searched for them by CDKTF, text by text, five times.
 *
 * @returns what `resolve` returns then
 */
export function resolvedAs(context: IResolveContext, value: unknown): unknown {
  if (typeof value === 'string' && TOKEN.test(value)) {
    return value;
  }
  context.registerPostProcessor({ postProcess: () => value });
  return undefined;
}
