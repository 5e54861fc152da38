import { ANY, OBJECT, TEXT, isObject, listOf, problemOf, structOf, unknownField } from './api-shape';
import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

/** What a source of somebody's own gave. */
export interface SecretBindingSubject {
  /** Who asked: `container 'api': secrets[0]`. */
  readonly asker: string;
  readonly binding: unknown;
}

const READ = structOf<Record<string, unknown>>({
  store: ANY,
  arn: ANY,
  storedName: ANY,
  encryptionKeyArn: ANY,
  parameterPath: ANY,
});
const VERIFICATION = structOf<Record<string, unknown>>({
  arn: ANY,
  jsonKey: ANY,
  versionStage: ANY,
  versionId: ANY,
  provider: ANY,
  // of the library's own stores
  _text: ANY,
});
const ENTRY = structOf<Record<string, unknown>>({
  name: ANY,
  valueFrom: ANY,
  read: READ,
  version: ANY,
  verification: VERIFICATION,
  warning: ANY,
  pinned: ANY,
});
const LIST = structOf<Record<string, unknown>>({
  label: ANY,
  entries: ANY,
  read: READ,
  parameterPath: ANY,
  encryptionKeyArn: ANY,
  version: ANY,
});
/** Everything that a source can say. */
const BINDING = structOf<Record<string, unknown>>({
  entries: listOf(ENTRY),
  lists: listOf(LIST),
  expectedNames: ANY,
  dependencies: ANY,
  usedBy: ANY,
});

const SHAPE = 'return { entries: [{ name, valueFrom, read: { store, arn } }] }';

export const SECRET_BINDING: Rule<SecretBindingSubject> = {
  id: 'secret-binding',
  explanation:
    'For each environment variable, a source tells what stands in the task definition and which permission ' +
    'reading it needs. The policies of the execution role follow from that.',
  fix: SHAPE,
  source: 'https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets/blob/main/docs/own-sources.md',
  check: ({ asker, binding }) => {
    if (isUnresolved(binding)) {
      return undefined;
    }
    if (!isObject(binding) || !(Array.isArray(binding.entries) || isUnresolved(binding.entries))) {
      return `${asker} gives no list of entries: ${SHAPE} from bindSecrets`;
    }
    if (isUnresolved(binding.entries)) {
      return `${asker} gives a token for its entries: names that are only known at plan belong into lists`;
    }
    for (const [i, entry] of (binding.entries as unknown[]).entries()) {
      const problem = entryProblem(entry, i);
      if (problem !== undefined) {
        return `${asker} ${problem}`;
      }
    }
    const problem = unknownField(binding, BINDING, '') ?? problemOf(binding.lists, listOf(OBJECT), 'lists')
      ?? listProblem(isUnresolved(binding.lists) ? undefined : binding.lists as readonly object[]);
    return problem === undefined ? undefined : `${asker} gives what can't be used: ${problem}`;
  },
};

function listProblem(lists: readonly object[] = []): string | undefined {
  const texts = lists.flatMap((list, i) => Object.entries(list)
    .filter(([name]) => name !== 'read')
    .map(([name, text]) => problemOf(text, TEXT, `lists[${i}].${name}`)));
  return texts.find((problem) => problem !== undefined);
}

function entryProblem(entry: unknown, i: number): string | undefined {
  if (!isObject(entry) || typeof entry.name !== 'string' || entry.name === '') {
    return `gives entry ${i} without a name: ${SHAPE}`;
  }
  const { name, valueFrom, read } = entry;
  if (typeof valueFrom !== 'string' || !isValueFrom(valueFrom)) {
    const got = typeof valueFrom === 'string' ? `'${valueFrom}'` : String(valueFrom);
    return (
      `gives '${name}' no valid valueFrom, got ${got}: write a parameter's ARN, a secret's ARN, or ` +
      'ARN:KEY:STAGE:VERSION-ID'
    );
  }
  if (!isObject(read) || typeof read.arn !== 'string' || (read.store !== 'ssm' && read.store !== 'secretsmanager')) {
    return (
      `doesn't say how '${name}' is read: add read: { store: SecretStore.SECRETS_MANAGER, arn }, so that the ` +
      'role can be allowed to'
    );
  }
  const { provider } = isObject(entry.verification) ? entry.verification : {};
  const problem = problemOf(provider, OBJECT, `provider in the verification of '${name}'`);
  return problem && `gives what can't be used: ${problem}`;
}

/** A name without an ARN means a parameter in the task's Region. */
function isValueFrom(valueFrom: string): boolean {
  if (isUnresolved(valueFrom)) {
    return true;
  }
  const fields = valueFrom.split(':');
  if (fields[0] !== 'arn') {
    return /^[\w.\-/]+$/.test(valueFrom);
  }
  return fields[2] === 'ssm' ? fields.length === 6 : fields[2] === 'secretsmanager' && [7, 10].includes(fields.length);
}
