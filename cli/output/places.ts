import { readFileSync } from 'fs';
import { Checked } from '../verify/findings';

/**
 * Where in a file references stand: the line with the `valueFrom` that is nearest to the name.
 */
export function withPlaces(checked: readonly Checked[], file: string | undefined): Checked[] {
  const lines = file === undefined ? undefined : linesOf(file);
  if (lines === undefined) {
    return [...checked];
  }
  return checked.map((one) => ({ ...one, file, line: lineOf(lines, one) }));
}

function lineOf(lines: readonly string[], { container, name, valueFrom, findings }: Checked): number | undefined {
  if (findings.length === 0) {
    return undefined;
  }
  const withText = (text: string | undefined): number[] => {
    const written = JSON.stringify(text ?? '').slice(1, -1);
    return text ? lines.flatMap((line, i) => (line.includes(written) ? [i + 1] : [])) : [];
  };
  const names = withText(name);
  const values = withText(valueFrom);
  const distance = (line: number) => Math.min(...names.map((other) => Math.abs(other - line)), lines.length);
  return values.sort((a, b) => distance(a) - distance(b) || a - b)[0] ?? names[0] ?? withText(container)[0] ?? 1;
}

function linesOf(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}
