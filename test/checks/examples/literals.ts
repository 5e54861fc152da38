import { RuleExamples, TOKEN, SECRET, ACCESS_KEY, task } from './support';

/** Of the rules in `src/checks/literals.ts`. */
export const literalsExamples: { readonly [id: string]: RuleExamples } = {
  'command-secret-literal': {
    compliant: [{ container: 'a', name: 'command[0]', value: 'npm start' }],
    wrong: [{ container: 'a', name: 'command[0]', value: `--key=${ACCESS_KEY}` }],
    token: [{ container: 'a', name: 'command[0]', value: TOKEN }],
    used: (stack) => task(stack, { command: ['sh', '-c', `KEY=${ACCESS_KEY} ./start`] }),
  },
  'env-secret-literal': {
    compliant: [
      { container: 'a', name: 'LOG_LEVEL', value: 'info' }, { container: 'a', name: 'API_KEY', value: '' }, { container: 'a', name: 'JWT_PUBLIC_KEY', value: 'x' },
      { container: 'a', name: 'TLS_KEY', value: '/run/secrets/tls.key' }, { container: 'a', name: 'A_TOKEN', value: 'true' },
      { container: 'a', name: 'A_SECRET', value: SECRET }, { container: 'a', name: 'URL', value: 'https://example.com/a@b:c' },
    ],
    wrong: [
      { container: 'a', name: 'DB_PASSWORD', value: 'hunter2' }, { container: 'a', name: 'token', value: 'x1' }, { container: 'a', name: 'APP_SECRET', value: 'x1' },
      { container: 'a', name: 'spring.datasource.password', value: 'x1' }, { container: 'a', name: 'A', value: ACCESS_KEY },
      { container: 'a', name: 'A', value: `ghp_${'a'.repeat(36)}` }, { container: 'a', name: 'A', value: `xoxb-${'1'.repeat(12)}` },
      { container: 'a', name: 'A', value: `sk_live_${'a'.repeat(24)}` }, { container: 'a', name: 'A', value: '-----BEGIN PRIVATE KEY-----\nx' },
      { container: 'a', name: 'A', value: '-----BEGIN RSA PRIVATE KEY-----' }, { container: 'a', name: 'A', value: 'postgres://user:pass@host/db' },
      { container: 'a', name: 'A', value: `glpat-${'a'.repeat(20)}` }, { container: 'a', name: 'A', value: `npm_${'a'.repeat(36)}` },
      { container: 'a', name: 'A', value: `AIza${'a'.repeat(35)}` },
    ],
    token: [{ container: 'a', name: 'DB_PASSWORD', value: TOKEN }, { container: 'a', name: 'DB_PASSWORD', value: `x${TOKEN}` }],
    used: (stack) => task(stack, { environment: { DB_PASSWORD: 'hunter2' } }),
  },
  'option-secret-literal': {
    compliant: [{ container: 'a', name: 'Host', value: 'example.com' }, { container: 'a', name: 'awslogs-group', value: 'secret' }],
    wrong: [{ container: 'a', name: 'apikey', value: 'x1' }, { container: 'a', name: 'splunk-token', value: 'x1' }],
    token: [{ container: 'a', name: 'apikey', value: TOKEN }],
    used: (stack) => task(stack, { logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'x', 'splunk-token': 'x1' } } }),
  },
};
