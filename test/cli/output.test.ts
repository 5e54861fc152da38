import { Queue } from '../../cli/aws/queue';
import { reportGithub } from '../../cli/output/github';
import { reportJunit } from '../../cli/output/junit';
import { Progress } from '../../cli/output/progress';
import { reportText } from '../../cli/output/text';
import { Report, error, exitCodeOf, later, unchecked, warning } from '../../cli/verify/findings';
import { goFormat } from '../../cli/verify/go-format';

const report: Report = {
  source: 'task definition a.json',
  checked: [
    { workload: 'api', origin: 'a.json', findings: [] },
    { workload: 'api', origin: 'a.json', container: 'app', field: 'secrets', name: 'A', valueFrom: 'a', findings: [error('missing', 'no <A> & "B"', 'create it\nnow, 100%')] },
    { workload: 'api', origin: 'a.json', container: 'app', field: 'secretOptions', name: 'token', valueFrom: 't', findings: [warning('w', 'odd', 'look')] },
    { workload: 'api', origin: 'a.json', container: 'app', field: 'secrets', name: 'C', valueFrom: 'c', findings: [unchecked('u', 'unclear', 'look')] },
    { workload: 'api', origin: 'a.json', container: 'app', field: 'secrets', name: 'D', valueFrom: 'd', findings: [later('l', 'not yet')] },
  ],
};

test('text has a line per finding, a line per fix, and a sum', () => {
  expect(reportText(report, false).split('\n').slice(-5, -1)).toEqual([
    '  … not yet [l]',
    '    then: verify the registered task definition after apply',
    '',
    '4 references, 0 fine, 1 error, 1 warning, 1 not checked, 1 after apply',
  ]);
  expect(reportText(report, true)).toContain('\u001b[31m✗\u001b[0m no <A>');
});

test('JUnit is well-formed, with failures and skipped cases', () => {
  const xml = reportJunit(report);
  expect(xml).toContain('<testsuite name="ecs-secrets verify task definition a.json" tests="5" failures="1" errors="0" skipped="2">');
  expect(xml).toContain('<failure type="missing" message="no &lt;A&gt; &amp; &quot;B&quot;">no &lt;A&gt; &amp; &quot;B&quot;: create it\\nnow, 100%</failure>');
  expect(xml).toContain('<testcase classname="api" name="api (a.json)"/>');
  expect(xml.match(/<testcase /g)!.length - xml.match(/<testcase [^>]*\/>/g)!.length).toBe(xml.match(/<\/testcase>/g)!.length);
});

test('GitHub gets one annotation per finding, escaped', () => {
  const lines = reportGithub(report).trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::warning', '::warning', '::notice']);
  expect(lines[0]).toBe('::error title=missing%3A api (a.json)%2C container app%2C A::no <A> & "B"%0Afix: create it\\nnow, 100%25');
});

test('exit codes', () => {
  const only = (...severities: string[]) => ({
    ...report,
    checked: report.checked.filter(({ findings }) => findings.every(({ severity }) => severities.includes(severity))),
  });
  expect(exitCodeOf(report, false)).toBe(1);
  expect(exitCodeOf(only('unchecked', 'later', 'warning'), false)).toBe(2);
  expect(exitCodeOf(only('later', 'warning'), false)).toBe(0);
  expect(exitCodeOf(only('later', 'warning'), true)).toBe(1);
  expect(exitCodeOf(only('later'), true)).toBe(0);
});

test('progress is for terminals', () => {
  let written = '';
  const write = (text: string) => (written += text);
  new Progress({ write }, 'calls').show(1, 2);
  expect(written).toBe('');
  const progress = new Progress({ isTTY: true, write }, 'calls');
  progress.show(10, 10);
  progress.show(2, 2);
  progress.clear();
  expect(written).toBe('\rcalls 10/10\rcalls 2/2  \r         \r');
});

test.each<[unknown, string]>([
  [5432, '5432'], [0, '0'], [999999, '999999'], [1e6, '1e+06'], [1754110382, '1.754110382e+09'], [0.0001, '0.0001'], [0.00001, '1e-05'], [-2.5e21, '-2.5e+21'],
  [true, 'true'], [null, '<nil>'], [{ a: 1 }, 'map[…]'], [['a'], '[…]'],
])('the agent prints %j as %s', (value, text) => {
  expect(goFormat(value)).toBe(text);
});

describe('the queue', () => {
  test('runs as many calls at once as allowed', async () => {
    const queue = new Queue({ concurrency: 3 });
    let [running, most] = [0, 0];
    await Promise.all(Array.from({ length: 20 }, async () => queue.run(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    })));
    expect(most).toBe(3);
  });

  test('counts each call once, and passes on what fails', async () => {
    const progress: string[] = [];
    const queue = new Queue({ concurrency: 1, onProgress: (done, total) => progress.push(`${done}/${total}`) });
    const failing = queue.run(async () => Promise.reject(new Error('denied')));
    const next = queue.run(async () => 'done');
    await expect(failing).rejects.toThrow('denied');
    expect([await next, progress.at(-1)]).toEqual(['done', '2/2']);
  });
});
