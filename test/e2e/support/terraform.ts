import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from './clients';
import type { Emulator } from './emulator';
import { terraformEnvironment } from './terraform-environment';

const CONFIGURATION = 'cdk.tf.json';
const HCL = 'cdk.tf';
const STATE = 'terraform.tfstate';
const LOCK = '.terraform.lock.hcl';
/** `terraform plan -detailed-exitcode`: there is something to change. */
const CHANGES = 2;

export interface Variables {
  readonly [name: string]: unknown;
}

export interface WorkspaceOptions {
  /** Whom Terraform acts as. @default the administrator */
  readonly credentials?: Credentials;
  /** Environment of Terraform, for what is not an emulator. @default the emulator's */
  readonly environment?: NodeJS.ProcessEnv;
  /** A folder that outlives the run. @default a temporary one */
  readonly directory?: string;
  /** Values that must not show in error messages, besides the variables' values. */
  readonly secretValues?: string[];
}

export interface PlanOptions {
  /** Ephemeral or not; every plan, apply and destroy needs the ephemeral ones again. */
  readonly variables?: Variables;
  readonly destroy?: boolean;
  /** Resources that Terraform works on at once. @default 10 */
  readonly parallelism?: number;
  /** More of Terraform's options, like `-target=ADDRESS`. */
  readonly options?: readonly string[];
  /** Ends Terraform in the middle: `SIGINT` is Ctrl-C, after which it still writes its state; `SIGKILL` takes it and the provider away. */
  readonly end?: { readonly signal: 'SIGINT' | 'SIGKILL'; readonly when: (ended: Promise<unknown>) => Promise<boolean> };
}

/** A saved plan. */
export interface Plan {
  /** File name inside the workspace. */
  readonly file: string;
  /** What `terraform show -json` prints. */
  readonly show: () => Promise<string>;
  /** The same, parsed. */
  readonly json: () => Promise<PlanJson>;
  /** Terraform itself says that there is nothing to do. */
  readonly isEmpty: boolean;
  /** What would happen, as `create aws_ssm_parameter.X["A"]`. */
  readonly changes: string[];
}

export interface PlanJson {
  readonly resource_changes?: Array<{ address: string; type: string; change: { actions: string[]; before: unknown; after: unknown } }>;
  readonly output_changes?: { [name: string]: { actions: string[] } };
}

/** Terraform ended with an error. Known secret values are masked. */
export class TerraformError extends Error {
  /** The message is what Terraform said without its frame and line breaks, so that a test can look for a sentence. */
  constructor(command: string, public readonly exitCode: number | null, public readonly stderr: string) {
    super(`terraform ${command} ended with code ${exitCode}: ${stderr.replace(/[╷│╵]/g, '').replace(/\s+/g, ' ').trim()}`);
  }
}

/** A folder with a configuration, its state and its plans, against one emulator. */
export class Workspace {
  public readonly directory: string;
  /** The plans made so far. */
  public readonly plans: Plan[] = [];
  private readonly secrets: Set<string>;

  constructor(private readonly emulator: Emulator | undefined, private readonly options: WorkspaceOptions = {}) {
    this.directory = options.directory ?? mkdtempSync(join(tmpdir(), 'e2e-workspace-'));
    this.secrets = new Set(options.secretValues ?? []);
  }

  /** Sets or replaces the configuration, as a new synth does. The state stays in this workspace whatever backend it names. */
  public write(configuration: object | string): void {
    const parsed = typeof configuration === 'string' ? JSON.parse(configuration) : structuredClone(configuration);
    parsed.terraform = { ...parsed.terraform, backend: { local: { path: STATE } } };
    rmSync(join(this.directory, HCL), { force: true });
    writeFileSync(join(this.directory, CONFIGURATION), JSON.stringify(parsed, null, 2));
  }

  /** The same in HCL, which names its own backend. */
  public writeHcl(text: string): void {
    rmSync(join(this.directory, CONFIGURATION), { force: true });
    writeFileSync(join(this.directory, HCL), text);
  }

  /** Takes a synthesized stack's folder, assets included. */
  public copy(stackDirectory: string): void {
    cpSync(stackDirectory, this.directory, { recursive: true });
    this.write(readFileSync(join(stackDirectory, CONFIGURATION), 'utf8'));
  }

  public async init(): Promise<void> {
    await this.run('init', []);
    this.forgetChecksums();
  }

  /** Begins anew with the provider installed: no state, no plans. */
  public forget(): void {
    for (const file of [STATE, `${STATE}.backup`, ...this.plans.map((plan) => plan.file)]) rmSync(join(this.directory, file), { force: true });
    this.plans.length = 0;
  }

  public async validate(): Promise<void> {
    await this.run('validate', []);
  }

  public async plan(options: PlanOptions = {}): Promise<Plan> {
    const file = `${this.plans.length + 1}.tfplan`;
    const args = ['-detailed-exitcode', `-out=${file}`, ...(options.destroy ? ['-destroy'] : []), ...parallel(options)];
    const { exitCode } = await this.run('plan', args, options.variables, [0, CHANGES]);
    const isEmpty = exitCode === 0;
    let shown: Promise<string> | undefined;
    const show = () => shown ??= this.show(file);
    const json = async () => JSON.parse(await show()) as PlanJson;
    // To show a plan takes nearly as long as to make it, and what Terraform calls empty has nothing to show.
    const plan = { file, show, json, isEmpty, changes: isEmpty ? [] : changes(await json()) };
    this.plans.push(plan);
    return plan;
  }

