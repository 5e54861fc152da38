import { visibleJson } from '../../src/inventory/plain-text';
import { Report } from '../verify/findings';

/**
 * The report for programs.
 */
export function reportJson({ source, checked }: Report, exitCode: number): string {
  return `${visibleJson({ version: 1, source, exitCode, checked })}\n`;
}
