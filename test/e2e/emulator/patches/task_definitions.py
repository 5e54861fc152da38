"""What RegisterTaskDefinition stores and refuses. moto stores what it gets."""

from .wrap import wrap


def apply():
    from moto.ecs.exceptions import EcsClientException
    from moto.ecs.models import EC2ContainerServiceBackend
    from moto.ecs.responses import EC2ContainerServiceResponse

    @wrap(EC2ContainerServiceResponse, "register_task_definition")
    def answered(original, self):
        answer = original(self)
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html: moto drops it
        answer.result["taskDefinition"].enable_fault_injection = self._get_param("enableFaultInjection", False)
        return answer

    @wrap(EC2ContainerServiceBackend, "register_task_definition")
    def register_task_definition(original, self, family, container_definitions, *args, **kwargs):
        problem = refusal(container_definitions, kwargs)
        if problem:
            raise EcsClientException(problem)
        fargate = "FARGATE" in (kwargs.get("requires_compatibilities") or [])
        network_mode = kwargs.get("network_mode") or ("awsvpc" if fargate else "bridge")
        task = original(self, family, container_definitions, *args, **kwargs)
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html: bridge is the default on Linux,
        # and what a task definition says is kept; moto takes awsvpc for everything that could also run on Fargate
        task.network_mode = network_mode
        task.container_definitions = [registered(container, network_mode) for container in task.container_definitions]
        return task


def refusal(containers, task):
    """The message of the ClientException, or None."""
    names = [container.get("name") for container in containers]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html: dependencies and links name containers
        return f"Container names must be unique within a task definition: {twice}."
    return _refused_routing(containers, task) or next(filter(None, (_refused_container(container, task) for container in containers)), None)


def _refused_routing(containers, task):
    routers = [container for container in containers if container.get("firelensConfiguration")]
    routed = [container for container in containers if (container.get("logConfiguration") or {}).get("logDriver") == "awsfirelens"]
    if routed and not routers:
        # https://github.com/turnerlabs/fargate/issues/60
        return (
            "When awsfirelens log driver is specified in log configuration, "
            "a firelens configuration object must be configured in one of the containers."
        )
    if routers and not routed:
        # https://github.com/aws/amazon-cloudwatch-logs-for-fluent-bit/issues/20
        return (
            "When a firelensConfiguration object is specified, "
            "at least one container has to be configured with the awsfirelens log driver."
        )
    for router in routers:
        if router.get("user") and router["user"].split(":")[0] != "0":
            # https://github.com/cloudposse/terraform-aws-ecs-container-definition/pull/97
            return "If 'user' field is specified on firelens container, then 'UID' has to be '0'."
        options = router["firelensConfiguration"].get("options") or {}
        if options.get("config-file-type") == "s3" and "FARGATE" in (task.get("requires_compatibilities") or []):
            # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html: Fargate supports file only.
            # AWS's own words for it are another matter: https://github.com/aws/aws-sdk/issues/311
            return "Invalid arn syntax."
    return None


def _refused_container(container, task):
    secrets = [secret["name"] for secret in container.get("secrets") or []]
    if secrets and not task.get("execution_role_arn"):
        return "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
    plain = [variable["name"] for variable in container.get("environment") or []]
    for name in secrets:
        if secrets.count(name) > 1 or name in plain:
            return (
                "The secret name must be unique and not shared with any new or existing environment variables "
                f"set on the container, such as '{name}'."
            )
    log = container.get("logConfiguration") or {}
    options = log.get("options") or {}
    if log.get("logDriver") == "awslogs" and options.get("awslogs-create-group") not in (None, "true"):
        # https://github.com/terraform-linters/tflint-ruleset-aws/issues/348
        return "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option."
    if log.get("logDriver") == "awslogs" and not options.get("awslogs-group"):
        # https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/206
        return "Log driver awslogs option 'awslogs-group' should not be null or empty."
    return None


def registered(container, network_mode):
    """The container as DescribeTaskDefinition answers it."""
    # https://github.com/hashicorp/terraform-aws-consul-ecs/issues/318 shows the empty lists
    stored = {"systemControls": [], **container}
    if stored.get("firelensConfiguration"):
        # https://github.com/hashicorp/terraform-provider-aws/pull/41394
        stored["user"] = stored.get("user") or "0"
    if stored.get("linuxParameters"):
        stored["linuxParameters"] = _linux_parameters(stored["linuxParameters"])
    if stored.get("healthCheck"):
        # https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/148
        stored["healthCheck"] = {"interval": 30, "retries": 3, "timeout": 5, **stored["healthCheck"]}
    stored["portMappings"] = [_port_mapping(mapping, network_mode) for mapping in stored["portMappings"]]
    # AWS answers in an order of its own: https://github.com/hashicorp/terraform-provider-aws/issues/3035
    for field in ("environment", "secrets"):
        if field in stored:
            stored[field] = list(reversed(stored[field]))
    return stored


def _linux_parameters(given):
    """Both lists of capabilities, or none: https://github.com/terraform-aws-modules/terraform-aws-ecs/pull/176,
    https://github.com/braintrustdata/terraform-aws-braintrust-data-plane/pull/335."""
    stored = dict(given)
    capabilities = stored.pop("capabilities", None) or {}
    if capabilities.get("add") or capabilities.get("drop"):
        stored["capabilities"] = {"add": capabilities.get("add") or [], "drop": capabilities.get("drop") or []}
    return stored


def _port_mapping(given, network_mode):
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"""
    stored = {"protocol": "tcp", **given}
    if "containerPort" in stored:
        if network_mode in ("awsvpc", "host"):
            # https://github.com/hashicorp/terraform-provider-aws/issues/3401; the agent says the same of host mode:
            # https://github.com/aws/amazon-ecs-agent/issues/185
            stored["hostPort"] = stored.get("hostPort") or stored["containerPort"]
        else:
            stored.setdefault("hostPort", 0)
    return stored
