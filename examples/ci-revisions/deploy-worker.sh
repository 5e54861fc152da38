#!/usr/bin/env bash
# Deploys an image of the worker: deploy-worker.sh IMAGE, where the app has been synthesised.
set -euo pipefail
image=$1 here=$(dirname "$0")
# names, references and roles are Terraform's, the image is the pipeline's
terraform -chdir="$here/cdktf.out/stacks/ci-revisions" output -raw worker-task-def |
  jq --arg image "$image" '.containerDefinitions |= map(if .name == "worker" then .image = $image else . end)' >"$here/ecs-task-def.json"
ecspresso deploy --config "$here/ecspresso.yml"
