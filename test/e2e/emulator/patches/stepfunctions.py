"""How state machines are executed: what moto does otherwise than the States Language and AWS's integrations with other services.

https://states-language.net, https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

import copy
import datetime
import re
import sys
import uuid

from .assumed import client_as
from .wrap import wrap


def apply():
    _calls_of_terraform()
    _executions()
    _sdk_integrations()
    _paths()
    _choices()
    _times()


def _replace(name, original, replacement):
    """Wherever a function was imported to by its name."""
    for module in list(sys.modules.values()):
        if getattr(module, name, None) is original:
            setattr(module, name, replacement)


def _paths():
    """A path with a literal index names one thing; moto answers with a list of one for a member of it."""
    from moto.stepfunctions.parser.asl.utils import json_path

    original = json_path.extract_json

    def extract_json(path, data):
        value = original(path, data)
        return value[0] if re.fullmatch(r"[^*?:]*\[\d+\]\.\w+", path) else value

    _replace("extract_json", original, extract_json)


def _choices():
    """`Variable` is what is greater; moto compares two paths the other way round."""
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.comparison_func import (
        ComparisonFuncStringVariableSample,
        ComparisonFuncValue,
    )

    def eval_body(self, env):
        self.string_variable_sample.eval(env=env)
        env.stack[-2:] = reversed(env.stack[-2:])
        ComparisonFuncValue._eval_body(self, env)
        del env.stack[-2]

    ComparisonFuncStringVariableSample._eval_body = eval_body


def _times():
    """The context object has times as text, with milliseconds, and choices compare such; moto has neither."""
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.implementations.is_operator import IsTimestamp
    from moto.stepfunctions.parser.asl.eval.evaluation_details import ExecutionDetails

    def string_to_timestamp(text):
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            return None

    @wrap(ExecutionDetails, "__init__")
    def init(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.start_time = _text(self.start_time)

    IsTimestamp.string_to_timestamp = staticmethod(string_to_timestamp)


def _text(time):
    return time.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sdk_integrations():
    """Definitions spell an API's members in PascalCase and see times as text, whatever the API does; moto hands them over as they are."""
    from botocore.session import Session
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_aws_sdk as sdk

    sdk._SERVICE_ERROR_NAMES["ecs"] = "Ecs"
    session = Session()

    def operation(task):
        name = task.resource.api_action
        return session.get_service_model(task._get_boto_service_name()).operation_model(name[0].upper() + name[1:])

    def normalise_parameters(self, parameters, *args, **kwargs):
        self._to_boto_request(parameters, operation(self).input_shape)

    def normalise_response(self, response, *args, **kwargs):
        self._from_boto_response(response, operation(self).output_shape)
        _times_as_text(response)

    sdk.StateTaskServiceAwsSdk._normalise_parameters = normalise_parameters
    sdk.StateTaskServiceAwsSdk._normalise_response = normalise_response


def _times_as_text(value):
    for key, member in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(member, datetime.datetime):
            value[key] = _text(member)
        else:
            _times_as_text(member)


def _executions():
    """State machines are executed, and what they call sees the credentials of their role; moto calls as nobody in particular."""
    from moto.core.config import default_user_config
    from moto.stepfunctions.models import StateMachine
    from moto.stepfunctions.parser import models  # noqa: F401 - every kind of task is imported with it
    from moto.stepfunctions.parser.asl.utils import boto_client

    default_user_config["stepfunctions"]["execute_state_machine"] = True
    def boto_client_for(region, service, state_credentials=None):
        return client_as("states", state_credentials.role_arn, service, region)

    _replace("boto_client_for", boto_client.boto_client_for, boto_client_for)

    # moto copies the machine together with its backend and all executions there, and a running one can't be copied
    StateMachine.__deepcopy__ = lambda self, memo: copy.copy(self)

    @wrap(models.StepFunctionsParserBackend, "start_execution")
    def start_execution(original, self, state_machine_arn, name=None, *args, **kwargs):
        """AWS makes up a name."""
        return original(self, state_machine_arn, name or str(uuid.uuid4()), *args, **kwargs)


def _calls_of_terraform():
    """Calls that Terraform makes on every state machine, and takes no error for an answer."""
    from moto.core.responses import ActionResult
    from moto.stepfunctions.responses import StepFunctionResponse

    def validate_state_machine_definition(self):
        errors = _errors(self._get_param("definition"))
        diagnostics = [{"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": error} for error in errors]
        return ActionResult({"result": "FAIL" if errors else "OK", "diagnostics": diagnostics})

    def list_state_machine_versions(self):
        return ActionResult({"stateMachineVersions": []})

    StepFunctionResponse.validate_state_machine_definition = validate_state_machine_definition
    StepFunctionResponse.list_state_machine_versions = list_state_machine_versions


def _errors(definition):
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser, ASLParserException

    try:
        AmazonStateLanguageParser.parse(definition)
    except ASLParserException as error:
        return error.errors
    except Exception as error:
        return [repr(error)]
    return []
