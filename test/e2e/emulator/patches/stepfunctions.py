def apply():
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
