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
    expect(Version.secret_string_wo).toContain('"username" = tostring("app"), "password" = tostring(ephemeral.aws_secretsmanager_random_password.');
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

  test('the database takes the password that is stored, with the secret\'s version', () => {
    // GIVEN
    const stack = newStack();
    const secret = databaseSecret(stack, { password: SecretValue.generated({ version: 3 }), connection: AT });

    // THEN
    expect(secret.passwordWoVersion).toBe(3);
    expect(resolve(stack, secret.passwordWo)).toMatch(/^\$\{jsondecode\(ephemeral\.aws_secretsmanager_secret_version\.Database_Credentials_\w+\.secret_string\)\["password"\]\}$/);
    const stored = Object.entries<any>(synth(stack).ephemeral.aws_secretsmanager_secret_version).find(([id]) => id.includes('Credentials'))![1];
    expect(stored.secret_id).toMatch(/^\$\{aws_secretsmanager_secret_version\.Database_Version_\w+\.arn\}$/);
  });

  test('credentials are written anew with another version or user, and the user\'s clone is the user', () => {
    const numberFor = (props: Partial<DatabaseSecretProps>) => {
      const stack = newStack();
      databaseSecret(stack, { connection: AT, ...props });
      return versionsOf(stack).Version;
    };
    const first = numberFor({});
    expect(numberFor({ connection: { host: 'other' } }).secret_string_wo_version).toBe(first.secret_string_wo_version);
    expect(numberFor({ username: 'other' }).secret_string_wo_version).not.toBe(first.secret_string_wo_version);
    expect(numberFor({ password: SecretValue.generated({ version: 2 }) }).secret_string_wo_version).not.toBe(first.secret_string_wo_version);
    expect(first.secret_string_wo).toContain('!contains([lower("app"), lower(format("%s_clone", "app"))], lower(tostring(try(s["username"], "app"))))');
  });

  test('a password from a map variable that holds none stops the plan with its name', () => {
    const stack = newStack();
    const values = new TerraformVariable(stack, 'values', { type: 'map(string)' });
    databaseSecret(stack, { password: SecretValue.fromVariableKey(values, 'DB_PASSWORD'), connection: AT });
    expect(versionsOf(stack).Version.lifecycle.precondition[1].error_message).toContain('has no value: variable \'values\' gives none: pass it, for example with --var-file=FILE.tfvars.json (Stack/Database)');
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
    ['a name that is none', () => managed().environment({ host: 'DB-HOST' }), '\'DB-HOST\' is no name for an environment variable'],
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
    ['a name like an ARN', () => secret({ secretName: 'db-abc123' }), 'ends in a hyphen and six characters'],
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
