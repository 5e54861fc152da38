import { DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, type Parameter, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Emulator } from './emulator';

export interface Stored {
  readonly [name: string]: string;
}

/** What the stores of an emulator hold, read and written as people do it in the console. */
export class Stores {
  public constructor(private readonly emulator: Emulator) {}

  /** The parameters directly below a path, by their last level. */
  public async parameters(path: string): Promise<Stored> {
    return Object.fromEntries((await this.below(path)).map(({ Name, Value }) => [Name!.slice(path.length + 1), Value!]));
  }

  public async types(path: string): Promise<Stored> {
    return Object.fromEntries((await this.below(path)).map(({ Name, Type }) => [Name!.slice(path.length + 1), Type!]));
  }

  /** The JSON of a secret without the versions of its values. */
  public async json(secretId: string): Promise<Stored> {
    const { _versions, ...values } = await this.wholeJson(secretId);
    return values;
  }

  public async wholeJson(secretId: string): Promise<{ [name: string]: any }> {
    const { SecretString } = await this.emulator.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: secretId }));
    return JSON.parse(SecretString!);
  }

  public async typeParameter(name: string, value: string, type: 'String' | 'SecureString' = 'SecureString'): Promise<void> {
    await this.emulator.admin.ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: type, Overwrite: true }));
  }

  /** Adds or replaces keys of a secret. */
  public async typeKeys(secretId: string, keys: object): Promise<void> {
    await this.replaceJson(secretId, { ...await this.wholeJson(secretId), ...keys });
  }

  /** Replaces keys as a rotation does: the new version waits under a label of its own before it becomes the current one. */
  public async rotateKeys(secretId: string, keys: object): Promise<void> {
    const { secretsManager } = this.emulator.admin;
    const SecretString = JSON.stringify({ ...await this.wholeJson(secretId), ...keys });
    const { VersionIdsToStages = {} } = await secretsManager.send(new DescribeSecretCommand({ SecretId: secretId }));
    const RemoveFromVersionId = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes('AWSCURRENT'));
    const pending = new PutSecretValueCommand({ SecretId: secretId, SecretString, VersionStages: ['AWSPENDING'] });
    const { VersionId: MoveToVersionId } = await secretsManager.send(pending);
    const stage = { SecretId: secretId, VersionStage: 'AWSCURRENT', MoveToVersionId, RemoveFromVersionId };
    await secretsManager.send(new UpdateSecretVersionStageCommand(stage));
  }

  public async replaceJson(secretId: string, json: object): Promise<void> {
    await this.emulator.admin.secretsManager.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(json) }));
  }

  private async below(path: string): Promise<Parameter[]> {
    const found: Parameter[] = [];
    for (let token: string | undefined, more = true; more; more = token !== undefined) {
      const answer = await this.emulator.admin.ssm.send(new GetParametersByPathCommand({ Path: path, WithDecryption: true, NextToken: token }));
      found.push(...answer.Parameters ?? []);
      token = answer.NextToken;
    }
    return found;
  }
}
