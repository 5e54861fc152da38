import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { Clients, type Credentials } from './clients';
import type { Fault, FaultReport, LabelLag } from './faults';

const START = join(__dirname, '..', 'emulator', 'start.py');
/** Another emulator for a second opinion: no log of calls, no IAM, no faults. */
const SECOND = join(__dirname, '..', 'emulator', 'second', 'start.py');
const START_TIMEOUT_SECONDS = 60;
const ADMIN: Credentials = { accessKeyId: 'AKIAHARNESSADMIN0000', secretAccessKey: 'harness' };

/** One call that the emulator received. Names and ARNs only: the log never holds a value. */
export interface EmulatorCall {
  /** Order of arrival, from 1. */
  readonly seq: number;
  /** As IAM names it, e.g. `ssm:PutParameter`. */
  readonly action: string;
  readonly resources: string[];
  readonly accessKeyId: string;
  /** ARN of the role behind the credentials; undefined for the administrator. */
  readonly role?: string;
  readonly allowed: boolean;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Which kind of armed fault struck. */
  readonly fault?: Fault['effect'];
  /** Why the call was refused or could not be answered. */
  readonly reason?: string;
  /** Roles that the request hands to a service. */
  readonly passedRoles: string[];
  /** Whether the request creates something with tags. */
  readonly isTagging: boolean;
  /** The request's parameters that name things. */
  readonly detail: { readonly [parameter: string]: unknown };
}

export interface EmulatorOptions {
  /** @default us-east-1 */
  readonly region?: string;
  /** Whether to start the other emulator. @default false */
  readonly second?: boolean;
}

