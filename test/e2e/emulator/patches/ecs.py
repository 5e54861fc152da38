from .wrap import wrap


def apply():
    _services()
    _task_definitions()


def _services():
    from moto.core.utils import camelcase_to_underscores
    from moto.ecs.models import EC2ContainerServiceBackend, Service
    from moto.ecs.responses import EC2ContainerServiceResponse

    Service.availability_zone_rebalancing = "DISABLED"

    def settle(service, backend):
        """Terraform waits for as many running tasks as desired; MOTO_ECS_SERVICE_RUNNING gives every service the same number."""
        service.running_count, service.pending_count = service.desired_count, 0
        if service.task_definition:
            service.task_definition = backend.describe_task_definition(service.task_definition).arn
        for deployment in service.deployments:
            deployment.update(
                desiredCount=service.desired_count,
                runningCount=service.desired_count,
                pendingCount=0,
                failedTasks=0,
                rolloutState="COMPLETED",
                taskDefinition=service.task_definition,
            )

    @wrap(EC2ContainerServiceBackend, "update_service")
    def update_service(original, self, service_properties):
        service = original(self, service_properties)
        settle(service, self)
        return service

    @wrap(EC2ContainerServiceResponse, "create_service")
    def create_service(original, self):
        """moto's CreateService drops the fields it does not know, its UpdateService keeps them; AWS keeps them."""
        result = original(self)
        service = result.result["service"]
        for key, value in self._get_params().items():
            name = camelcase_to_underscores(key)
            if name not in ("cluster", "service_name", "task_definition", "tags") and not hasattr(service, name):
                setattr(service, name, value)
        service.availability_zone_rebalancing = self._get_param("availabilityZoneRebalancing", "DISABLED")
        settle(service, self.ecs_backend)
        return result


def _task_definitions():
    from moto.ecs.exceptions import EcsClientException
    from moto.ecs.models import EC2ContainerServiceBackend

    @wrap(EC2ContainerServiceBackend, "register_task_definition")
    def register_task_definition(original, self, family, container_definitions, *args, **kwargs):
        """What RegisterTaskDefinition refuses about secrets, and moto accepts."""
        for container in container_definitions:
            secrets = [secret["name"] for secret in container.get("secrets") or []]
            if secrets and not kwargs.get("execution_role_arn"):
                raise EcsClientException(
                    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
                )
            plain = [variable["name"] for variable in container.get("environment") or []]
            for name in secrets:
                if secrets.count(name) > 1 or name in plain:
                    raise EcsClientException(
                        "The secret name must be unique and not shared with any new or existing environment variables "
                        f"set on the container, such as '{name}'."
                    )
        return original(self, family, container_definitions, *args, **kwargs)
