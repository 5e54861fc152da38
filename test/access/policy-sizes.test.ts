import { TerraformStack, Testing } from 'cdktf';
import { ExecutionRole, ParameterMap, SecretValues } from '../../src';
import { annotationsOf } from '../support/annotations';
import { allows } from '../support/iam';
import { DeployedRole, importedRole, longNames, longRole } from '../support/roles';

const KEY = 'arn:aws-iso-f:kms:us-isof-south-1:111122223333:key/mrk-00000000000000000000000000000000';

describe('policies always fit', () => {
  test('with few parameters: one inline policy', () => {
    const role = longRole({ names: longNames(20) });
    expect([role.inline.length, role.managed.length]).toEqual([1, 0]);
  });

  test('with 300 parameters in a service, where ARNs are longest', () => {
    // WHEN
    const role = longRole({ names: longNames(300) });

    // THEN
    expectSizes(role);
    expect(role.managed.length).toBeLessThanOrEqual(8);
  });

  test('with 300 parameters under a customer key: Decrypt names the path, reading each parameter', () => {
    // WHEN
    const role = longRole({ names: longNames(300), encryptionKeyArn: KEY });

    // THEN
    expectSizes(role);
    expect(role.managed.length).toBeLessThanOrEqual(8);
    const policies = role.stack.policiesOf('Role');
    const parameter = role.stack.parameterArn(`/example/api/${longNames(300)[299]}`);
    const context = { 'kms:ViaService': 'ssm.us-isof-south-1.csp.hci.ic.gov', 'kms:EncryptionContext:PARAMETER_ARN': parameter };
    expect(allows(policies, { action: 'ssm:GetParameters', resource: parameter })).toBe(true);
    expect(allows(policies, { action: 'kms:Decrypt', resource: KEY, context })).toBe(true);
    expect(allows(policies, { action: 'ssm:GetParameters', resource: role.stack.parameterArn('/example/api/OTHER') })).toBe(false);
    expect(allows(policies, { action: 'kms:Decrypt', resource: KEY, context: { ...context, 'kms:ViaService': 'ssm.eu-central-1.amazonaws.com' } })).toBe(false);
  });

  test('with 60 parameters under a customer key: Decrypt names each parameter', () => {
    // WHEN
    const role = longRole({ names: longNames(60), encryptionKeyArn: KEY });

    // THEN
    expectSizes(role);
    expect(JSON.stringify(role.stack.policiesOf('Role'))).not.toContain('StringLike');
  });

  test('with 1,000 parameters in one path, of which a service uses 200', () => {
    // GIVEN
    const [used, unused] = [longNames(1000).slice(0, 200), longNames(1000).slice(200)];

    // WHEN
    const role = longRole({ names: used, unused });

    // THEN
    expectSizes(role);
    const policies = role.stack.policiesOf('Role');
    const reads = (name: string) => allows(policies, { action: 'ssm:GetParameters', resource: role.stack.parameterArn(`/example/api/${name}`) });
    expect(used.every(reads)).toBe(true);
    expect(unused.some(reads)).toBe(false);
  });

  test('one parameter more replaces at most two managed policies, and one less too', () => {
    // GIVEN
    const names = longNames(305);
    const before = importedRole(names.slice(0, 300));

    for (const other of [...names.slice(300).map((name) => [...names.slice(0, 300), name]), names.slice(0, 299), names.slice(1, 300)]) {
      // WHEN
      const after = importedRole(other);

      // THEN
      const replaced = after.managed.filter((name) => !before.managed.includes(name));
      expect(replaced.length).toBeLessThanOrEqual(2);
      expect(before.managed.length + replaced.length).toBeLessThanOrEqual(10);
    }
  });

  test('the same sources give the same policies, in whatever order they come', () => {
    // GIVEN
    const names = longNames(100);

    // THEN
    expect(importedRole([...names].reverse()).stack.json.resource).toEqual(importedRole(names).stack.json.resource);
    expect(longRole({ names }).stack.json).toEqual(longRole({ names }).stack.json);
  });

  test('a raised quota takes more', () => {
    const role = longRole({ names: longNames(600), props: { managedPolicyQuota: 20 } });
    expectSizes(role);
  });
});

describe('beyond the quota', () => {
  test('fails with the sizes, the quota and both ways out', () => {
    expect(() => longRole({ names: longNames(600) })).toThrow(
      /^the statements for 600 parameters and secrets have \d{5} characters, which fill 1\d managed policies: the role takes 10 of them, of 6144 characters each, beside an inline one; raise the quota at AWS and set managedPolicyQuota, or set pathWildcard: true, which allows all of 'parameter\/example\/api\/\*' \(stack\/Role\)$/,
    );
  });

  test('fails without a wildcard to propose where parameters have no path in common', () => {
    expect(() => importedRole(longNames(600))).toThrow(/raise the quota at AWS and set managedPolicyQuota \(stack\/Role\)$/);
  });

  test('fails for a quota that isn\'t a number of policies', () => {
    expect(() => importedRole([], { managedPolicyQuota: 0 })).toThrow('managedPolicyQuota must be a whole number of 1 or more, got 0: AWS starts with 10 (stack/Role)');
  });

  test('warns where a change would need more than there is', () => {
    // WHEN
    const { role, managed } = importedRole(longNames(370));

    // THEN
    expect(managed.length).toBeGreaterThan(8);
    expect(annotationsOf(role)).toEqual([expect.stringMatching(/^the role has (9|10) managed policies of 10 that it can have, but a change attaches up to 2 more/)]);
  });

  test('a path wildcard, on request, is exactly one path deep', () => {
    // WHEN
    const role = longRole({ names: longNames(1000), encryptionKeyArn: KEY, props: { pathWildcard: true } });

    // THEN
    expect([role.inline.length, role.managed.length]).toEqual([1, 0]);
    const policies = role.stack.policiesOf('Role');
    const reads = (name: string) => allows(policies, { action: 'ssm:GetParameters', resource: role.stack.parameterArn(name) });
    expect(reads('/example/api/ANY')).toBe(true);
    expect(['/example/api/deeper/ANY', '/example/api/a/b/c', '/example/apix', '/example/api', '/example/ANY'].some(reads)).toBe(false);
  });

  test('fails where a path wildcard would deny what the role reads deeper below', () => {
    // GIVEN
    const stack = new TerraformStack(Testing.app(), 'stack');
    const role = new ExecutionRole(stack, 'Role', { pathWildcard: true });
    role.grantRead(new ParameterMap(stack, 'Deeper', { path: '/example/api/db', parameters: SecretValues.external(['USER']) }));

    // THEN
    role.grantRead(new ParameterMap(stack, 'Secrets', { path: '/example/api', parameters: SecretValues.external(longNames(600)) }));
    expect(() => Testing.synth(stack))
      .toThrow(/; no wildcard can stand for '\/example\/api', the role also reads what is deeper below: move that to another path \(stack\/Role\)$/);
  });

  test('a path wildcard isn\'t used where naming each parameter fits', () => {
    const role = longRole({ names: longNames(100), props: { pathWildcard: true } });
    expect(JSON.stringify(role.stack.policiesOf('Role'))).not.toContain('/example/api/*');
  });
});

function expectSizes(role: DeployedRole): void {
  expect(role.inlineSizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(5120);
  role.managedSizes.forEach((size) => expect(size).toBeLessThanOrEqual(6144));
  expect(role.managed.length).toBeLessThanOrEqual(20);
}