/** An AWS account on this machine, of its own: one process, one port, one state. */
export class Emulator {
  /** Starts an emulator on a free port, or takes the one that AWS_ENDPOINT_URL names. */
  public static async start(options: EmulatorOptions = {}): Promise<Emulator> {
    const region = options.region ?? 'us-east-1';
    const endpoint = process.env.AWS_ENDPOINT_URL;
    if (endpoint) {
      process.stderr.write(`e2e: using the AWS emulator at AWS_ENDPOINT_URL=${endpoint} instead of starting one\n`);
      return new Emulator(endpoint, region);
    }
    const child = spawn(options.second ? process.env.E2E_PYTHON ?? 'python3' : 'python3', [options.second ? SECOND : START, '--port', '0'], { stdio: ['pipe', 'pipe', 'pipe'] });
    try {
      const port = await listening(child);
      return new Emulator(`http://127.0.0.1:${port}`, region, child, options.second);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  public readonly account = '123456789012';
  public readonly partition: string;
  public readonly adminCredentials = ADMIN;
  /** Clients that may do everything. */
  public readonly admin: Clients;
  private readonly clients: Clients[] = [];
  private lagsAsUsual = true;

  private constructor(
    public readonly endpoint: string, public readonly region: string, private readonly child?: ChildProcess, private readonly isSecond = false,
  ) {
    this.partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
    this.admin = this.clientsFor(ADMIN);
  }

  /** The same account in another Region, or partition. It ends with this one. */
  public in(region: string): Emulator {
    const other = new Emulator(this.endpoint, region);
    this.clients.push(other.admin);
    return other;
  }

  public clientsFor(credentials: Credentials, region = this.region): Clients {
    const clients = new Clients(this.endpoint, region, credentials);
    this.clients.push(clients);
    return clients;
  }

  /**
   * Credentials of a role as ECS gets them for a task, which asks the role's trust policy.
   * @throws AccessDenied where the trust policy does not let ECS in this Region and account assume the role
   */
  public async assumeAsEcs(roleArn: string, source: { region?: string; account?: string } = {}): Promise<Credentials> {
    return this.assume(roleArn, 'ecs-tasks', {
      'x-harness-service': 'ecs-tasks.amazonaws.com',
      // ECS shows no narrower ARN than this, whatever the cluster or task.
      'x-harness-source-arn': `arn:${this.partition}:ecs:${source.region ?? this.region}:${source.account ?? this.account}:*`,
      'x-harness-source-account': source.account ?? this.account,
    });
  }

  /** Credentials of a role as the account's administrator gets them, for instance a deployment role. */
  public async assumeAsAdmin(roleArn: string): Promise<Credentials> {
    return this.assume(roleArn, 'admin', {});
  }

  /** How many messages wait in a queue. */
  public async messagesIn(queueUrl: string): Promise<number> {
    const { accessKeyId } = this.adminCredentials;
    const scope = `${accessKeyId}/20260101/${this.region}/sqs/aws4_request`;
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.GetQueueAttributes',
        // the emulator looks at the caller's key, and not at the signature
        'authorization': `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    });
    const { Attributes } = await answer.json() as { Attributes: { ApproximateNumberOfMessages: string } };
    return Number(Attributes.ApproximateNumberOfMessages);
  }

  /** The calls received so far, in order. */
  public async calls(filter: (call: EmulatorCall) => boolean = () => true): Promise<EmulatorCall[]> {
    return (await this.log('GET')).filter(filter);
  }

  public async forgetCalls(): Promise<void> {
    await this.log('DELETE');
  }

  /** Makes the next calls that match fail. What the caller's own SDK repeats counts as another call. */
  public async arm(...faults: Fault[]): Promise<void> {
    for (const fault of faults) await this.control('POST', 'faults', fault);
  }

  /** Lets every call pass again, and says how often each fault struck. */
  public async disarm(): Promise<FaultReport[]> {
    return await this.control('DELETE', 'faults') as FaultReport[];
  }

  /** Waits until a fault has struck; false when the other comes first. */
  public async untilStruck(other: Promise<unknown>): Promise<boolean> {
    let waits = true;
    other.catch(() => undefined).finally(() => { waits = false; });
    while (waits) {
      const faults = await this.control('GET', 'faults') as FaultReport[];
      if (faults.some(({ hits }) => hits > 0)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /** Calls a second beyond which the account is throttled, by action, e.g. `{ 'ssm:GetParameter*': 2 }`. Others keep AWS's rate; `{}` sets it back. */
  public async limitRates(rates: { [action: string]: number }): Promise<void> {
    await this.control('PUT', 'rates', rates);
  }

  /** Lets reads by staging label lag behind writes in another way, from now on; `undefined` goes back to the usual one. */
  public async lagLabels(lag: LabelLag | undefined): Promise<void> {
    this.lagsAsUsual = lag === undefined;
    await this.control('PUT', 'label-lag', lag ?? {});
  }

  /**
   * Terraform is about to run. Unless the test says otherwise, its reads by staging label see what stands there now, whatever it writes: AWS
   * gives no promise that they see more.
   */
  public async beginCommand(): Promise<void> {
    if (this.lagsAsUsual && !this.isSecond) await this.control('PUT', 'label-lag', { hold: true });
  }

  public async stop(): Promise<void> {
    for (const clients of this.clients) clients.destroy();
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.ref();
    child.stdin?.end();
    child.kill('SIGKILL');
    await ended;
  }

  private async assume(roleArn: string, session: string, headers: { [name: string]: string }): Promise<Credentials> {
    const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: session });
    command.middlewareStack.add((next) => async (request) => {
      Object.assign((request.request as { headers: object }).headers, headers);
      return next(request);
    }, { step: 'build' });
    const { Credentials: granted } = await this.admin.sts.send(command);
    if (!granted?.AccessKeyId || !granted.SecretAccessKey) throw new Error(`no credentials for ${roleArn}`);
    return { accessKeyId: granted.AccessKeyId, secretAccessKey: granted.SecretAccessKey, sessionToken: granted.SessionToken };
  }

  private async log(method: string): Promise<EmulatorCall[]> {
    return await this.control(method, 'calls') as EmulatorCall[];
  }

  private async control(method: string, what: string, given?: object): Promise<unknown> {
    const response = await fetch(`${this.endpoint}/_harness/${what}`, { method, body: given && JSON.stringify(given) });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw new Error(`${method} ${what} at ${this.endpoint}: ${text.slice(0, 500)} (is this test/e2e/emulator/start.py, or what AWS_ENDPOINT_URL names?)`);
  }
}

async function listening(child: ChildProcess): Promise<number> {
  let complaint = '';
  child.stderr!.on('data', (data: Buffer) => {
    complaint = (complaint + data).slice(-4000);
    // what a run should show although nothing failed
    if (data.toString().startsWith('e2e: ')) process.stderr.write(data);
  });
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the emulator did not start: ${complaint}`)), START_TIMEOUT_SECONDS * 1000);
    createInterface(child.stdout!).on('line', (line) => {
      const ready = /^ready (\d+)$/.exec(line);
      if (ready) resolve(Number(ready[1]));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the emulator ended with code ${code}: ${complaint}`)));
    child.once('exit', () => clearTimeout(timer));
    child.stdout!.once('data', () => clearTimeout(timer));
  });
  // The emulator ends when its standard input closes, so also when this process is killed; it must not keep it alive.
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) (handle as unknown as { unref(): void }).unref();
  return port;
}
