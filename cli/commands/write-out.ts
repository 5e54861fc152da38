import { writeFileSync } from 'fs';
import type { Terminal } from './context';
import { CommandError } from '../command-error';

/** Writes to the file that was asked for, else to the terminal. */
export function writeOut(text: string, file: string | undefined, terminal: Terminal): void {
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(
      `file '${file}' can't be written (${(error as NodeJS.ErrnoException).code}): give a path in a folder ` +
        'that exists and that you may write to',
    );
  }
}
