/** Renders a value decoded from JSON as Go's `%v` does, which is how the ECS agent makes a string of a JSON key's value. */
export function goFormat(value: unknown): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return goNumber(value);
  if (Array.isArray(value)) return `[${value.map(goFormat).join(' ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value as object).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return `map[${entries.map(([key, item]) => `${key}:${goFormat(item)}`).join(' ')}]`;
  }
  return String(value);
}

/** Go decodes every JSON number to a float64 and prints it with `%g` in the fewest digits, with an exponent from 1e6 and below 1e-4. */
function goNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('json: number out of range for a float64');
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits, exponent] = value.toExponential().split('e');
  // JavaScript writes numbers of this size without an exponent too.
  if (Number(exponent) >= -4 && Number(exponent) < 6) return String(value);
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
