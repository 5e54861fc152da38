package example;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.TerraformVariable;
import com.hashicorp.cdktf.providers.aws.kms_key.KmsKey;
import com.hashicorp.cdktf.providers.aws.provider.AwsProvider;
import io.github.cdktfecssecrets.ContainerDefinition;
import io.github.cdktfecssecrets.ContainerSecrets;
import io.github.cdktfecssecrets.LogConfiguration;
import io.github.cdktfecssecrets.PortMapping;
import io.github.cdktfecssecrets.SecretValue;
import io.github.cdktfecssecrets.SecretValues;
import io.github.cdktfecssecrets.TaskDefinition;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

public class Quickstart extends TerraformStack {
    public Quickstart(Construct scope, String id) {
        super(scope, id);
        AwsProvider.Builder.create(this, "aws").region("ap-northeast-1").build();

        KmsKey key = KmsKey.Builder.create(this, "Key")
            .description("secrets of the example application")
            .enableKeyRotation(true)
            .build();
        TerraformVariable values = TerraformVariable.Builder.create(this, "secrets").type("map(string)").defaultValue(Map.of()).build();

        // the only place where the names stand
        ContainerSecrets secrets = ContainerSecrets.Builder.create(this, "Secrets")
            .path("/example")
            .encryptionKeyArn(key.getArn())
            .parameters(SecretValues.fromVariable(values, List.of("DB_USER", "DB_PASSWORD")))
            .jsonSecret(Map.of(
                "API_KEY", SecretValue.fromVariableKey(values, "API_KEY"), // from the variable
                "SESSION_SECRET", SecretValue.generated(), // made by AWS, known to nobody
                "SMTP_PASSWORD", SecretValue.external())) // typed into the console by people
            .build();

        TaskDefinition.Builder.create(this, "Task")
            .family("example")
            .containers(List.of(
                ContainerDefinition.builder()
                    .name("app")
                    .image("123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:1.0.0")
                    .secrets(List.of(secrets.except("SMTP_PASSWORD")))
                    .environment(Map.of("LOG_LEVEL", "info"))
                    .portMappings(List.of(PortMapping.builder().containerPort(8080).build()))
                    .logConfiguration(LogConfiguration.builder()
                        .logDriver("awslogs")
                        .options(Map.of("awslogs-group", "/ecs/example", "awslogs-stream-prefix", "app"))
                        .build())
                    .build(),
                ContainerDefinition.builder()
                    .name("mailer")
                    .image("public.ecr.aws/docker/library/busybox:1.37")
                    .essential(false)
                    .secrets(List.of(secrets.only("SMTP_PASSWORD")))
                    .build()))
            .build();
    }

    public static void main(String[] args) {
        App app = new App();
        new Quickstart(app, "quickstart");
        app.synth();
    }
}
