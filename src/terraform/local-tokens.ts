import type { IResolveContext } from 'cdktf';

/** What a token of this library stands for. */
export interface LocalReference {
  /** What the token says in the stack that is being written; undefined where it refers to another one. */
  textWithin(context: IResolveContext): string | undefined;
  /** Whether it refers to the stack that is being written. */
  isWithin(context: IResolveContext): boolean;
}

const references = new Map<string, LocalReference>();

export function registerToken(token: string, reference: LocalReference): void {
  references.set(token, reference);
}

/**
 * A token's text in a stack: what CDKTF would say, without its detours where the token is one of ours that refers within the stack.
 */
export function textOfToken(token: string, context: IResolveContext): string {
  return references.get(token)?.textWithin(context) ?? String(context.resolve(token));
}

/** Whether a token is one of ours that refers within the stack, so that there is nothing to prepare. */
export function isLocalToken(token: string, context: IResolveContext): boolean {
  return references.get(token)?.isWithin(context) ?? false;
}
