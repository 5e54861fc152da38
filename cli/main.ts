import { execute } from './execute';

// The SDK warns of every Node.js that its next major drops.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// whoever reads the output may have seen enough, as `head` does
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code !== 'EPIPE') {
    throw problem;
  }
});

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: process.stderr,
  colour: process.stdout.isTTY && process.env.NO_COLOR === undefined,
};

// the SDK takes time to load, which --help has no use for
const connect = async (region: string | undefined, profile: string | undefined) => (await import('./aws/connect-sdk.js')).connectSdk(region, profile);

void execute(process.argv.slice(2), { connect, terminal, environment: process.env }).then((code) => {
  process.exitCode = code;
});
