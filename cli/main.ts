import { ExitCode } from './command-error';
import { execute } from './execute';
import { colourOf } from './output/colour';

/** Put in by the bundler. */
declare const ECS_SECRETS_VERSION: string | undefined;

// what the SDK and Node.js warn of is ours to mend, not the user's
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
process.removeAllListeners('warning');
process.on('warning', () => {});
console.warn = () => {};

process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  // whoever reads the output may have seen enough, as `head` does
  if (problem.code !== 'EPIPE') {
    process.stderr.write(`ecs-secrets: the output can't be written (${problem.code}): make room, or write elsewhere\n`);
    process.exit(ExitCode.UNCHECKED);
  }
});

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: process.stderr,
  colour: colourOf(process.env, process.stdout.isTTY),
  onInterrupt: (clean: () => void) => void process.once('SIGINT', () => {
    clean();
    process.exit(130);
  }),
};

// the SDK takes time to load, which --help has no use for
const connect = async (options: Parameters<typeof import('./aws/connect-sdk.js').connectSdk>[0]) =>
  (await import('./aws/connect-sdk.js')).connectSdk(options);
const version = typeof ECS_SECRETS_VERSION === 'string' ? ECS_SECRETS_VERSION : 'development';

void execute(process.argv.slice(2), { connect, terminal, environment: process.env, version }).then((code) => {
  process.exitCode = code;
});
