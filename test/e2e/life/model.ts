import type { Entry, Kind, StoreName } from './steps';
import { SecretValue } from 'cdktf-ecs-secrets';

/** Stands for a value that AWS generates; the world knows which once it has looked. */
export interface Value {
  readonly text?: string;
  /** A number of its own for each generated value. */
  readonly generated?: number;
}

interface StoredParameter {
  value: Value;
  /** The number that Terraform wrote last. */
  number: number | string;
  secure: boolean;
}

interface StoredKey {
  value: Value;
  mark: number;
  /** Whether the key's version is remembered for people, since they own it. */
  released: boolean;
}

/** The code: what somebody wants to have. */
export interface Code {
  parameters: { [name: string]: Entry };
  jsonSecret: { [name: string]: Entry };
  removedKeys: string[];
  pinned: boolean;
  /** Whether the second container gets the first name of each store alone. */
  narrow: boolean;
  /** 0: AWS's own keys. */
  key: number;
  /** Undefined where the code doesn't say it. */
  tier?: 'Standard' | 'Advanced';
  /** Where the stores are; another path is another place. */
  place: number;
  /** How often the construct was renamed at that place. */
  renames: number;
}

export interface Refusal {
  /** The plan or apply fails, with this in the message. */
  readonly message: RegExp;
  /** Whether the next apply of the same code passes. */
  readonly passes: boolean;
}

/** The rules, written down a second time and in another way. */
export class Model {
  public code: Code = { parameters: {}, jsonSecret: {}, removedKeys: [], pinned: false, narrow: false, key: 0, place: 1, renames: 0 };
  public parameters: { [name: string]: StoredParameter } = {};
  /** Undefined where there is no secret. */
  public keys?: { [name: string]: StoredKey };
  /** What the version holds that Terraform wrote last. */
  public pinnedKeys: { [name: string]: Value } = {};

  /** Versions of keys that are gone. */
  private readonly marks: { [name: string]: Pick<StoredKey, 'mark' | 'released'> } = {};
  private written = '';
  private counter = 0;

  /** The value of an entry that Terraform writes. */
  public valueOf(_store: StoreName, name: string, { kind, version }: Entry): Value {
    switch (kind) {
      case 'variable': return { text: variableValue(name, version) };
      case 'expression': return { text: `scheme://${variableValue(name, version)}@host` };
      case 'plaintext': return { text: plaintext(name, version) };
      case 'external': return { text: SecretValue.PLACEHOLDER };
      case 'generated': return { generated: ++this.counter };
    }
  }

  /** Why the code can't be applied as it stands. */
  public refusal(): Refusal | undefined {
    for (const [name, entry] of Object.entries(this.code.parameters)) {
      const stored = this.parameters[name];
      if (stored && entry.kind === 'external' && !stored.secure) {
        return { message: new RegExp(`parameter /life\\d*/${name} is a String`), passes: false };
      }
      if (stored && entry.kind === 'external' && stored.number !== numberOf(entry)) {
        return { message: /ParameterAlreadyExists/, passes: true };
      }
    }
    return undefined;
  }

  /** An apply that went through. */
  public apply(only?: { readonly store: StoreName; readonly name: string }): void {
    if (!only || only.store === 'parameters') {
      this.applyParameters(only?.name);
    }
    if (!only || only.store === 'jsonSecret') {
      this.applyJson();
    }
  }

  public deleteSecret(): void {
    this.keys = undefined;
    Object.keys(this.marks).forEach((name) => delete this.marks[name]);
    this.written = '';
  }

  /** A key that is gone leaves its version behind. */
  public deleteKey(name: string, mark: number, released: boolean): void {
    delete this.keys![name];
    this.marks[name] = { mark, released };
  }

  /** A value that was copied, in an entry that is external since. */
  public copied(store: StoreName, name: string, value: Value): void {
    if (store === 'parameters') {
      this.parameters[name] = { value, number: 1, secure: true };
    } else {
      this.keys![name] = { value, mark: 1, released: false };
      this.written = '';
    }
  }

  /** A key that people add; its version is what was left of an earlier one. */
  public addKey(name: string, value: Value): void {
    this.keys![name] = { value, ...(this.marks[name] ?? { mark: 1, released: false }) };
    delete this.marks[name];
  }

