"""Job definitions of several containers or nodes, and a field, that moto drops.

https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
"""

import json

from .wrap import wrap

KEPT = ("ecsProperties", "nodeProperties", "schedulingPriority")


def apply():
    from moto.batch.models import JobDefinition
    from moto.batch.responses import BatchResponse

    @wrap(BatchResponse, "registerjobdefinition")
    def registerjobdefinition(original, self):
        answer = original(self)
        job = self.batch_backend.get_job_definition_by_arn(json.loads(answer)["jobDefinitionArn"])
        job.kept = {name: self._get_param(name) for name in KEPT if self._get_param(name) is not None}
        return answer

    @wrap(JobDefinition, "_validate")
    def _validate(original, self):
        # moto knows jobs of one container and those on EKS
        if self.container_properties or self.eks_properties or self.node_properties:
            original(self)

    @wrap(JobDefinition, "describe")
    def describe(original, self):
        return {**original(self), **getattr(self, "kept", {})}
