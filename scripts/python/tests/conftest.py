import os
import sys
from pathlib import Path

import pytest
from cdktf import Testing, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ["PYTHON_BUILD"])
sys.path.append(str(ROOT / "scripts/python"))


@pytest.fixture
def stack() -> TerraformStack:
    stack = TerraformStack(Testing.app(), "example")
    AwsProvider(stack, "aws", region="eu-central-1")
    return stack
