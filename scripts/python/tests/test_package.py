"""What is special to the Python package."""
import json
import re
import subprocess
import sys
import traceback
from importlib.metadata import metadata
from pathlib import Path

import pytest
from cdktf import Testing, TerraformVariable
from cdktf_ecs_secrets import (
    ContainerDefinition,
    ContainerSecrets,
    DatabaseEngine,
    DatabaseSecret,
    ParameterMap,
    SecretValue,
    SecretValues,
    TaskDefinition,
)
from conftest import BUILD, ROOT

VALUE = "a-value-that-nobody-sees"


def containers(stack) -> list:
    (task,) = json.loads(Testing.synth(stack))["resource"]["aws_ecs_task_definition"].values()
    return json.loads(task["container_definitions"])


def task(stack, **fields) -> TaskDefinition:
    return TaskDefinition(stack, "Task", family="example", **fields)


@pytest.mark.parametrize(
    "container",
    [
        {"name": "a", "image": "i:1", "port_mappings": [{"container_port": 80}]},
        ContainerDefinition(name="a", image="i:1", port_mappings=[{"container_port": 80}]),
    ],
    ids=["in a dictionary", "in a struct"],
)
def test_dictionaries_in_lists_are_structs(stack, container) -> None:
    task(stack, containers=[container])
    assert containers(stack) == [{"name": "a", "image": "i:1", "portMappings": [{"containerPort": 80}]}]


def test_dictionaries_go_as_deep_as_structs(stack) -> None:
    secrets = ContainerSecrets(stack, "Secrets", path="/example", parameters={"A": SecretValue.external()})
    log = {"log_driver": "splunk", "options": {"splunk-url": "https://splunk.example.com"}, "secret_options": [secrets.renamed({"A": "splunk-token"})]}
    mount = {"source_volume": "data", "container_path": "/data", "read_only": True}
    volume = {"name": "data", "efs_volume_configuration": {"file_system_id": "fs-0123456789abcdef0"}}
    task(stack, containers=[{"name": "a", "image": "i:1", "log_configuration": log, "mount_points": [mount]}], volumes=[volume])
    (definition,) = json.loads(Testing.synth(stack))["resource"]["aws_ecs_task_definition"].values()
    assert definition["volume"] == [{"name": "data", "efs_volume_configuration": {"file_system_id": "fs-0123456789abcdef0"}}]
    assert '"mountPoints":[{"containerPath":"/data","readOnly":true,"sourceVolume":"data"}]' in definition["container_definitions"]
    assert '"secretOptions":[{"name":"splunk-token"' in definition["container_definitions"]


@pytest.mark.parametrize(
    "container, message",
    [
        ({"portMappings": []}, "field 'portMappings' of ContainerDefinition is unknown: write 'port_mappings'"),
        ({"secret": []}, "field 'secret' of ContainerDefinition is unknown: write 'secrets'"),
        ({"port_mappings": [{"containerPort": 80}]}, "field 'containerPort' of PortMapping is unknown: write 'container_port'"),
        ({"xyz": 1}, "field 'xyz' of ContainerDefinition is unknown: it can have command, "),
    ],
)
def test_fails_with_an_unknown_field(stack, container, message) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        task(stack, containers=[{"name": "a", "image": "i:1", **container}])


def test_fails_with_a_port_mapping_without_a_port(stack) -> None:
    with pytest.raises(RuntimeError, match="container 'a': a port mapping has no port"):
        task(stack, containers=[ContainerDefinition(name="a", image="i:1", port_mappings=[{"name": "http"}])])


@pytest.mark.parametrize(
    "store",
    [
        lambda stack, values: ContainerSecrets(stack, "Secrets", path="/example", parameters=values),
        lambda stack, values: ContainerSecrets(stack, "Secrets", path="/example", json_secret=values),
        lambda stack, values: ParameterMap(stack, "Secrets", path="/example", parameters=values),
    ],
)
def test_fails_with_a_text_for_a_value_and_does_not_show_it(stack, store) -> None:
    with pytest.raises(TypeError, match=r"\['DB_PASSWORD'\] must be a SecretValue; got str: use SecretValue.from_variable") as caught:
        store(stack, {"DB_PASSWORD": VALUE})
    lines = traceback.format_exception(caught.type, caught.value, caught.tb)
    assert VALUE not in "".join(line for line in lines if "VALUE" not in line)


