import { execFileSync } from 'child_process';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { QuickstartStack } from '../../examples/quickstart/main';
import { only } from '../support/synth';

test('the quickstart synthesises', () => {
  const { resource } = JSON.parse(Testing.synth(new QuickstartStack(Testing.app() as App, 'quickstart'), true));
  expect(Object.keys(only(resource.aws_ssm_parameter).for_each)).toEqual(['DB_PASSWORD', 'DB_USER']);
});

test('its table fits 100 columns and has a row per variable', () => {
  const root = join(__dirname, '../..');
  const out = execFileSync('npm', ['run', '--silent', 'quickstart'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = out.split('\n');
  lines.forEach((line) => expect([...line].length).toBeLessThanOrEqual(100));
  const rows = lines.filter((line) => /^(app|mailer) /.test(line)).map((line) => line.split(/ {2,}/));
  expect(rows).toEqual([
    ['app', 'API_KEY', 'Secrets Manager', '…:secret:example-…:API_KEY::', 'Task/ExecutionRole'],
    ['app', 'DB_PASSWORD', 'Parameter Store', '…:parameter/example/DB_PASSWORD', 'Task/ExecutionRole'],
    ['app', 'DB_USER', 'Parameter Store', '…:parameter/example/DB_USER', 'Task/ExecutionRole'],
    ['app', 'SESSION_SECRET', 'Secrets Manager', '…:secret:example-…:SESSION_SECRET::', 'Task/ExecutionRole'],
    ['mailer', 'SMTP_PASSWORD', 'Secrets Manager', '…:secret:example-…:SMTP_PASSWORD::', 'Task/ExecutionRole'],
  ]);
  expect(out).toContain('cdk.tf.json');
});
