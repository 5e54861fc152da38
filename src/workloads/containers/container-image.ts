import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { OBJECT, TEXT } from '../../checks/api-shape';
import { IMAGE_REPOSITORY } from '../../checks/image';
import { PARAMETER_NAME_LENGTH, PATH_PATTERN } from '../../checks/names';
import { PROP_TYPES, propsOf } from '../../checks/prop-types';
import { enforce } from '../../checks/rule';
import { hcl, quoted, valueOf } from '../../terraform/hcl';

/** An image's tag: https://docs.docker.com/reference/cli/docker/image/tag/ */
const IMAGE_TAG = '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$';

/**
 * An image whose tag stands in a parameter.
 */
export interface ParameterImageProps {
  /**
   * The repository without tag, like `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api`.
   */
  readonly repository: string;
  /**
   * Name of a parameter of type `String` that holds the tag, like `/example/api/image-tag`.
   */
  readonly parameterName: string;
  /**
   * The provider whose account and Region hold the parameter.
   *
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const PROPS = propsOf<ParameterImageProps>({ repository: TEXT, parameterName: TEXT }, { provider: OBJECT });

/**
 * Images for containers.
 */
export class ContainerImage {
  /**
   * An image whose tag is read from a parameter at each plan, so that whoever builds images deploys them by writing a
   * parameter and starting Terraform. The tag is not a secret: it stands in plan and state. The plan fails where the
   * parameter is not a `String` or holds no tag.
   *
   * Reading takes `ssm:GetParameter` for the deployer.
   *
   * @param id of the data source
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
   * @throws if the repository has a tag or digest, or the name isn't a parameter's
   */
  public static fromParameter(scope: Construct, id: string, props: ParameterImageProps): string {
    enforce(scope, { props, ...PROPS }, PROP_TYPES);
    const { repository, parameterName: name, provider } = props;
    enforce(scope, { repository }, IMAGE_REPOSITORY);
    enforce(scope, { path: name }, PATH_PATTERN, PARAMETER_NAME_LENGTH);
    const path = `${scope.node.path}/${id}`;
    const tag = new DataAwsSsmParameter(scope, id, {
      name,
      withDecryption: false,
      provider,
      lifecycle: {
        postcondition: [
          {
            condition: hcl`self.type == "String"`.toString(),
            errorMessage: quoted(
              `parameter ${name} is not a String, but an image tag is not a secret: create it with type ` +
                `String (${path})`,
            ).toString(),
          },
          {
            condition: hcl`self.type != "String" || can(regex(${valueOf(IMAGE_TAG)}, self.insecure_value))`.toString(),
            errorMessage: quoted(
              `parameter ${name} holds no image tag: write a tag of letters, digits, '_', '.' and '-' into ` +
                `it (${path})`,
            ).toString(),
          },
        ],
      },
    });
    return `${repository}:${tag.insecureValue}`;
  }

  private constructor() {}
}
