from .wrap import wrap


def apply():
    from moto.core.utils import camelcase_to_underscores
    from moto.ecs.models import EC2ContainerServiceBackend, Service
    from moto.ecs.responses import EC2ContainerServiceResponse

    # of services that were made before there was such a thing
    Service.availability_zone_rebalancing = "DISABLED"

    def rebalancing(given):
        """New services are rebalanced unless they say otherwise or can't be:
        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html#ECS-CreateService-request-availabilityZoneRebalancing,
        https://github.com/hashicorp/terraform-provider-aws/pull/44117"""
        deployment = given.get("deploymentConfiguration") or {}
        incompatible = (
            given.get("schedulingStrategy") == "DAEMON" or deployment.get("maximumPercent", 200) <= 100
        )
        return given.get("availabilityZoneRebalancing") or ("DISABLED" if incompatible else "ENABLED")

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
        """moto's CreateService drops the fields it does not know, its UpdateService keeps them; AWS keeps them:
        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"""
        result = original(self)
        service = result.result["service"]
        for key, value in self._get_params().items():
            name = camelcase_to_underscores(key)
            if name not in ("cluster", "service_name", "task_definition", "tags") and not hasattr(service, name):
                setattr(service, name, value)
        if not service.network_configuration:
            # a service on a bridge has none; Terraform's provider looks into an empty one
            service.network_configuration = None
        lattice = self._get_params().get("vpcLatticeConfigurations")
        if lattice:
            for deployment in service.deployments:
                deployment["vpcLatticeConfigurations"] = lattice
        service.availability_zone_rebalancing = rebalancing(self._get_params())
        settle(service, self.ecs_backend)
        return result
