import { Finding, error, unchecked } from './findings';
import { AwsApi, NamedPolicy, isDenied, isMissing, reasonOf } from '../aws/api';

export interface KeyFacts {
  readonly arn?: string;
  /** Why values under the key can't be read. */
  readonly finding?: Finding;
  /** AWS's own key: its policy allows the whole account. */
  readonly awsManaged: boolean;
  /** Why its ARN isn't known, so that nobody can tell who may use it. */
  readonly unknown?: Finding;
}

export interface KeyAccess {
  /** Null where the caller may not read it. */
  readonly policy: NamedPolicy | null;
  /** Null where the caller may not list them. */
  readonly grantees: readonly string[] | null;
}

/**
 * The keys of an account, each asked for once.
 */
export class KeyDirectory {
  private readonly facts = new Map<string, Promise<KeyFacts>>();
  private readonly accesses = new Map<string, Promise<KeyAccess>>();

  public constructor(private readonly api: AwsApi) {}

  /**
   * @param id key id, ARN or alias; undefined for the store's default key
   */
  public async find(region: string, id: string | undefined): Promise<KeyFacts> {
    if (id === undefined || /(^|:)alias\/aws\//.test(id)) {
      return { awsManaged: true };
    }
    const place = id.startsWith('arn:') ? id.split(':')[3] : region;
    return once(this.facts, `${place} ${id}`, async () => this.describe(place, id));
  }

  public async access(arn: string): Promise<KeyAccess> {
    return once(this.accesses, arn, async () => {
      const region = arn.split(':')[3];
      const name = `policy of key ${arn}`;
      const [policy, grantees] = await Promise.all([
        this.api.keyPolicy(region, arn).then(
          (document) => (document === undefined ? null : { name, document }),
          () => null,
        ),
        this.api.decryptGrantees(region, arn).catch(() => null),
      ]);
      return { policy, grantees };
    });
  }

  private async describe(region: string, id: string): Promise<KeyFacts> {
    try {
      const { Arn, KeyState, KeyManager } = await this.api.describeKey(region, id);
      const finding = KeyState === undefined || KeyState === 'Enabled' ? undefined : unusable(Arn ?? id, KeyState);
      return { arn: Arn, finding, awsManaged: KeyManager === 'AWS' };
    } catch (problem) {
      const arn = id.startsWith('arn:') && id.includes(':key/') ? id : undefined;
      if (isMissing(problem)) {
        return {
          arn,
          awsManaged: false,
          finding: error(
            'key-missing',
            `key '${id}' doesn't exist in ${region}`,
            'encrypt the value again, with a key that exists',
          ),
        };
      }
      const fix = isDenied(problem) ? 'allow yourself kms:DescribeKey on it' : 'try again';
      const finding = unchecked('key-unchecked', `key '${id}' can't be looked up (${reasonOf(problem)})`, fix);
      return { arn, awsManaged: false, finding, unknown: arn === undefined ? finding : undefined };
    }
  }
}

function unusable(arn: string, state: string): Finding {
  const fix = state === 'PendingDeletion'
    ? 'cancel its deletion and enable it (kms:CancelKeyDeletion, kms:EnableKey), or the values are lost'
    : 'enable it (kms:EnableKey), or encrypt the value again with another key';
  return error('key-not-enabled', `key ${arn} is not enabled, its state is ${state}`, fix);
}

export async function once<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let made = cache.get(key);
  if (made === undefined) {
    made = make();
    cache.set(key, made);
  }
  return made;
}
