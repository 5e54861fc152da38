/** A fault that a test arms in the emulator with `emulator.arm(…)`. */
export interface Fault {
  /** Calls to strike, as IAM names them; may hold `*`, e.g. `secretsmanager:Put*`. */
  readonly action: string;
  /** ARN that one of the call's resources has; may hold `*`. @default any */
  readonly resource?: string;
  /** Parameters of the request that must have these values, e.g. `{ VersionStages: ['TERRAFORM_SEED'] }`. @default any */
  readonly detail?: { readonly [parameter: string]: unknown };
  /**
   * `deny`: AccessDeniedException. `throttle`: ThrottlingException, which the SDKs repeat. `refuse`: an error with `code` and `message`,
   * which they don't. All three change nothing. `drop`: the call is carried out, and the connection ends without an answer.
   * `crash`: HTTP 500 without a body. `garbage`: HTTP 200 whose body is `message`. `silence`: no answer for a minute. `late`: the call is
   * carried out, and there is no answer for a minute.
   */
  readonly effect: 'deny' | 'throttle' | 'refuse' | 'drop' | 'crash' | 'garbage' | 'silence' | 'late';
  /** @default InvalidRequestException, or what the effect says */
  readonly code?: string;
  readonly message?: string;
  /** Matching calls that pass first. @default 0 */
  readonly after?: number;
  /** Matching calls to strike then; 0 strikes all until `disarm()`. @default 1 */
  readonly times?: number;
}

export interface FaultReport extends Fault {
  /** Calls that it struck. */
  readonly hits: number;
}

/** How reads by staging label lag behind writes; `{}` lets none lag. Reads by version id are always current. */
export interface LabelLag {
  /** A write is seen after so many seconds. @default 0 */
  readonly seconds?: number;
  /** Readers see what stands there now, until the next `lagLabels`: no clock, so no race. @default false */
  readonly hold?: boolean;
  /** Whether the test's own reads lag, too. @default false, only Terraform's do */
  readonly everybody?: boolean;
}
