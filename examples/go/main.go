package main

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	secrets "github.com/cdktf-ecs-secrets/cdktf-ecs-secrets-go/cdktfecssecrets"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/kmskey"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v20/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func NewQuickstart(scope constructs.Construct, id string) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(scope, &id)
	provider.NewAwsProvider(stack, jsii.String("aws"), &provider.AwsProviderConfig{Region: jsii.String("ap-northeast-1")})

	key := kmskey.NewKmsKey(stack, jsii.String("Key"), &kmskey.KmsKeyConfig{
		Description:       jsii.String("secrets of the example application"),
		EnableKeyRotation: true,
	})
	values := cdktf.NewTerraformVariable(stack, jsii.String("secrets"), &cdktf.TerraformVariableConfig{
		Type:    jsii.String("map(string)"),
		Default: map[string]string{},
	})

	// the only place where the names stand
	store := secrets.NewContainerSecrets(stack, jsii.String("Secrets"), &secrets.ContainerSecretsProps{
		Path:             jsii.String("/example"),
		EncryptionKeyArn: key.Arn(),
		Parameters:       secrets.SecretValues_FromVariable(values, jsii.Strings("DB_USER", "DB_PASSWORD"), nil),
		JsonSecret: &map[string]secrets.SecretValue{
			"API_KEY":        secrets.SecretValue_FromVariableKey(values, jsii.String("API_KEY"), nil), // from the variable
			"SESSION_SECRET": secrets.SecretValue_Generated(nil),                                       // made by AWS, known to nobody
			"SMTP_PASSWORD":  secrets.SecretValue_External(nil),                                        // typed into the console by people
		},
	})

	secrets.NewTaskDefinition(stack, jsii.String("Task"), &secrets.TaskDefinitionProps{
		Family: jsii.String("example"),
		Containers: &[]*secrets.ContainerDefinition{
			{
				Name:         jsii.String("app"),
				Image:        jsii.String("123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:1.0.0"),
				Secrets:      &[]secrets.ISecretSource{store.Except(jsii.String("SMTP_PASSWORD"))},
				Environment:  &map[string]*string{"LOG_LEVEL": jsii.String("info")},
				PortMappings: &[]*secrets.PortMapping{{ContainerPort: jsii.Number(8080)}},
				LogConfiguration: &secrets.LogConfiguration{
					LogDriver: jsii.String("awslogs"),
					Options: &map[string]*string{
						"awslogs-group":         jsii.String("/ecs/example"),
						"awslogs-stream-prefix": jsii.String("app"),
					},
				},
			},
			{
				Name:      jsii.String("mailer"),
				Image:     jsii.String("public.ecr.aws/docker/library/busybox:1.37"),
				Essential: jsii.Bool(false),
				Secrets:   &[]secrets.ISecretSource{store.Only(jsii.String("SMTP_PASSWORD"))},
			},
		},
	})
	return stack
}

func main() {
	defer jsii.Close()
	app := cdktf.NewApp(nil)
	NewQuickstart(app, "quickstart")
	app.Synth()
}
