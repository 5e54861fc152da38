import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from './emulator';
import { terraformEnvironment } from './terraform-environment';
import { bundleCli } from '../../../scripts/bundle-cli';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The bundled `ecs-secrets`, as it is published, in a folder of its own. */
export class CommandLine {
  public readonly directory = mkdtempSync(join(tmpdir(), 'e2e-cli-'));
  /** All that it printed so far. */
  public printed = '';
  private readonly file = join(this.directory, 'bin', 'ecs-secrets');

  constructor(private readonly emulator: Emulator) {
    bundleCli(this.file);
  }

  public async run(...args: string[]): Promise<Ended> {
    const env = { ...terraformEnvironment(this.emulator), GITHUB_ACTIONS: undefined };
    const child = spawn(process.execPath, [this.file, ...args], { cwd: this.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data));
    child.stderr.on('data', (data: Buffer) => (stderr += data));
    const exitCode = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    this.printed += stdout + stderr;
    return { exitCode, stdout, stderr };
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
