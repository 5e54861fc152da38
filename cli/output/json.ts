import { Report } from '../verify/findings';

/**
 * The report for programs.
 */
export function reportJson({ source, checked }: Report, exitCode: number): string {
  return `${JSON.stringify({ version: 1, source, exitCode, checked }, null, 2)}\n`;
}