  /** Applies a saved plan, or plans and applies. Returns what Terraform printed, line by line. */
  public async apply(options: PlanOptions & { plan?: Plan } = {}): Promise<string[]> {
    const args = ['-auto-approve', ...(options.destroy ? ['-destroy'] : []), ...parallel(options), ...(options.plan ? [options.plan.file] : [])];
    return (await this.run('apply', args, options.variables, [0], options.end)).lines;
  }

  public async destroy(options: { variables?: Variables } = {}): Promise<string[]> {
    return (await this.run('destroy', ['-auto-approve'], options.variables)).lines;
  }

  /** `terraform show -json` of the state, or of a saved plan. */
  public async show(planFile?: string): Promise<string> {
    return (await this.run('show', ['-json', ...(planFile ? [planFile] : [])])).stdout;
  }

  public async output(): Promise<{ [name: string]: unknown }> {
    const outputs = JSON.parse((await this.run('output', ['-json'])).stdout) as { [name: string]: { value: unknown } };
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** One output as `terraform output -raw` prints it. */
  public async rawOutput(name: string): Promise<string> {
    return (await this.run('output', ['-raw', name])).stdout;
  }

  /** The state file; empty before the first apply. */
  public stateText(): string {
    const path = join(this.directory, STATE);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Puts an earlier state back, as where a killed Terraform could not save what it had done. */
  public putBackState(text: string): void {
    writeFileSync(join(this.directory, STATE), text);
  }

  /** All write-only arguments of the provider that is installed, as `TYPE.ARGUMENT`, sorted. */
  public async writeOnlyArguments(): Promise<string[]> {
    const { stdout } = await execute(['providers', 'schema', '-json'], this.directory, this.environment());
    const [{ resource_schemas: schemas }] = Object.values<any>(JSON.parse(stdout).provider_schemas);
    return Object.entries<any>(schemas).flatMap(([type, { block }]) => writeOnly(block, type)).sort();
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async run(command: string, args: string[], variables?: Variables, accepted = [0], end?: PlanOptions['end']) {
    const file = variables && this.writeVariables(variables);
    try {
      const all = [command, '-no-color', ...(file ? [`-var-file=${file.path}`] : []), ...args];
      await this.emulator?.beginCommand();
      const { exitCode, stdout, stderr } = await execute(all, this.directory, this.environment(), end);
      if (exitCode === null || !accepted.includes(exitCode)) throw new TerraformError(command, exitCode, this.mask(stderr || stdout));
      return { exitCode, stdout, lines: stdout.split('\n') };
    } finally {
      file?.remove();
    }
  }

  /** With a provider's checksum in the lock file, every command reads the provider's 700 MB to compare it. */
  private forgetChecksums(): void {
    const path = join(this.directory, LOCK);
    if (existsSync(path)) writeFileSync(path, readFileSync(path, 'utf8').replace(/^ *hashes *= \[[^\]]*\]\n/gm, ''));
  }

  private environment(): NodeJS.ProcessEnv {
    return this.options.environment ?? terraformEnvironment(this.emulator, this.options.credentials);
  }

  /** Outside the workspace, so that a search for leaks does not find the values where they come from. */
  private writeVariables(variables: Variables): { path: string; remove(): void } {
    for (const value of strings(variables)) this.secrets.add(value);
    const directory = mkdtempSync(join(tmpdir(), 'e2e-variables-'));
    const path = join(directory, 'e2e.tfvars.json');
    writeFileSync(path, JSON.stringify(variables), { mode: 0o600 });
    return { path, remove: () => rmSync(directory, { recursive: true, force: true }) };
  }

  private mask(text: string): string {
    // Shorter ones are words of every message.
    const longestFirst = [...this.secrets].filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length);
    return longestFirst.reduce((masked, secret) => masked.split(secret).join('***'), text);
  }
}

async function execute(args: string[], cwd: string, env: NodeJS.ProcessEnv, end?: PlanOptions['end']) {
  // a group of its own, so that the provider can be killed, too
  const child = spawn('terraform', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: end !== undefined });
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on('data', (data: Buffer) => output.stdout.push(data));
    child.stderr.on('data', (data: Buffer) => output.stderr.push(data));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({
      exitCode,
      stdout: Buffer.concat(output.stdout).toString(),
      stderr: Buffer.concat(output.stderr).toString(),
    }));
  });
  if (end && await end.when(ended)) {
    process.kill(end.signal === 'SIGKILL' ? -child.pid! : child.pid!, end.signal);
  }
  return ended;
}

function writeOnly({ attributes = {}, block_types: blocks = {} }: any, path: string): string[] {
  return [
    ...Object.entries<any>(attributes).filter(([, attribute]) => attribute.write_only).map(([name]) => `${path}.${name}`),
    ...Object.entries<any>(blocks).flatMap(([name, { block }]) => writeOnly(block, `${path}.${name}`)),
  ];
}

function parallel({ parallelism, options = [] }: PlanOptions): string[] {
  return [...options, ...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`])];
}

function changes(plan: PlanJson): string[] {
  const resources = (plan.resource_changes ?? []).map(({ address, change }) => [change.actions.join('+'), address]);
  const outputs = Object.entries(plan.output_changes ?? {}).map(([name, { actions }]) => [actions.join('+'), `output.${name}`]);
  return [...resources, ...outputs].filter(([actions]) => actions !== 'no-op').map((change) => change.join(' '));
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
