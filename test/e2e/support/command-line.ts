import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from './clients';
import type { Emulator } from './emulator';
import { terraformEnvironment } from './terraform-environment';
import { SdkApi } from '../../../cli/aws/sdk-api';
import { execute } from '../../../cli/execute';
import { bundleCli } from '../../../scripts/bundle-cli';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** @default the account's administrator */
  readonly credentials?: Credentials;
  /** @default the emulator's */
  readonly region?: string;
  /** Set on top of it all; undefined takes a variable away. */
  readonly environment?: NodeJS.ProcessEnv;
  /** A command that runs the command line given to it. */
  readonly wrapper?: readonly string[];
  /** Seconds that a call waits for an answer. */
  readonly timeout?: number;
}

/** `ecs-secrets` against an emulator, with a folder of its own. */
export class CommandLine {
  public readonly directory = mkdtempSync(join(tmpdir(), 'e2e-cli-'));
  /** All that it printed so far. */
  public printed = '';
  private readonly file = join(this.directory, 'bin', 'ecs-secrets');

  constructor(private readonly emulator: Emulator) {
    bundleCli(this.file);
  }

  /** As it is published: the bundle, in a process of its own. */
  public async run(words: string[], options: RunOptions = {}): Promise<Ended> {
    const env = { ...terraformEnvironment(this.emulator, options.credentials), GITHUB_ACTIONS: undefined, ...options.environment };
    const [program, ...args] = [...options.wrapper ?? [], process.execPath, this.file, ...words];
    const child = spawn(program, args, { cwd: this.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data));
    child.stderr.on('data', (data: Buffer) => (stderr += data));
    const exitCode = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    this.printed += stdout + stderr;
    return { exitCode, stdout, stderr };
  }

  /** The same in this process, which has the SDK loaded already. File names have to be absolute. */
  public async call(words: string[], options: RunOptions = {}): Promise<Ended> {
    const { credentials = this.emulator.adminCredentials, region = this.emulator.region } = options;
    let [stdout, stderr] = ['', ''];
    const terminal = { out: (text: string) => void (stdout += text), err: { write: (text: string) => (stderr += text) }, colour: false };
    const connect = async () => ({ api: new SdkApi({ region, credentials, timeout: options.timeout }), region });
    const before = process.env.AWS_ENDPOINT_URL;
    process.env.AWS_ENDPOINT_URL = this.emulator.endpoint;
    try {
      const exitCode = await execute(words, { connect, terminal, environment: {}, version: '0.0.0' });
      this.printed += stdout + stderr;
      return { exitCode, stdout, stderr };
    } finally {
      if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = before;
    }
  }

  /** A file of the command line's own folder. */
  public path(name: string): string {
    return join(this.directory, name);
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
