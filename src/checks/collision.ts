import { Rule } from './rule';

/** What is stored or looked up under a name, and what else in the stack has that name. */
export interface StoredNameSubject {
  readonly name: string;
  /** How others in the stack spell the name, and the path of the construct that does. */
  readonly others: readonly { readonly name: string; readonly owner: string }[];
}

export const PARAMETER_COLLISION: Rule<StoredNameSubject> = {
  id: 'parameter-collision',
  explanation: 'Two resources with the name of one parameter overwrite each other at every apply.',
  fix: 'let one store own the name, and give its values to both containers',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html',
  check: ({ name, others }) => {
    const same = others.find((other) => other.name === name);
    return same === undefined
      ? undefined
      : `parameter '${name}' is already created by '${same.owner}': take it out of one of them, or give one ` +
          'another path';
  },
};

export const PARAMETER_SPELLING: Rule<StoredNameSubject> = {
  id: 'parameter-spelling',
  explanation: '`/X` and `X` are two parameters with one ARN, so that a reference can mean either.',
  fix: 'write the name with its slash everywhere',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html',
  check: ({ name, others }) => {
    const other = others.find(
      (known) => known.name !== name && known.name.replace(/^\//, '') === name.replace(/^\//, ''),
    );
    return other === undefined
      ? undefined
      : `parameter '${name}' has the same ARN as '${other.name}' of '${other.owner}': write the name as it is ` +
          'stored in both places';
  },
};

export const SECRET_COLLISION: Rule<StoredNameSubject> = {
  id: 'secret-collision',
  explanation: 'Secrets Manager refuses a second secret of the same name.',
  fix: 'use one store, or set jsonSecretName',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html',
  check: ({ name, others }) => {
    const same = others.find((other) => other.name === name);
    return same === undefined
      ? undefined
      : `secret '${name}' is already created by '${same.owner}': put the keys into one store, or give one ` +
          'another jsonSecretName';
  },
};