  /** Everything that the code has was copied to another place, with the version that it has. */
  public move(place: number): void {
    const { code } = this;
    for (const [name, { version }] of Object.entries(code.parameters)) {
      Object.assign(this.parameters[name], { number: version, secure: true });
    }
    this.keys = Object.fromEntries(Object.entries(code.jsonSecret).map(([name, { version }]) => {
      return [name, { value: this.keys![name].value, mark: version, released: false }];
    }));
    Object.keys(this.marks).forEach((name) => delete this.marks[name]);
    this.written = '';
    Object.assign(code, { place, renames: 0, removedKeys: [] });
  }

  public rewriteJson(): void {
    this.written = '';
    this.applyJson();
  }

  public environment(container: 'app' | 'side'): { [name: string]: Value } {
    const used = (names: string[]) => (container === 'side' && this.code.narrow ? names.slice(0, 1) : names);
    const keys = this.code.pinned ? this.pinnedKeys : Object.fromEntries(Object.entries(this.keys ?? {}).map(([name, { value }]) => [name, value]));
    return Object.fromEntries([
      ...used(Object.keys(this.code.parameters).sort()).map((name) => [name, this.parameters[name].value]),
      ...used(Object.keys(this.code.jsonSecret).sort()).map((name) => [name, keys[name]]),
    ]);
  }

  private applyParameters(only?: string): void {
    for (const [name, entry] of Object.entries(this.code.parameters)) {
      const stored = this.parameters[name];
      if (only !== undefined && name !== only) {
        continue;
      }
      if (!stored || (entry.kind !== 'external' && stored.number !== numberOf(entry))) {
        this.parameters[name] = { value: this.valueOf('parameters', name, entry), number: numberOf(entry), secure: entry.kind !== 'plaintext' };
      } else {
        stored.number = numberOf(entry);
      }
    }
    if (only === undefined) {
      Object.keys(this.parameters).filter((name) => !this.code.parameters[name]).forEach((name) => delete this.parameters[name]);
    }
  }

  private applyJson(): void {
    const { jsonSecret, removedKeys } = this.code;
    const wanted = JSON.stringify([Object.entries(jsonSecret).sort(), [...removedKeys].sort()]);
    if (wanted === this.written) {
      return;
    }
    this.written = wanted;
    const keys = (this.keys ??= {});
    removedKeys.forEach((name) => {
      delete keys[name];
      delete this.marks[name];
    });
    Object.keys(jsonSecret).forEach((name) => delete this.marks[name]);
    for (const left of Object.values(this.marks)) {
      left.released = left.mark !== 0 && left.mark !== 1;
      left.mark ||= 1;
    }
    for (const [name, stored] of Object.entries(keys)) {
      const entry = jsonSecret[name];
      if (!entry || entry.kind === 'external') {
        stored.released = stored.mark !== 0 && stored.mark !== 1;
        stored.mark = stored.mark === 0 ? 1 : stored.mark;
        if (entry && entry.version !== 1) {
          stored.mark = entry.version;
          stored.released = true;
        }
      }
    }
    for (const [name, entry] of Object.entries(jsonSecret)) {
      const stored = keys[name];
      if (entry.kind === 'external') {
        keys[name] ??= { value: this.valueOf('jsonSecret', name, entry), mark: entry.version, released: entry.version !== 1 };
        continue;
      }
      const version = entry.kind === 'plaintext' ? 0 : entry.version;
      const outdated = !stored || stored.value.text === SecretValue.PLACEHOLDER || entry.kind === 'plaintext' ||
        (stored.released ? version !== 1 && version !== stored.mark : version !== stored.mark);
      keys[name] = { value: outdated ? this.valueOf('jsonSecret', name, entry) : stored.value, mark: version, released: false };
    }
    this.pinnedKeys = Object.fromEntries(Object.entries(keys).map(([name, { value }]) => [name, value]));
  }
}

export function variableValue(name: string, version: number): string {
  return `variable-${name}-${version}-value`;
}

export function plaintext(name: string, version: number): string {
  return `plaintext-${name}-${version}-text`;
}

function numberOf({ kind, version }: { kind: Kind; version: number }): number | string {
  return kind === 'plaintext' ? `plaintext ${version}` : version;
}
