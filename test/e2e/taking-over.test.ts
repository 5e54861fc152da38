import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegisterJobDefinitionCommand } from '@aws-sdk/client-batch';
import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CommandLine } from './support/command-line';
import { Corpus, createCorpus } from './support/corpus';
import { Emulator } from './support/emulator';
import { describeReal } from './support/prerequisites';
import { stackOf } from './support/synthesis';
import { Workspace } from './support/terraform';
import { terraformEnvironment } from './support/terraform-environment';
import { BatchJobDefinition, TaskDefinition } from '../../src';
import { constructFromCode } from '../support/stack-from-code';

jest.setTimeout(300_000);

describeReal('whatever runs can be taken over', () => {
  let emulator: Emulator;
  let cli: CommandLine;
  let workspace: Workspace;
  let corpus: Corpus;

  beforeAll(async () => {
    emulator = await Emulator.start({ region: 'eu-central-1' });
    cli = new CommandLine(emulator);
    workspace = new Workspace(emulator);
  });

  afterAll(async () => {
    await emulator?.stop();
    cli?.remove();
    workspace?.remove();
  });

  test('the code that import prints for the corpus changes no definition', async () => {
    // GIVEN
    corpus = await createCorpus(emulator);
    const { tasks, jobs } = corpus;
    const codes = new Map<string, string>();
    for (const task of tasks) {
      await emulator.admin.ecs.send(new RegisterTaskDefinitionCommand(task));
      codes.set(task.family!, (await cli.call(['import', task.family!])).stdout);
    }
    for (const job of jobs) {
      await emulator.admin.batch.send(new RegisterJobDefinitionCommand(job));
      codes.set(`job-${job.jobDefinitionName}`, (await cli.call(['import', job.jobDefinitionName!, '--batch'])).stdout);
    }
    expect(codes.size).toBeGreaterThanOrEqual(60);
    // WHEN
    workspace.write(stackOf((stack) => codes.forEach((code, id) => constructFromCode(code, stack, id)), 'eu-central-1'));
    await workspace.init();
    const plan = await workspace.plan();
    const { resource_changes: all } = await plan.json();
    // THEN
    const changes = all!.filter(({ type }) => type === 'aws_ecs_task_definition' || type === 'aws_batch_job_definition');
    expect(changes.filter(({ change }) => 'importing' in change)).toHaveLength(codes.size);
    // the one thing that Terraform alone knows
    const differences = changes.flatMap(({ address, change }) => {
      const { before, after, actions } = change as { [side: string]: any };
      const fields = Object.keys(after).filter((name) => name !== 'skip_destroy' && JSON.stringify(after[name]) !== JSON.stringify(before?.[name]));
      return [...actions.filter((action: string) => action !== 'update' && action !== 'no-op'), ...fields].map((what) => `${address} ${what}`);
    });
    expect(differences).toEqual([]);
    // nothing else is made: no role, no policy, no secret
    expect(all!.filter((change) => !changes.includes(change)).map(({ address }) => address)).toEqual([]);
  });

  test('the same files are valid for Terraform with fromJson', async () => {
    const { tasks, jobs } = corpus;
    workspace.write(stackOf((stack) => {
      tasks.forEach((task) => TaskDefinition.fromJson(stack, task.family!, JSON.stringify(task)));
      jobs.forEach((job) => BatchJobDefinition.fromJson(stack, job.jobDefinitionName!, JSON.stringify(job)));
    }, 'eu-central-1'));
    await workspace.validate();
  });

  test('the AWS CLI\'s commands of docs/taking-over.md give files that fromJson takes', () => {
    const text = readFileSync(join(__dirname, '../../docs/taking-over.md'), 'utf8');
    const commands = [...text.matchAll(/\baws (?:ecs|batch) describe-[^`\n]*> (\S+\.json)/g)];
    expect(commands.length).toBeGreaterThan(0);
    for (const [command, file] of commands) {
      const named = command.replace(/FAMILY|my-service/, 'shop-spring').replace('my-job', 'job-secrets');
      execFileSync('bash', ['-c', named], { cwd: cli.directory, env: { ...terraformEnvironment(emulator), AWS_DEFAULT_REGION: emulator.region } });
      const json = readFileSync(cli.path(file), 'utf8');
      const { resource } = stackOf((stack) => (command.includes('batch') ? BatchJobDefinition : TaskDefinition).fromJson(stack, 'Imported', json));
      const [definition] = Object.values<any>(resource.aws_ecs_task_definition ?? resource.aws_batch_job_definition);
      expect([command, definition.family ?? definition.name]).toEqual([command, command.includes('batch') ? 'job-secrets' : 'shop-spring']);
    }
  });
});
