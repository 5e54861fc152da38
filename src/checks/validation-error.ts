import { join, sep } from 'path';
import { IConstruct } from 'constructs';

/** The library's files, as compiled and as source maps name them. */
const LIBRARY = ['lib', 'src'].map((folder) => join(__dirname, '../..', folder) + sep);

/**
 * Calls inside the library that lie between the app's line and a mistake; Node.js keeps 10 frames unless told
 * otherwise.
 */
const FRAMES = 100;

/**
 * A mistake that can be seen at synth.
 *
 * The message says what is wrong, the value got and the fix, and ends with the construct path. The stack begins with
 * the caller of the library.
 */
export class ValidationError extends Error {
  public constructor(message: string, scope?: IConstruct) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = Math.max(limit, FRAMES);
    super(scope ? `${message} (${scope.node.path})` : message);
    Error.stackTraceLimit = limit;
    this.name = 'ValidationError';
    this.stack = fromCaller(this.stack, limit);
  }
}

/** The stack trace without the library's frames at its top, and not longer than asked for. */
function fromCaller(stack: string | undefined, limit: number): string | undefined {
  const lines = stack?.split('\n') ?? [];
  const first = lines.findIndex((line) => line.startsWith('    at '));
  const caller = lines.findIndex((line, i) => i >= first && !isInside(line));
  return first < 0 || caller < 0
    ? stack
    : [...lines.slice(0, first), ...lines.slice(caller, caller + limit)].join('\n');
}

/** A frame of the library, or of what it calls itself through, like `Array.map`. */
function isInside(frame: string): boolean {
  return frame.includes('<anonymous>)') || LIBRARY.some((folder) => frame.includes(folder));
}
