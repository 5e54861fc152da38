/**
 * How the ECS agent prints a value of a secret's JSON that is not a string: as Go's `%v` does.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/asm/asm.go
 */
export function goFormat(value: unknown): string {
  if (value === null) {
    return '<nil>';
  }
  if (typeof value === 'number') {
    return goNumber(value);
  }
  return typeof value === 'object' ? (Array.isArray(value) ? '[…]' : 'map[…]') : String(value);
}

/** Shortest form, with an exponent from 1e6 up and below 1e-4. */
function goNumber(value: number): string {
  const [digits, exponent] = value.toExponential().split('e');
  const usual = value === 0 || (Number(exponent) >= -4 && Number(exponent) < 6);
  return usual ? String(value) : `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
