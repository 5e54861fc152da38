import { createServer } from 'http';
import { AddressInfo } from 'net';
import { SdkApi } from '../../cli/aws/sdk-api';
import { fileWith } from '../temporary-files';

const PROFILE = '[profile patient]\nretry_mode = standard\nmax_attempts = 2\n';
// as the command does
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

/** How often an endpoint that is always too busy was asked, by what is set. */
async function attempts(settings: { [name: string]: string }): Promise<number> {
  let asked = 0;
  const busy = createServer((_, response) => {
    asked++;
    response.writeHead(503, { 'retry-after': '0' }).end();
  });
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const names = ['AWS_PROFILE', 'AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE'];
  names.forEach((name) => delete process.env[name]);
  Object.assign(process.env, { AWS_CONFIG_FILE: fileWith('config', PROFILE), AWS_SHARED_CREDENTIALS_FILE: fileWith('credentials', ''), ...settings });
  try {
    const api = new SdkApi({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${(busy.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    await expect(api.identity()).rejects.toThrow();
    return asked;
  } finally {
    await new Promise((resolve) => busy.close(resolve));
  }
}

test('a profile says how often AWS is asked', async () => {
  expect(await attempts({ AWS_PROFILE: 'patient' })).toBe(2);
});

test('the environment counts more than the profile', async () => {
  expect(await attempts({ AWS_PROFILE: 'patient', AWS_MAX_ATTEMPTS: '3' })).toBe(3);
});
