import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { DatabaseConnection, DatabaseEngine, DatabaseSecret, DatabaseSecretProps, SecretValue, TaskDefinition } from '../../src';
import { ADMIN_USER, DATABASE_PASSWORD, ORACLE_DBNAME } from '../../src/checks/database';
import { resolve } from '../../src/terraform/resolve';
import { annotationsOf } from '../support/annotations';
import { newStack, only, parseTemplate, synth } from '../support/synth';

const ADMIN_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:admin-AbCdEf';

function databaseSecret(stack: TerraformStack, props: Partial<DatabaseSecretProps> = {}, id = 'Database'): DatabaseSecret {
  return new DatabaseSecret(stack, id, { secretName: id === 'Database' ? 'example/database' : `example/${id}`, engine: DatabaseEngine.POSTGRES, username: 'app', ...props });
}

const AT: DatabaseConnection = { host: 'db.example.com', port: 5432, dbname: 'shop' };

function versionsOf(stack: TerraformStack): { [id: string]: any } {
  const versions = Object.entries<any>(synth(stack).resource.aws_secretsmanager_secret_version);
  return Object.fromEntries(versions.map(([id, version]) => [id.split('_')[1], version]));
}

describe('the secret', () => {
  test('credentials wait for nothing, the connection waits for the database', () => {
    // GIVEN
    const stack = newStack();
    const host = new TerraformVariable(stack, 'host', {});

    // WHEN
    const secret = databaseSecret(stack, { adminSecretArn: ADMIN_ARN });
    secret.attach({ host: host.stringValue, dbname: 'shop' });

    // THEN
    const { Version, Connection } = versionsOf(stack);
    expect(Version.secret_string_wo).toMatch(
      /^\$\{jsonencode\(\{"password" = tostring\(ephemeral\.aws_secretsmanager_random_password\.[^,]*\), "username" = tostring\("app"\)\}\)\}$/,
    );
    expect(JSON.stringify(Version)).not.toContain('var.host');
    expect(Connection.secret_string_wo).toContain('"host" = tostring(var.host)');
    expect(Connection.secret_string_wo).toContain('"engine" = tostring("postgres")');
    expect(Connection.secret_string_wo).toContain(`"masterarn" = tostring("${ADMIN_ARN}")`);
    expect(Connection.secret_string_wo_version).toContain('var.host');
    // a port that isn't given is taken out
    expect(Connection.secret_string_wo).toContain('contains(["_versions", "port"], k)');
  });

  test('the generated password has no character that an engine refuses, and 30 of the others', () => {
    const stack = newStack();
    databaseSecret(stack, { connection: AT });
    expect(only(synth(stack).ephemeral.aws_secretsmanager_random_password)).toMatchObject({ exclude_characters: ':/@"\'\\', password_length: 30 });
  });

  test('the database and the connection take the same password, which is never read by label in the apply that wrote it', () => {
    // GIVEN
    const stack = newStack();
    const secret = databaseSecret(stack, { password: SecretValue.generated({ version: 3 }), connection: AT });
    const taken = resolve(stack, secret.passwordWo).slice(2, -1);
    const { aws_secretsmanager_secret_version: reads } = synth(stack).ephemeral;
    const read = (id: string) => Object.entries<any>(reads).find(([name]) => name.includes(id))!;

    // THEN
    expect(secret.passwordWoVersion).toBe(3);
    const { Connection } = versionsOf(stack);
    expect(Connection.secret_string_wo).toContain(`"password" = ${taken}`);
    expect(Connection.lifecycle.precondition[0].condition).toContain(`length(${taken}) > 0`);
    expect(taken).toContain(`jsondecode(ephemeral.aws_secretsmanager_secret_version.${read('Credentials')[0]}.secret_string)["password"]`);
    expect(read('Credentials')[1].version_id).toMatch(/^\$\{aws_secretsmanager_secret_version\.Database_Version_\w+\.version_id\}$/);
    expect(read('Seeded')[1].version_id).toMatch(/^\$\{aws_secretsmanager_secret_version\.Database_Seed_\w+\.version_id\}$/);
    expect(read('Stored')[1].version_id).toMatch(/version_stages, "AWSCURRENT"\) \? aws_secretsmanager_secret_version\.Database_Seed_\w+\.version_id : null\}$/);
  });

  test('credentials that the database doesn\'t have yet have a label of their own, another one for each version', () => {
    const labelFor = (version: number) => {
      const stack = newStack();
      databaseSecret(stack, { password: SecretValue.generated({ version }), connection: AT });
      return versionsOf(stack).Version.version_stages;
    };
    expect(labelFor(1)).toEqual([expect.stringMatching(/^\$\{format\("TERRAFORM_CREDENTIALS_%d", parseint\(/)]);
    expect(labelFor(2)).not.toEqual(labelFor(1));
  });

  test('credentials are written anew with another version or user, and the user\'s clone is the user', () => {
    const numberFor = (props: Partial<DatabaseSecretProps>) => {
      const stack = newStack();
      databaseSecret(stack, { connection: AT, ...props });
      return versionsOf(stack);
    };
    const { Version: first, Connection } = numberFor({});
    expect(numberFor({ connection: { host: 'other' } }).Version.secret_string_wo_version).toBe(first.secret_string_wo_version);
    for (const props of [{ username: 'other' }, { password: SecretValue.generated({ version: 2 }) }]) {
      const other = numberFor(props);
      expect(other.Version.secret_string_wo_version).not.toBe(first.secret_string_wo_version);
      // so that an apply that stopped after the credentials goes on with the connection
      expect(other.Connection.secret_string_wo_version).not.toBe(Connection.secret_string_wo_version);
    }
    expect(Connection.secret_string_wo).toContain('contains([lower("app"), lower(format("%s_clone", "app"))], lower(s["username"]))');
  });

  test('broken versions stop the plan before a password is taken from the wrong place', () => {
    const stack = newStack();
    databaseSecret(stack, { connection: AT });
    expect(versionsOf(stack).Version.lifecycle.precondition[1].error_message).toContain('key _versions of secret example/database is not an object of numbers');
  });

  test('a stale read stops an apply before a rotated password is taken back', () => {
    const stack = newStack();
    databaseSecret(stack, { connection: AT });
    expect(versionsOf(stack).Version.lifecycle.precondition[2]).toEqual({
      condition: expect.stringMatching(/^\$\{timestamp\(\) == "" \? true : contains\(ephemeral\..*_ReadAgain_.*version_stages, "AWSCURRENT"\)\}$/),
      error_message: expect.stringContaining('secret example/database was written a moment ago'),
    });
  });

  test('a password without a value stops the plan with the name of its variable', () => {
    const messageFor = (password: (stack: TerraformStack) => SecretValue) => {
      const stack = newStack();
      databaseSecret(stack, { password: password(stack), connection: AT });
      return versionsOf(stack).Version.lifecycle.precondition.slice(3).map((condition: any) => condition.error_message);
    };
    const map = (stack: TerraformStack) => SecretValue.fromVariableKey(new TerraformVariable(stack, 'values', { type: 'map(string)' }), 'DB_PASSWORD');
    const single = (stack: TerraformStack) => SecretValue.fromVariable(new TerraformVariable(stack, 'value', { type: 'string' }));
    const message = (source: string, fix: string) => [`the password of secret example/database has no value: ${source} gives none or an empty one: ${fix} (Stack/Database)`];
    const pass = 'pass it, for example with --var-file=FILE.tfvars.json';
    expect(messageFor(map)).toEqual(message('variable \'values\'', pass));
    expect(messageFor(single)).toEqual(message('variable \'value\'', pass));
    expect(messageFor(() => SecretValue.fromExpression('${ephemeral.vault.x.y}'))).toEqual(message('its expression', 'correct the expression'));
    expect(messageFor(() => SecretValue.generated())).toEqual([]);
  });
});

describe('in containers', () => {
  test('keys of choice under names of choice', () => {
    // GIVEN
    const stack = newStack();
    const secret = databaseSecret(stack, { connection: AT });

    // WHEN
    const names = { host: 'DB_HOST', username: 'DB_USER', password: 'DB_PASSWORD' };
    const task = new TaskDefinition(stack, 'Task', { family: 'app', containers: [{ name: 'app', image: 'app', secrets: [secret.namedAs(names)] }] });

    // THEN
    const { resource } = synth(stack);
    const arn = resolve(stack, secret.arn);
    expect(parseTemplate(only(resource.aws_ecs_task_definition).container_definitions)[0].secrets).toEqual([
      { name: 'DB_HOST', valueFrom: `${arn}:host::` },
      { name: 'DB_PASSWORD', valueFrom: `${arn}:password::` },
      { name: 'DB_USER', valueFrom: `${arn}:username::` },
    ]);
    expect(Object.keys(task.redeployTriggers)).toEqual(['app/DB_HOST', 'app/DB_PASSWORD', 'app/DB_USER']);
    expect(resolve(stack, task.serviceDependencies.map(({ fqn }) => fqn)).join()).toContain('Database_Connection');
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('all keys under their own names, which are those of the rotation functions', () => {
    const stack = newStack();
    const names = (connection: DatabaseConnection, id: string) => {
      const { entries } = databaseSecret(stack, { connection }, id).bindSecrets(stack);
      return entries.map(({ name }) => name);
    };
    expect(names(AT, 'A')).toEqual(['engine', 'host', 'port', 'dbname', 'username', 'password']);
    expect(names({ host: 'x' }, 'B')).toEqual(['engine', 'host', 'username', 'password']);
  });

  test('the admin user is a warning, unless it is meant', () => {
    // GIVEN
    const stack = newStack();
    const inContainer = (id: string, props: Partial<DatabaseSecretProps>, names: { [key: string]: string }, givesPassword = false) => {
      const secret = databaseSecret(stack, { connection: AT, ...props }, id);
      if (givesPassword) {
        expect(secret.passwordWo).toBeDefined();
      }
      new TaskDefinition(stack, `${id}Task`, { family: id, containers: [{ name: id, image: 'app', secrets: [secret.namedAs(names)] }] });
    };

    // WHEN
    inContainer('ByName', { username: 'Postgres' }, { password: 'DB_PASSWORD', username: 'DB_USER' });
    inContainer('ByUse', {}, { password: 'DB_PASSWORD' }, true);
    inContainer('Meant', { username: 'postgres', allowAdminUser: true }, { password: 'DB_PASSWORD' });
    inContainer('HostOnly', { username: 'postgres' }, { host: 'DB_HOST' });

    // THEN
    expect(annotationsOf(stack)).toEqual([
      'container \'ByName\': \'Postgres\' is the database\'s admin user: give the application a user of its own, or say that it is meant with allowAdminUser: true',
      'container \'ByUse\': \'app\' is the database\'s admin user: give the application a user of its own, or say that it is meant with allowAdminUser: true',
    ]);
  });
});

describe('a password that RDS manages', () => {
  const managed = (props: object = {}) => DatabaseSecret.fromManagedPassword({ secretArn: ADMIN_ARN, host: 'db', port: 3306, dbname: 'shop', ...props });

  test('user and password come from the secret, the rest is plain', () => {
    const { entries } = managed({ encryptionKeyArn: 'key' }).namedAs({ username: 'DB_USER', password: 'DB_PASSWORD' }).bindSecrets(newStack());
    expect(entries.map(({ name, valueFrom, read }) => [name, valueFrom, read.encryptionKeyArn])).toEqual([
      ['DB_USER', `${ADMIN_ARN}:username::`, 'key'],
      ['DB_PASSWORD', `${ADMIN_ARN}:password::`, 'key'],
    ]);
    expect(managed().environment({ host: 'DB_HOST', port: 'DB_PORT', dbname: 'DB_NAME' })).toEqual({ DB_HOST: 'db', DB_PORT: '3306', DB_NAME: 'shop' });
  });

  test('a port that is only known at plan', () => {
    const stack = newStack();
    const port = new TerraformVariable(stack, 'port', { type: 'number' }).numberValue;
    expect(resolve(stack, managed({ port }).environment({ port: 'DB_PORT' }))).toEqual({ DB_PORT: '${var.port}' });
  });

  test('it is the admin user\'s, which is a warning unless it is meant', () => {
    const [warned, meant] = [managed(), managed({ allowAdminUser: true })].map((secret) => secret.bindSecrets(newStack()).entries[0].warning);
    expect(warned).toContain('the user of the secret is the database\'s admin user');
    expect(meant).toBeUndefined();
  });

  test.each([
    ['what isn\'t known', () => managed({ dbname: undefined }).environment({ dbname: 'X' }), '\'dbname\' of the database isn\'t known'],
    ['a typing error', () => managed().environment({ hots: 'X' }), '\'hots\' of the database isn\'t known, did you mean \'host\'?'],
    ['a name that is none', () => managed().environment({ host: 'DB=HOST' }), '\'DB=HOST\' is not a valid environment variable name'],
    ['an ARN that is none', () => managed({ secretArn: 'x' }), 'doesn\'t name a secret by its ARN'],
  ])('fails for %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('refused', () => {
  const secret = (props: Partial<DatabaseSecretProps>) => databaseSecret(newStack(), props);

  test.each([
    ['a password that is typed in', () => secret({ password: SecretValue.external() }), 'can\'t be an external value'],
    ['a password that everybody sees', () => secret({ password: SecretValue.plaintext('x') }), 'can\'t be plaintext'],
    ['a name of a service of AWS', () => secret({ secretName: 'rds!db-1' }), 'secret \'rds!db-1\' is created by a service of AWS'],
    ['Oracle without dbname', () => secret({ engine: DatabaseEngine.ORACLE, connection: { host: 'x' } }), 'a secret for oracle has no dbname'],
    ['a second database', () => secret({ connection: AT }).attach(AT), 'knows its database already'],
    ['use before it is attached', () => secret({}).bindSecrets(newStack()), 'doesn\'t know yet where its database is'],
  ])('fails for %s', (_, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow('(Stack/Database)');
  });

  test('fails where nobody tells the host', () => {
    const stack = newStack();
    databaseSecret(stack);
    expect(() => Testing.synth(stack, true)).toThrow('the secret doesn\'t know where its database is');
  });

  test('fails for a key that the secret doesn\'t have', () => {
    const stack = newStack();
    const source = databaseSecret(stack, { connection: { host: 'x' } }).namedAs({ dbname: 'DB_NAME' });
    expect(() => source.bindSecrets(stack)).toThrow('\'dbname\' is not among the source\'s names');
  });
});

describe('rules', () => {
  const token = () => new TerraformVariable(newStack(), 'v', {}).stringValue;

  test('the admin user', () => {
    expect(ADMIN_USER.check({ username: 'app', admin: false })).toBeUndefined();
    expect(ADMIN_USER.check({ username: 'sa', admin: false })).toContain('\'sa\' is the database\'s admin user');
    expect(ADMIN_USER.check({ username: token(), admin: false })).toBeUndefined();
    expect(ADMIN_USER.check({ username: token(), admin: true })).toContain('the user of the secret is');
  });

  test('the password', () => {
    expect(DATABASE_PASSWORD.check({ kind: 'generated' })).toBeUndefined();
    expect(DATABASE_PASSWORD.check({ kind: 'expression' })).toBeUndefined();
    expect(DATABASE_PASSWORD.check({ kind: 'plaintext' })).toContain('can\'t be plaintext');
  });

  test('Oracle\'s database', () => {
    expect(ORACLE_DBNAME.check({ engine: 'oracle', dbname: token() })).toBeUndefined();
    expect(ORACLE_DBNAME.check({ engine: 'mysql' })).toBeUndefined();
    expect(ORACLE_DBNAME.check({ engine: 'oracle' })).toContain('has no dbname');
  });
});
