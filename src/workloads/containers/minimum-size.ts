import { SecretEntry, SecretStore } from '../../references/secret-source';
import { splitTokens } from '../../terraform/hcl';
import { PlainText } from '../../terraform/json-text';

/** The shortest Region, and what each kind of ARN has beside the name. */
const LEAST = {
  [SecretStore.PARAMETER_STORE]: 'arn:aws:ssm:us-east-1:123456789012:parameter'.length,
  [SecretStore.SECRETS_MANAGER]: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:-AbCdEf'.length,
};

/**
 * The least number of bytes that the value can have in JSON once Terraform knows all of it. References count with the
 * name that is stored, other things that are only known at plan count nothing. Far below the limit, a rough number that
 * is above it will do.
 */
export function minimumBytes(value: unknown, entries: readonly SecretEntry[], limit: number): number {
  const lengthOf = ({ read }: SecretEntry) =>
    read.storedName === undefined ? 0 : LEAST[read.store] + read.storedName.length;
  const most = entries.reduce((sum, entry) => sum + lengthOf(entry), Buffer.byteLength(JSON.stringify(value)));
  if (most <= limit) {
    return most;
  }
  const lengths = new Map(entries.map((entry) => [entry.read.arn, lengthOf(entry)]));
  const least = (text: string) =>
    splitTokens(text)
      .map((part) => (part.token ? 'x'.repeat(lengths.get(part.text) ?? 0) : part.text))
      .join('');
  const replace = (_: string, inner: unknown) => {
    const text = inner instanceof PlainText ? inner.text : inner;
    return typeof text === 'string' ? least(text) : text;
  };
  return Buffer.byteLength(JSON.stringify(value, replace));
}
