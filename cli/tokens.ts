/**
 * Stands for `cdktf` in the bundle: the library's rules ask whether a text is a token of CDKTF, and what a command
 * reads never is.
 */
export const Token = { isUnresolved: (_value: unknown): boolean => false };

/** What expressions are made with, which no command does. */
export const TerraformStack = undefined;
export const ref = undefined;
