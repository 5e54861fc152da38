import { IConstruct } from 'constructs';

/**
 * A mistake that can be seen at synth.
 *
 * The message says what is wrong, the value got and the fix, and ends with the construct path.
 */
export class ValidationError extends Error {
  public constructor(message: string, scope?: IConstruct) {
    super(scope ? `${message} (${scope.node.path})` : message);
    this.name = 'ValidationError';
  }
}
