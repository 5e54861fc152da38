import { PARAMETER_VALUE_BRACES, PARAMETER_VALUE_SIZE, SECRET_VALUE_SIZE } from '../../src/checks/values';

describe('parameter-value-size', () => {
  test.each([
    ['a'.repeat(4096), undefined], ['a'.repeat(4096), 'Standard'], ['ä'.repeat(2048), undefined], ['a'.repeat(8192), 'Advanced'], ['a'.repeat(8192), 'Intelligent-Tiering'],
  ])('passes at the limit', (value, tier) => {
    expect(PARAMETER_VALUE_SIZE.check({ name: 'A', value, tier })).toBeUndefined();
  });

  test.each([
    ['a'.repeat(4097), undefined, "value of 'A' has 4097 bytes: a standard parameter holds 4096, set parameterTier to 'Advanced' or put it into jsonSecret"],
    ['ä'.repeat(2049), 'Standard', "value of 'A' has 4098 bytes: a standard parameter holds 4096, set parameterTier to 'Advanced' or put it into jsonSecret"],
    ['a'.repeat(8193), 'Advanced', "value of 'A' has 8193 bytes: an advanced parameter holds 8192, put it into jsonSecret"],
    ['', undefined, "value of 'A' is empty: Parameter Store holds no empty value, leave the name out or give it a value"],
  ])('fails above the limit, and for nothing', (value, tier, message) => {
    expect(PARAMETER_VALUE_SIZE.check({ name: 'A', value, tier })).toBe(message);
  });

  test('lets a value through that is only known at plan', () => {
    expect(PARAMETER_VALUE_SIZE.check({ name: 'A' })).toBeUndefined();
  });
});

describe('parameter-value-braces', () => {
  test('passes for one brace', () => {
    expect(PARAMETER_VALUE_BRACES.check({ name: 'A', value: '{"a": {"b": 1}}' })).toBeUndefined();
  });

  test('fails for two, and shows nothing of the value', () => {
    expect(PARAMETER_VALUE_BRACES.check({ name: 'A', value: 'Hello {{name}}' })).toBe("value of 'A' contains '{{', which Parameter Store refuses: put it into jsonSecret");
  });

  test('lets a value through that is only known at plan', () => {
    expect(PARAMETER_VALUE_BRACES.check({ name: 'A' })).toBeUndefined();
  });
});

describe('secret-value-size', () => {
  test('passes at the limit', () => {
    expect(SECRET_VALUE_SIZE.check({ bytes: 65536 })).toBeUndefined();
  });

  test('fails above it', () => {
    expect(SECRET_VALUE_SIZE.check({ bytes: 65537 })).toBe('the values known so far have 65537 bytes: a secret holds 65536, divide the keys among two secrets');
  });
});
