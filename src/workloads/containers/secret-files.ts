import { ANY, LIST, TEXT, TEXTS } from '../../checks/api-shape';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { SECRET_FILE_DIRECTORY, SECRET_FILE_OWNER } from '../../checks/secret-files';
import { ISecretSource } from '../../references/secret-source';
import { compare } from '../../terraform/hcl';

/**
 * Properties of `SecretFiles`.
 */
export interface SecretFilesProps {
  /**
   * What is written, one file per name.
   */
  readonly secrets: ISecretSource[];
  /**
   * Number of the user that may read the files, the one that the application runs as.
   *
   * @default 0
   */
  readonly uid?: number;
  /**
   * Number of the files' group. It may not read them.
   *
   * @default - the same as `uid`
   */
  readonly gid?: number;
  /**
   * Where the application finds the files.
   *
   * @default /run/secrets
   */
  readonly directory?: string;
  /**
   * Image of the container that writes the files. It needs a POSIX shell with `chown` and `rm`.
   *
   * @default public.ecr.aws/docker/library/busybox:1.37.0
   */
  readonly image?: string;
  /**
   * Program that gets the command.
   *
   * @default ['/bin/sh', '-c']
   */
  readonly entryPoint?: string[];
  /**
   * What writes each environment variable of a secret into a file of its name, mode 0400.
   *
   * @default - a script of printf, chown and rm
   */
  readonly command?: string[];
}

const PROPS = propsOf<SecretFilesProps>(
  { secrets: LIST },
  { uid: ANY, gid: ANY, directory: TEXT, image: TEXT, entryPoint: TEXTS, command: TEXTS },
);

/**
 * Secrets as files, for an application that should not have them in its environment.
 *
 * A container of its own gets the secrets, writes them to a volume that lives as long as the task, and ends. The
 * application starts when it has succeeded, sees the volume read-only, and has `NAME_FILE=/run/secrets/NAME` in its
 * environment. The files are on the task's disk, which Fargate encrypts. They hold the values of the task's start, as
 * environment variables do.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export class SecretFiles {
  /**
   * Where the application finds the files.
   */
  public readonly directory: string;

  /**
   * @throws if the directory is not a plain absolute path, or uid or gid is not a number of a user
   */
  public constructor(private readonly props: SecretFilesProps) {
    enforce(undefined, { props, ...PROPS }, PROP_TYPES);
    const { directory = '/run/secrets', uid = 0, gid = uid } = props;
    enforce(undefined, { directory }, SECRET_FILE_DIRECTORY);
    enforce(undefined, { what: 'uid', id: uid }, SECRET_FILE_OWNER);
    enforce(undefined, { what: 'gid', id: gid }, SECRET_FILE_OWNER);
    this.directory = directory;
  }

  /** @internal */
  public get _sources(): ISecretSource[] {
    return this.props.secrets;
  }

  /** @internal */
  public _writer(names: string[]): {
    readonly image: string;
    readonly entryPoint: string[];
    readonly command: string[];
  } {
    const {
      image = 'public.ecr.aws/docker/library/busybox:1.37.0',
      entryPoint = ['/bin/sh', '-c'],
      command = [this.script(names)],
    } = this.props;
    return { image, entryPoint, command };
  }

  /**
   * Values are only ever expanded between double quotes; names and directory consist of characters that mean nothing to
   * a shell.
   */
  private script(names: string[]): string {
    const { uid = 0, gid = uid } = this.props;
    return [
      'set -eu',
      'umask 0377',
      `cd ${this.directory}`,
      `write() { rm -f "$1"; printf '%s' "$2" > "$1"; chown ${uid}:${gid} "$1"; }`,
      ...[...names].sort(compare).map((name) => `write ${name} "$${name}"`),
    ].join('\n');
  }
}
