import { Lazy } from 'cdktf';
import { ContractSubject, MISSING_ENVIRONMENT, UNASKED_ENVIRONMENT } from '../../src/checks/contract';

const token = Lazy.stringValue({ produce: () => 'LATER' });

function subject(parts: Partial<ContractSubject>): ContractSubject {
  return { container: 'api', required: [], optional: [], provided: [], open: false, ...parts };
}

describe('missing-environment', () => {
  test('passes where everything is provided', () => {
    expect(MISSING_ENVIRONMENT.check(subject({ required: ['A', 'B'], optional: ['C'], provided: ['B', 'A'] }))).toBeUndefined();
  });

  test('passes for what ECS itself sets', () => {
    expect(MISSING_ENVIRONMENT.check(subject({ required: ['AWS_REGION', 'ECS_CONTAINER_METADATA_URI_V4', 'PATH', 'HOSTNAME'] }))).toBeUndefined();
  });

  test('fails for one name', () => {
    expect(MISSING_ENVIRONMENT.check(subject({ required: ['DB_PASSWORD'], provided: ['DB_PASWORD'] }))).toBe(
      "container 'api': the application needs 'DB_PASSWORD', which nothing provides (did you mean 'DB_PASWORD'?): add it to environment or secrets",
    );
  });

  test('fails for several names, sorted, with a suggestion for each', () => {
    expect(MISSING_ENVIRONMENT.check(subject({ required: ['ZONE', 'DB_USER', 'DB_HOST'], provided: ['db_user', 'DBHOST'] }))).toBe(
      "container 'api': the application needs 'DB_HOST' (did you mean 'DBHOST'?), 'DB_USER' (did you mean 'db_user'?) and 'ZONE', which nothing provides: add them to environment or secrets",
    );
  });

  test('fails without suggesting a name that is asked for itself', () => {
    expect(MISSING_ENVIRONMENT.check(subject({ required: ['DB_USER1', 'DB_USER2'], provided: ['DB_USER1'] }))).toBe(
      "container 'api': the application needs 'DB_USER2', which nothing provides: add it to environment or secrets",
    );
  });

  test('lets names through that are only known at plan', () => {
    expect(MISSING_ENVIRONMENT.check(subject({ required: ['A'], provided: [token], open: true }))).toBeUndefined();
  });
});

describe('unasked-environment', () => {
  test('passes where everything is asked for', () => {
    expect(UNASKED_ENVIRONMENT.check(subject({ required: ['A'], optional: ['B'], provided: ['A', 'B'] }))).toBeUndefined();
  });

  test('fails for one name', () => {
    expect(UNASKED_ENVIRONMENT.check(subject({ required: ['A'], provided: ['A', 'LEFT_OVER'] }))).toBe(
      "container 'api': 'LEFT_OVER' is not in the environment contract: take it out of environment and secrets, or add it to the contract",
    );
  });

  test('fails for several names, sorted, with a suggestion where one is missing', () => {
    expect(UNASKED_ENVIRONMENT.check(subject({ optional: ['DEBUG'], provided: ['Z', 'DEBGU'], open: true }))).toBe(
      "container 'api': 'DEBGU' (did you mean 'DEBUG'?) and 'Z' are not in the environment contract: take them out of environment and secrets, or add them to the contract",
    );
  });

  test('lets names through that are only known at plan', () => {
    expect(UNASKED_ENVIRONMENT.check(subject({ provided: [token], open: true }))).toBeUndefined();
  });
});
