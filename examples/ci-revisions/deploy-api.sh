#!/usr/bin/env bash
# Deploys an image of the api: deploy-api.sh REPOSITORY TAG
set -euo pipefail
repository=$1 tag=$2
# the latest revision, with another image and without what only AWS may say
next=$(aws ecs describe-task-definition --task-definition example-api --query taskDefinition --output json |
  jq --arg image "$repository:$tag" '
    .containerDefinitions |= map(if .name == "api" then .image = $image else . end)
    | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy, .deregisteredAt)')
arn=$(aws ecs register-task-definition --cli-input-json "$next" --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster example --service api --task-definition "$arn" --query service.taskDefinition --output text
aws ecs wait services-stable --cluster example --services api
# what Terraform registers from now on has this image too
aws ssm put-parameter --name /example-deploy/api-tag --type String --overwrite --value "$tag" --query Version