def test_the_library_s_sentence_comes_first_and_last(stack) -> None:
    sentence = "path 'x' has no slash in front: write '/x' (example/Secrets)"
    with pytest.raises(RuntimeError) as caught:
        ContainerSecrets(stack, "Secrets", path="x", parameters={"A": SecretValue.external()})
    lines = "".join(traceback.format_exception(caught.value)).strip().split("\n")
    assert lines[1].strip() == f"ValidationError: {sentence}"
    assert lines[-1] == f"RuntimeError: {sentence}"


def test_the_engine_is_there_as_text(stack) -> None:
    admin = DatabaseSecret(stack, "Admin", secret_name="shop/admin", engine=DatabaseEngine.AURORA_POSTGRESQL, username="shop")
    assert (admin.engine, admin.engine_name) == (DatabaseEngine.AURORA_POSTGRESQL, "aurora-postgresql")


def test_testing_finds_what_a_stack_has(stack) -> None:
    values = TerraformVariable(stack, "secrets", type="map(string)", default={})
    secrets = ContainerSecrets(stack, "Secrets", path="/example", parameters=SecretValues.from_variable(values, ["A", "B"]))
    task(stack, containers=[ContainerDefinition(name="a", image="i:1", secrets=[secrets.only("A")])])
    assert Testing.to_have_resource_with_properties(Testing.synth(stack), "aws_ecs_task_definition", {"family": "example"})
    (definitions,) = [found["container_definitions"] for found in json.loads(Testing.synth(stack))["resource"]["aws_ecs_task_definition"].values()]
    assert re.findall(r'"name":"([A-Z])"', definitions) == ["A"]


def test_the_command_is_there() -> None:
    command = Path(sys.executable).with_name("ecs-secrets")
    assert subprocess.run([command, "--help"], check=True, capture_output=True, text=True).stdout.startswith("Usage: ecs-secrets")


def test_the_page_of_the_package_is_written_for_python() -> None:
    page = metadata("cdktf-ecs-secrets")
    text = page.get_payload()
    assert "TaskDefinition(stack, \"Task\"," in text and "containers=[ContainerDefinition(name=\"app\"" in text
    assert "const " not in text and "new TaskDefinition" not in text and ".except(" not in text and "lib." not in text
    assert re.findall(r"\]\((?!https://|#)[^)]*\)", text) == []
    assert page["Home-page"] == "https://github.com/cdktf-ecs-secrets/cdktf-ecs-secrets#readme"
    assert page["Keywords"].startswith("aws,batch,")
    assert ".git" not in " ".join(page.get_all("Project-URL")).replace("github.com", "")


# the last two lines are wrong: what mypy says of them, where jsii's error would show the value
TYPED = """import os
from cdktf import App, TerraformStack
from cdktf_ecs_secrets import ContainerSecrets, SecretValue
stack = TerraformStack(App(), "example")
ContainerSecrets(stack, "Right", path="/a", parameters={"DB_PASSWORD": SecretValue.external()})
ContainerSecrets(stack, "Text", path="/b", parameters={"DB_PASSWORD": os.environ["DB_PASSWORD"]})
ContainerSecrets(stack, "Misspelt", path="/c", parametres={})
"""


def test_mypy_accepts_the_apps_and_finds_mistakes() -> None:
    typed = BUILD / "typed.py"
    typed.write_text(TYPED)
    # the provider's bindings take a minute and three gigabytes, and are not what is tested
    configuration = BUILD / "mypy.ini"
    configuration.write_text("[mypy]\nstrict = True\n[mypy-cdktf_cdktf_provider_aws.*]\nfollow_imports = skip\n")
    programs = [ROOT / "examples/python/main.py", *sorted((ROOT / "scripts/python/apps").glob("*.py")), typed]
    command = [sys.executable, "-m", "mypy", "--config-file", configuration, "--cache-dir", BUILD / "mypy", *programs]
    output = subprocess.run(command, capture_output=True, text=True, cwd=BUILD).stdout
    problems = [line for line in output.splitlines() if ": error: " in line]
    assert len(problems) == 2, output
    assert problems[0].startswith("typed.py:6: ") and 'expected "str": "SecretValue"' in problems[0]
    assert problems[1].startswith("typed.py:7: ") and 'Unexpected keyword argument "parametres"' in problems[1]
