import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine } from './support/command-line';
import { DefectiveAccount, createDefects } from './support/defects';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';

jest.setTimeout(300_000);

describeReal('ecs-secrets verify, on an account with one of each defect', () => {
  let emulator: Emulator;
  let cli: CommandLine;
  let account: DefectiveAccount;

  beforeAll(async () => {
    emulator = await Emulator.start();
    cli = new CommandLine(emulator);
    account = await createDefects(emulator);
    writeFileSync(join(cli.directory, 'taskdef.json'), JSON.stringify(account.taskDefinition));
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
  });

  test('finds exactly those', async () => {
    // WHEN
    const { exitCode, stdout, stderr } = await cli.run('verify', 'taskdef.json', '--json', '--junit', 'report.xml');
    // THEN
    expect(stderr).toBe('');
    const { checked } = JSON.parse(stdout);
    const found = Object.fromEntries(
      checked.filter((one: any) => one.name).map((one: any) => {
        const name = one.field === 'environmentFiles' ? one.valueFrom : one.valueFrom === undefined ? `duplicate ${one.name}` : one.name;
        return [name, one.findings.map(({ code }: any) => code).join() || undefined];
      }),
    );
    expect(found).toEqual(account.expected);
    expect(checked.filter((one: any) => !one.name && one.findings.length > 0)).toEqual([]);
    expect(exitCode).toBe(1);
  });
});
