import { ISecretSource } from '../../references/secret-source';

/**
 * A container's log driver.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
 */
export interface LogConfiguration {
  /**
   * The driver: `awslogs`, `awsfirelens` or `splunk`, on EC2 also `fluentd`, `gelf`, `journald`, `json-file` or
   * `syslog`.
   */
  readonly logDriver: string;
  /**
   * Options of the driver. `awslogs-region` is filled in; the log group of `awslogs-group` becomes writable for the
   * execution role, with `awslogs-create-group` it may also be created.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
   * @default - none
   */
  readonly options?: { [name: string]: string };
  /**
   * Options of the driver whose values are secrets, under the options' names:
   * `secrets.only('TOKEN').renamed({ TOKEN: 'splunk-token' })`. The execution role is allowed to read them.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html
   * @default - none
   */
  readonly secretOptions?: ISecretSource[];
}

/**
 * What makes a container the task's log router.
 *
 * A container with `firelensConfiguration: { type: 'fluentbit' }` and an image like
 * `public.ecr.aws/aws-observability/aws-for-fluent-bit:3` takes the output of all containers whose log driver is
 * `awsfirelens`. Their `options` are the router's output plugin:
 * `{ Name: 'datadog', Host: 'http-intake.logs.datadoghq.com', TLS: 'on' }`, with `apikey` in `secretOptions`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html
 */
export interface FirelensConfiguration {
  /**
   * The router: `fluentbit` or `fluentd`.
   */
  readonly type: string;
  /**
   * Options of the router, like `enable-ecs-log-metadata`, `config-file-type` and `config-file-value`.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html
   * @default - none
   */
  readonly options?: { [name: string]: string };
}
