import { Rule } from './rule';

/** A value known at synth; it never appears in a message. */
export interface ParameterValueSubject {
  readonly name: string;
  readonly value?: string;
  readonly tier?: string;
}

const PARAMETER_STORE = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html';

export const PARAMETER_VALUE_SIZE: Rule<ParameterValueSubject> = {
  id: 'parameter-value-size',
  explanation: 'A standard parameter holds 4 KB, an advanced one 8 KB.',
  fix: 'use the advanced tier, or a key of a JSON secret',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
  check: ({ name, value, tier }) => {
    const advanced = tier === 'Advanced' || tier === 'Intelligent-Tiering';
    const limit = advanced ? 8192 : 4096;
    const size = value === undefined ? 0 : Buffer.byteLength(value, 'utf8');
    if (size === 0 && value !== undefined) {
      return `value of '${name}' is empty: Parameter Store holds no empty value, leave the name out or give it a value`;
    }
    return size > limit
      ? `value of '${name}' has ${size} bytes: ${advanced ? 'an advanced' : 'a standard'} parameter holds ${limit}, ` +
          (advanced ? 'put it into jsonSecret' : "set parameterTier to 'Advanced' or put it into jsonSecret")
      : undefined;
  },
};

export const PARAMETER_VALUE_BRACES: Rule<ParameterValueSubject> = {
  id: 'parameter-value-braces',
  explanation: 'Parameter Store takes `{{` for a reference to another parameter and refuses the value.',
  fix: 'put the value into the JSON secret',
  source: PARAMETER_STORE,
  check: ({ name, value }) =>
    value?.includes('{{')
      ? `value of '${name}' contains '{{', which Parameter Store refuses: put it into jsonSecret`
      : undefined,
};

/** A value of a whole JSON secret. */
export const SECRET_VALUE_SIZE: Rule<{ readonly bytes: number }> = {
  id: 'secret-value-size',
  explanation: 'A secret holds 65,536 bytes.',
  fix: 'divide the keys among two secrets',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html',
  check: ({ bytes }) =>
    bytes > 65536
      ? `the values known so far have ${bytes} bytes: a secret holds 65536, divide the keys among two secrets`
      : undefined,
};

/** Names of a file encrypted by SOPS that nobody asked for. */
export const SOPS_PLAINTEXT: Rule<{ readonly path: string; readonly names: readonly string[] }> = {
  id: 'sops-plaintext',
  explanation:
    'What SOPS leaves in the open is not a secret, so it is only stored if you ask for it by name.',
  fix: 'name it in plaintext, or acknowledge that it is left out',
  source: 'https://getsops.io/docs/',
  level: 'warning',
  check: ({ path, names }) =>
    names.length === 0
      ? undefined
      : `${names.map((name) => `'${name}'`).join(', ')} of '${path}' ${names.length === 1 ? 'is' : 'are'} in the ` +
        'open and left out: name what you want in plaintext, or acknowledge it',
};

export const PINNED_EXTERNAL: Rule<{ readonly name: string; readonly kind: string; readonly pinned: boolean }> = {
  id: 'pinned-external-value',
  explanation:
    'With pinned versions, containers read the version that Terraform wrote. What people type into the console ' +
    'is another version, which no container reads.',
  fix: 'keep the value in a secret without pinVersions',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html',
  check: ({ name, kind, pinned }) =>
    pinned && kind === 'external'
      ? `'${name}' is set outside Terraform, but pinVersions shows containers only what Terraform wrote: keep ` +
        'it in a secret without pinVersions'
      : undefined,
};
