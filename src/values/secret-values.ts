import { TerraformVariable } from 'cdktf';
import { SecretValue } from './secret-value';
import {
  GeneratedValueOptions,
  StoredParameterOptions,
  StoredSecretOptions,
  WriteOptions,
} from './secret-value-options';
import { digestNumber } from './written-values';
import { TEXTS } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { SOPS_PLAINTEXT } from '../checks/values';
import { warnOfNames } from '../checks/warnings';
import { readNamesFile } from '../files/names-file';
import { readSopsFile } from '../files/sops-file';

/**
 * What to take of a file encrypted by SOPS.
 */
export interface SopsFileOptions {
  /**
   * Names that the file leaves in the open, and that are wanted as `SecretValue.plaintext`. Others of them are left out
   * with a warning.
   *
   * @default - none
   */
  readonly plaintext?: string[];
}

const SOPS_OPTIONS = propsOf<SopsFileOptions>({}, { plaintext: TEXTS });

/**
 * `SecretValue` for many names at once.
 */
export class SecretValues {
  /**
   * The names, each from the key of the same name in a `map(string)` variable.
   *
   * @param variable a variable of type `map(string)`; it is made ephemeral and sensitive
   */
  public static fromVariable(
    variable: TerraformVariable,
    names: string[],
    options?: WriteOptions,
  ): { [name: string]: SecretValue } {
    return forEach(names, (name) => SecretValue.fromVariableKey(variable, name, options));
  }

  /**
   * The names of a file encrypted by SOPS, each from the key of the same name in a `map(string)` variable.
   *
   * Nothing is decrypted at synth: SOPS keeps names readable, and a value's version is a digest of its ciphertext, so
   * that exactly the values that `sops edit` changed are written again. `sops rotate` changes all ciphertexts: then all
   * are written again, as they were.
   *
   * What the file says that SOPS leaves in the open is not a secret: names that end in `_unencrypted` or in its own
   * `unencrypted_suffix`, and with `encrypted_regex`, `encrypted_suffix` or `unencrypted_regex` what that says. It is
   * left out with a warning, or taken as plaintext if it is asked for by name. Any other plaintext is an error. An
   * empty value isn't encrypted either: as a key of a JSON secret it stays empty, Parameter Store refuses it.
   *
   * @see https://getsops.io/docs/
   * @param path of a `.json`, `.yaml`, `.yml` or `.env` file, absolute or relative to the working directory; its values
   * are flat strings
   * @param variable a variable of type `map(string)` that gets the decrypted values at plan and apply; it is made
   * ephemeral and sensitive
   * @throws if the file can't be read, isn't encrypted by SOPS, holds maps, lists or plaintext, or a name twice; values
   * never appear
   */
  public static fromSopsFile(
    path: string,
    variable: TerraformVariable,
    options: SopsFileOptions = {},
  ): { [name: string]: SecretValue } {
    enforce(undefined, { props: options, ...SOPS_OPTIONS }, PROP_TYPES);
    const { entries, left } = readSopsFile(path, options.plaintext);
    warnOfNames(variable, left, (names) => ({ path, names }), SOPS_PLAINTEXT);
    return Object.fromEntries(
      entries.map(({ name, ciphertext, plaintext = '' }) => [
        name,
        ciphertext === undefined
          ? SecretValue.plaintext(plaintext)
          : SecretValue.fromVariableKey(variable, name, { version: digestNumber(ciphertext) }),
      ]),
    );
  }

  /**
   * The names of a list, each from the key of the same name in a `map(string)` variable, or set by people outside
   * Terraform.
   *
   * @param path of a text file with one name per line, where `#` begins a comment, or of a `.json` file with an array
   * of names; absolute or relative to the working directory
   * @param variable a variable of type `map(string)`; it is made ephemeral and sensitive. Without it, the values are
   * `external()`
   * @throws if the file can't be read, or holds something else than names, or a name twice
   */
  public static fromNamesFile(
    path: string,
    variable?: TerraformVariable,
    options?: WriteOptions,
  ): { [name: string]: SecretValue } {
    return forEach(readNamesFile(path), (name) =>
      variable ? SecretValue.fromVariableKey(variable, name, options) : SecretValue.external(options),
    );
  }

  /**
   * The names, each set by people outside Terraform.
   *
   * @param options `version` is for entries that were written by Terraform before: keep the number they had, so that
   * their values stay
   */
  public static external(names: string[], options?: WriteOptions): { [name: string]: SecretValue } {
    return forEach(names, () => SecretValue.external(options));
  }

  /**
   * The names, each copied from the parameter of that name below a path: to another key or tier with the map's own path
   * and a higher version, or from another path.
   *
   * @param path with a slash in front, like `/example/api`
   */
  public static fromStoredParameters(
    path: string,
    names: string[],
    options?: StoredParameterOptions,
  ): { [name: string]: SecretValue } {
    return forEach(names, (name) => SecretValue.fromStoredParameter(`${path}/${name}`, options));
  }

  /**
   * The names, each copied from the key of that name of a secret's JSON.
   *
   * @param secretId name or ARN of the secret
   */
  public static fromStoredSecret(
    secretId: string,
    names: string[],
    options?: StoredSecretOptions,
  ): { [name: string]: SecretValue } {
    return forEach(names, (name) => SecretValue.fromStoredSecret(secretId, { ...options, jsonKey: name }));
  }

  /**
   * The names, each with a generated value of its own.
   */
  public static generated(names: string[], options?: GeneratedValueOptions): { [name: string]: SecretValue } {
    return forEach(names, () => SecretValue.generated(options));
  }

  private constructor() {}
}

function forEach(names: string[], value: (name: string) => SecretValue): { [name: string]: SecretValue } {
  enforce(undefined, { props: { names }, required: { names: TEXTS } }, PROP_TYPES);
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}
