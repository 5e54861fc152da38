import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { DeleteSecretCommand, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import { grantsFor, grantsOf } from './grants';
import { deleteLost, deletePolicies, findLost } from './lost';
import { Model, Value } from './model';
import { LifeStackOptions, lifeStack, placeOf, VARIABLES } from './stack';
import { Entry, NAMES, Step, StepFault, StoreName } from './steps';
import { resolveTask } from '../support/ecs-agent';
import { Emulator } from '../support/emulator';
import { searchFolder } from '../support/leaks';
import { Stored, Stores } from '../support/stores';
import { PlanOptions, Workspace } from '../support/terraform';
import { SecretValue } from 'cdktf-ecs-secrets';

const ALREADY_EXISTS = /ParameterAlreadyExists|ResourceExistsException/;
/** Then it is taken for written, whether it was or not. */
const WRITE_FAILED = /updating SSM Parameter/;
const SIGNALS = { refuse: undefined, drop: undefined, interrupt: 'SIGINT', kill: 'SIGKILL' } as const;
const SETTINGS = /the key or tier of the parameters below/;

/** One stack from its first apply on, beside the model of it. */
export class Life {
  public static async begin(): Promise<Life> {
    const life = new Life(await Emulator.start());
    life.workspace.write(lifeStack(life.model.code));
    await life.workspace.init();
    return life;
  }

  public readonly model = new Model();
  /** Faults that struck since somebody took them from here. */
  public readonly struck: string[] = [];
  private readonly workspace: Workspace;
  private readonly stores: Stores;
  /** What AWS made of generated values. */
  private readonly generated = new Map<number, string>();
  private typed = 0;

  private constructor(private readonly emulator: Emulator) {
    this.workspace = new Workspace(emulator);
    this.stores = new Stores(emulator);
  }

  public async end(): Promise<void> {
    await this.emulator.stop();
    this.workspace.remove();
  }

  /** Whether the step means anything now. */
  public allows(step: Step): boolean {
    const { code, parameters, keys } = this.model;
    const isStored = (store: StoreName, name: string) => (store === 'parameters' ? parameters[name] : keys?.[name]) !== undefined;
    const pinsExternal = (store: StoreName, kind: Entry['kind']) => store === 'jsonSecret' && code.pinned && kind === 'external';
    switch (step.do) {
      case 'set': return !pinsExternal(step.store, step.kind);
      case 'target': return !pinsExternal(step.store, step.kind) && Object.keys(parameters).length > 0;
      case 'leave': return code[step.store][step.name] !== undefined;
      case 'rename': return code[step.store][step.name] !== undefined && code[step.store][step.to] === undefined;
      case 'remove key': return code.jsonSecret[step.name] === undefined && isStored('jsonSecret', step.name);
      case 'type': case 'delete by hand': return isStored(step.store, step.name);
      case 'rotate': return isStored('jsonSecret', step.name);
      case 'delete the secret by hand': return keys !== undefined;
      case 'another key': case 'another tier': return Object.keys(code.parameters).length > 0;
      case 'add by hand': return keys !== undefined && !isStored('jsonSecret', step.name);
      case 'copy to the other store': return code[step.store][step.name] !== undefined && isStored(step.store, step.name);
      case 'pin': return code.pinned !== step.pinned && !Object.values(code.jsonSecret).some(({ kind }) => kind === 'external');
      case 'narrow': return code.narrow !== step.narrow;
      case 'replace': return keys !== undefined && (step.what !== 'parameter' || Object.keys(code.parameters).length > 0);
      default: return keys !== undefined;
    }
  }

  public async take(step: Step): Promise<void> {
    const { code } = this.model;
    switch (step.do) {
      case 'set': return this.set(step.store, step.name, step, step.fault);
      case 'target': return this.target(step.store, step.name, step);
      case 'leave':
        delete code[step.store][step.name];
        await this.strike(step.fault);
        return this.apply();
      case 'rename':
        code[step.store][step.to] = code[step.store][step.name];
        delete code[step.store][step.name];
        code.removedKeys = code.removedKeys.filter((key) => key !== step.to);
        if (!this.model.refusal()) {
          await this.strike(step.fault);
        }
        return this.apply();
      case 'remove key':
        code.removedKeys = [...new Set([...code.removedKeys, step.name])].sort();
        return this.apply();
      case 'type': return this.type(step.store, step.name);
      case 'rotate': return this.type('jsonSecret', step.name, true);
      case 'delete by hand': return this.deleteByHand(step.store, step.name);
      case 'delete the secret by hand':
        await this.emulator.admin.secretsManager.send(new DeleteSecretCommand({ SecretId: this.place.secret, ForceDeleteWithoutRecovery: true }));
        this.model.deleteSecret();
        return this.apply();
      case 'another key': return this.anotherKey(step.fault);
      case 'another tier': return this.anotherTier(step.fault);
      case 'another path': return this.anotherPath();
      case 'rename the construct':
        code.renames++;
        return this.apply();
      case 'add by hand': return this.addByHand(step.name);
      case 'copy to the other store': return this.copy(step.store, step.name);
      case 'pin':
        code.pinned = step.pinned;
        return this.apply();
      case 'narrow':
        code.narrow = step.narrow;
        return this.apply();
      case 'replace': return this.replace(step.what);
      case 'apply with': return this.apply({ options: [step.option] });
      case 'plan without variables': return this.withoutVariables();
      case 'lag':
        await this.emulator.lagLabels({ hold: true });
        await this.apply();
        return this.emulator.lagLabels(undefined);
    }
  }

  private async set(store: StoreName, name: string, { kind, version }: Entry, fault?: StepFault): Promise<void> {
    const { code } = this.model;
    const before = code[store][name];
    code[store][name] = { kind, version };
    code.removedKeys = code.removedKeys.filter((key) => key !== name);
    const refusal = this.model.refusal();
    if (refusal) {
      await this.refused(refusal.message);
      if (!refusal.passes) {
        delete code[store][name];
        Object.assign(code[store], before && { [name]: before });
      }
      return this.apply();
    }
    const failure = await this.strike(fault);
    if (WRITE_FAILED.test(failure ?? '')) {
      // Terraform takes the refused write for done: the docs say to raise the version
      code[store][name] = { kind, version: version + 10 };
    }
    return this.apply();
  }

  /** An apply in which something goes wrong, up to where the next one goes through. */
  private async strike(fault: StepFault | undefined, stack?: LifeStackOptions, options: string[] = []): Promise<string | undefined> {
    if (!fault) {
      return undefined;
    }
    const { action, after, how, wayOut } = fault;
    const { emulator, workspace } = this;
    const signal = SIGNALS[how];
    const state = workspace.stateText();
    await emulator.arm({ action, after, effect: how === 'refuse' || how === 'drop' ? how : 'late' });
    const end = signal && { signal, when: async (ended: Promise<unknown>) => emulator.untilStruck(ended) };
    const failure = await this.attempt({ end, options }, stack);
    const struck = (await emulator.disarm()).some(({ hits }) => hits > 0);
    if (struck) {
      this.struck.push(`${how} ${action}`);
    }
    // the SDK repeats a call whose answer is lost, which fails where something was created
    const repeats = how === 'drop' && (failure === undefined || ALREADY_EXISTS.test(failure));
    expect([failure !== undefined, failure]).toEqual([struck && repeats ? failure !== undefined : struck, failure]);
    if (struck && how === 'kill') {
      workspace.putBackState(state);
    }
    await this.leaveHalf(wayOut);
    return failure;
  }

  /** The next apply is refused where AWS has what Terraform would create; the docs name two ways out. */
  private async leaveHalf(wayOut: StepFault['wayOut']): Promise<void> {
    const { code } = this.model;
    const lost = await findLost(this.emulator, this.workspace, this.place, this.stores);
    await deletePolicies(this.emulator, lost);
    if (lost.parameters.length === 0 && !lost.secretArn) {
      return;
    }
    await this.refused(ALREADY_EXISTS);
    if (wayOut === 'delete') {
      return deleteLost(this.emulator, this.place.path, lost);
    }
    const external = lost.parameters.filter((name) => code.parameters[name].kind === 'external');
    await this.terraform({}, { copies: Object.fromEntries(external.map((name) => [name, this.copyOf(name)])), imported: lost });
  }

  private async type(store: StoreName, name: string, isRotation = false): Promise<void> {
    const text = `typed-${name}-${++this.typed}-by-people`;
    if (store === 'parameters') {
      const type = this.model.parameters[name].secure ? 'SecureString' : 'String';
      await this.stores.typeParameter(`${this.place.path}/${name}`, text, type);
      this.model.parameters[name].value = { text };
    } else {
      await (isRotation ? this.stores.rotateKeys(this.place.secret, { [name]: text }) : this.stores.typeKeys(this.place.secret, { [name]: text }));
      this.model.keys![name].value = { text };
    }
    return this.verify();
  }

  private async deleteByHand(store: StoreName, name: string): Promise<void> {
    if (store === 'parameters') {
      await this.emulator.admin.ssm.send(new DeleteParameterCommand({ Name: `${this.place.path}/${name}` }));
      delete this.model.parameters[name];
      return this.apply();
    }
    const { [name]: _, ...rest } = await this.stores.wholeJson(this.place.secret);
    await this.stores.replaceJson(this.place.secret, rest);
    const { mark, released } = this.model.keys![name];
    this.model.deleteKey(name, mark, released);
    // nobody sees that a key is missing until the JSON is written for another reason
    this.model.rewriteJson();
    return this.apply({ options: [`-replace=${await this.addressOf('version')}`] });
  }

  private async addByHand(name: string): Promise<void> {
    const text = `added-${name}-${++this.typed}-by-people`;
    await this.stores.typeKeys(this.place.secret, { [name]: text });
    this.model.addKey(name, { text });
    return this.verify();
  }

  /** A change of the key by itself stops; a copy onto itself takes it. */
  private async anotherKey(fault?: StepFault): Promise<void> {
    const { code } = this.model;
    const key = (code.key + 1) % 3;
    await this.refused(SETTINGS, () => this.workspace.write(lifeStack({ ...code, key })));
    code.key = key;
    return this.copyOntoThemselves(fault, key === 0 && this.model.keys ? await this.takeKeyAway() : []);
  }

  /** The provider can't do it to a secret: people do, and Terraform is told. */
  private async takeKeyAway(): Promise<string[]> {
    const { secretsManager } = this.emulator.admin;
    await secretsManager.send(new UpdateSecretCommand({ SecretId: this.place.secret, KmsKeyId: 'alias/aws/secretsmanager' }));
    return [`-replace=${await this.addressOf('encryption')}`];
  }

  /** The same for the tier; but AWS takes none of them back. */
  private async anotherTier(fault?: StepFault): Promise<void> {
    const { code } = this.model;
    const tier = code.tier === 'Advanced' ? 'Standard' : 'Advanced';
    await this.refused(SETTINGS, () => this.workspace.write(lifeStack({ ...code, tier })));
    if (tier === 'Standard') {
      return this.apply();
    }
    code.tier = tier;
    return this.copyOntoThemselves(fault);
  }

  private async copyOntoThemselves(fault: StepFault | undefined, options: string[] = []): Promise<void> {
    const { code, parameters } = this.model;
    const raised = () => {
      code.parameters = Object.fromEntries(Object.entries(code.parameters).map(([name, entry]) => [name, { ...entry, version: entry.version + 10 }]));
      return { copies: Object.fromEntries(Object.keys(code.parameters).map((name) => [name, this.copyOf(name)])) };
    };
    let stack = raised();
    if (WRITE_FAILED.test(await this.strike(fault, stack, options) ?? '')) {
      stack = raised();
    }
    await this.terraform({ options }, stack);
    for (const [name, { version }] of Object.entries(code.parameters)) {
      Object.assign(parameters[name], { number: version, secure: true });
    }
    return this.apply();
  }

  /** A parameter's value where it is, with the version that its entry has. */
  private copyOf(name: string): SecretValue {
    return SecretValue.fromStoredParameter(`${this.place.path}/${name}`, { version: this.model.code.parameters[name].version });
  }

  /** A change of the path by itself stops; a second store takes copies, and then the first one goes. */
  private async anotherPath(): Promise<void> {
    const { code } = this.model;
    const place = code.place + 1;
    await this.refused(/would be replaced by/, () => this.workspace.write(lifeStack(code, { pathOf: place })));
    await this.terraform({}, { copiedTo: place });
    this.model.move(place);
    return this.apply();
  }

  private async copy(from: StoreName, name: string): Promise<void> {
    const { code } = this.model;
    const to = from === 'parameters' ? 'jsonSecret' : 'parameters';
    const stored = from === 'parameters' ? this.model.parameters[name].value : this.model.keys![name].value;
    const free = NAMES[to].find((other) => !code[to][other] && (to === 'parameters' || !this.model.keys?.[other]));
    if (!free || (to === 'jsonSecret' && code.pinned)) {
      return undefined;
    }
    const place = from === 'parameters' ? SecretValue.fromStoredParameter(`${this.place.path}/${name}`) : SecretValue.fromStoredSecret(this.place.secret, { jsonKey: name });
    code[to][free] = { kind: 'external', version: 1 };
    code.removedKeys = code.removedKeys.filter((key) => key !== free);
    await this.terraform({}, { copies: { [free]: place } });
    this.model.copied(to, free, stored);
    return this.apply();
  }

  private async replace(what: 'seed' | 'version' | 'secret' | 'parameter' | 'task'): Promise<void> {
    const options = [`-replace=${await this.addressOf(what)}`];
    if (what === 'secret' || what === 'parameter') {
      // AWS takes no second one of that name, and the first isn't deleted before
      await this.refused(/already exists|AlreadyExists|ResourceExists/i, undefined, { options });
      if (what === 'secret') {
        // by then its versions are gone from the state
        this.model.rewriteJson();
      }
      return this.apply();
    }
    if (what === 'version') {
      this.model.rewriteJson();
    }
    return this.apply({ options });
  }

  private async target(store: StoreName, name: string, { kind, version }: Entry): Promise<void> {
    const { code } = this.model;
    const before = code[store][name];
    code[store][name] = { kind, version };
    code.removedKeys = code.removedKeys.filter((key) => key !== name);
    if (this.model.refusal()) {
      delete code[store][name];
      Object.assign(code[store], before && { [name]: before });
      return this.verify();
    }
    const address = store === 'parameters' ? await this.addressOf('parameter', name) : await this.addressOf('version');
    await this.terraform({ options: [`-target=${address}`] });
    this.model.apply({ store, name });
    return this.apply();
  }

  /** A saved plan whose variable isn't there when it is applied changes nothing. */
  private async withoutVariables(): Promise<void> {
    this.workspace.write(lifeStack(this.model.code));
    const plan = await this.workspace.plan({ variables: VARIABLES });
    await this.workspace.apply({ plan }).catch((error: Error) => expect(error.message).toMatch(/variable/));
    return this.apply();
  }

  private get place() {
    return placeOf(this.model.code);
  }

  private async apply(options: PlanOptions = {}): Promise<void> {
    await this.terraform(options);
    if (!options.options?.includes('-refresh-only')) {
      this.model.apply();
    }
    return this.verify();
  }

  private async terraform(options: PlanOptions, stack?: LifeStackOptions): Promise<void> {
    this.workspace.write(lifeStack(this.model.code, stack));
    await this.workspace.apply({ ...options, variables: VARIABLES });
  }

  private async attempt(options: PlanOptions = {}, stack?: LifeStackOptions): Promise<string | undefined> {
    return this.terraform(options, stack).then(() => undefined, (error: Error) => error.message);
  }

  private async refused(message: RegExp, write?: () => void, options: PlanOptions = {}): Promise<void> {
    const before = await this.stored();
    if (write) {
      write();
      await expect(this.workspace.apply({ ...options, variables: VARIABLES })).rejects.toThrow(message);
    } else {
      expect(await this.attempt(options)).toMatch(message);
    }
    expect(await this.stored()).toEqual(before);
  }

  /** The stores, the containers and the plan are as the model says, and no value is where it shouldn't be. */
  private async verify(): Promise<void> {
    const { model } = this;
    const [parameters, keys] = await this.stored();
    const expected = Object.fromEntries(Object.entries(model.parameters).map(([name, { value }]) => [name, this.textOf(value, parameters[name])]));
    expect({ parameters }).toEqual({ parameters: expected });
    const expectedKeys = Object.fromEntries(Object.entries(model.keys ?? {}).map(([name, { value }]) => [name, this.textOf(value, keys[name])]));
    expect({ keys }).toEqual({ keys: expectedKeys });
    const { containers } = await resolveTask(this.emulator, 'life');
    for (const container of ['app', 'side'] as const) {
      const environment = Object.entries(model.environment(container)).map(([name, value]) => [name, this.textOf(value, '')]);
      expect({ [container]: containers[container].environment }).toEqual({ [container]: Object.fromEntries(environment) });
    }
    await this.verifyGrants();
    this.workspace.write(lifeStack(model.code));
    const plan = await this.workspace.plan({ variables: VARIABLES });
    expect(plan.changes).toEqual([]);
    const secret = Object.entries({ ...parameters, ...keys }).filter(([, value]) => !/^plaintext-|^REPLACE_ME/.test(value));
    expect(searchFolder(this.workspace.directory, Object.fromEntries(secret))).toEqual([]);
    const shown = await plan.show();
    expect(secret.filter(([, value]) => shown.includes(JSON.stringify(value).slice(1, -1)))).toEqual([]);
    this.workspace.plans.splice(0).forEach(({ file }) => rmSync(join(this.workspace.directory, file), { force: true }));
  }

  /** The role may read what the code says, and nothing else. */
  private async verifyGrants(): Promise<void> {
    const { code } = this.model;
    const { taskDefinition } = await this.emulator.admin.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'life' }));
    const made = { secretArn: this.attributeOf('aws_secretsmanager_secret', /./), keyArn: this.attributeOf('aws_kms_key', new RegExp(`${code.key}$`)) };
    expect(await grantsOf(this.emulator, taskDefinition!.executionRoleArn!)).toEqual(grantsFor(code, this.emulator, made));
  }

  private attributeOf(type: string, name: RegExp): string | undefined {
    type Found = { type: string; name: string; instances: { attributes: { arn: string } }[] };
    const { resources } = JSON.parse(this.workspace.stateText()) as { resources: Found[] };
    return resources.find((resource) => resource.type === type && name.test(resource.name))?.instances[0].attributes.arn;
  }

  private async stored(): Promise<[Stored, Stored]> {
    return [await this.stores.parameters(this.place.path), this.model.keys ? await this.stores.json(this.place.secret) : {}];
  }

  /** What a value is, where only AWS knew it until now. */
  private textOf({ text, generated }: Value, found: string): string | undefined {
    if (generated === undefined) {
      return text;
    }
    if (!this.generated.has(generated) && /^.{32}$/.test(found ?? '') && ![...this.generated.values()].includes(found)) {
      this.generated.set(generated, found);
    }
    return this.generated.get(generated) ?? '(a new generated value)';
  }

  private async addressOf(what: 'seed' | 'version' | 'secret' | 'encryption' | 'parameter' | 'task', name?: string): Promise<string> {
    const state = JSON.parse(this.workspace.stateText()) as { resources: { type: string; name: string; instances: { index_key?: string }[] }[] };
    const find = (type: string, pattern: RegExp) => state.resources.find((resource) => resource.type === type && pattern.test(resource.name));
    switch (what) {
      case 'seed': return `aws_secretsmanager_secret_version.${find('aws_secretsmanager_secret_version', /_Seed_/)!.name}`;
      case 'version': return `aws_secretsmanager_secret_version.${find('aws_secretsmanager_secret_version', /_Version_/)!.name}`;
      case 'secret': return `aws_secretsmanager_secret.${find('aws_secretsmanager_secret', /./)!.name}`;
      case 'encryption': return `terraform_data.${find('terraform_data', /_Encryption_/)!.name}`;
      case 'task': return `aws_ecs_task_definition.${find('aws_ecs_task_definition', /./)!.name}`;
      case 'parameter': {
        const parameters = find('aws_ssm_parameter', /./)!;
        return `aws_ssm_parameter.${parameters.name}["${name ?? parameters.instances[0].index_key}"]`;
      }
    }
  }
}
