import { Finding } from './findings';
import { StoredThing } from '../../src/inventory/stored-things';
import { NamedPolicy } from '../aws/api';

/**
 * What an account tells about something stored, apart from its value.
 */
export interface StoredFacts {
  /** Full ARN, with a secret's six characters. */
  readonly arn?: string;
  /** Whether it is there; undefined where that couldn't be found out. */
  readonly exists?: boolean;
  /** Whether it is there and has no value at all. */
  readonly valueless?: boolean;
  /** ARN of the customer key that encrypts it. */
  readonly keyArn?: string;
  /** Why it isn't known whether a customer key encrypts it, or which. */
  readonly keyUnknown?: Finding;
  /** The thing's own policy; null where the caller may not read it, undefined where it has none. */
  readonly policy?: NamedPolicy | null;
  /** Undefined where they aren't known. */
  readonly tags?: { readonly [key: string]: string };
  readonly findings: readonly Finding[];
}

export const NOTHING_KNOWN: StoredFacts = { findings: [] };

export interface ReadOptions {
  /** Whether values may be read, to look at their form. */
  readonly values: boolean;
  /** The caller's account. */
  readonly account: string;
  /** What applying the source makes, by ARN. */
  readonly things: ReadonlyMap<string, StoredThing>;
}
