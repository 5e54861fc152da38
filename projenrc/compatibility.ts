import { cdktf, github } from 'projen';
import { JobPermission, JobStep, Job, Tools } from 'projen/lib/github/workflows-model';

const TS_NODE = 'ts-node -T -P tsconfig.dev.json -r tsconfig-paths/register';
const TWIN = '.build/twin';

interface Registry {
  readonly name: string;
  readonly target: string;
  readonly command: string;
  readonly tools: Tools;
  readonly env: { readonly [name: string]: string };
}

const secret = (name: string) => `\${{ secrets.${name} }}`;

/** As projen publishes the package itself. */
const REGISTRIES: { readonly [id: string]: Registry } = {
  npm: {
    name: 'npm',
    target: 'js',
    command: 'publib-npm',
    tools: {},
    env: { NPM_DIST_TAG: 'latest', NPM_CONFIG_PROVENANCE: 'true', NPM_TOKEN: secret('NPM_TOKEN') },
  },
  maven: {
    name: 'Maven Central',
    target: 'java',
    command: 'publib-maven',
    tools: { java: { version: '11' } },
    env: {
      MAVEN_SERVER_ID: 'central-ossrh',
      MAVEN_GPG_PRIVATE_KEY: secret('MAVEN_GPG_PRIVATE_KEY'),
      MAVEN_GPG_PRIVATE_KEY_PASSPHRASE: secret('MAVEN_GPG_PRIVATE_KEY_PASSPHRASE'),
      MAVEN_PASSWORD: secret('MAVEN_PASSWORD'),
      MAVEN_USERNAME: secret('MAVEN_USERNAME'),
      MAVEN_STAGING_PROFILE_ID: secret('MAVEN_STAGING_PROFILE_ID'),
    },
  },
  pypi: {
    name: 'PyPI',
    target: 'python',
    command: 'publib-pypi',
    tools: { python: { version: '3.x' } },
    env: { TWINE_USERNAME: secret('TWINE_USERNAME'), TWINE_PASSWORD: secret('TWINE_PASSWORD') },
  },
  nuget: {
    name: 'NuGet Gallery',
    target: 'dotnet',
    command: 'publib-nuget',
    tools: { dotnet: { version: '6.x' } },
    env: { NUGET_API_KEY: secret('NUGET_API_KEY') },
  },
  golang: {
    name: 'GitHub Go Module Repository',
    target: 'go',
    command: 'publib-golang',
    tools: { go: { version: '^1.18.0' } },
    env: {
      GIT_USER_NAME: 'github-actions[bot]',
      GIT_USER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
      GITHUB_TOKEN: secret('GO_GITHUB_TOKEN'),
    },
  },
};

/**
 * The twin package for CDK Terrain, and what else the library is used with: tasks, a job for pull requests, and the twin's releases.
 */
export function addCompatibility(project: cdktf.ConstructLibraryCdktf): void {
  addVariant(project, 'twin', 'cdktn-ecs-secrets, the same library for CDK Terrain');
  addVariant(project, 'twin-lowest', 'the twin with the oldest bindings that it takes');
  addVariant(project, 'provider-6', 'the library with the newest bindings, which are for AWS provider 6');
  const twin = project.tasks.tryFind('twin')!;
  twin.exec('jsii --silence-warnings=reserved-word --silence-warnings=metadata/missing-dev-dependency', { cwd: TWIN });
  twin.exec(`${TS_NODE} scripts/lazy-index.ts`, { cwd: TWIN });
  twin.exec(`${TS_NODE} scripts/bundle-cli.ts`, { cwd: TWIN });
  twin.exec(`${TS_NODE} scripts/registry-pages.ts`, { cwd: TWIN });
  twin.exec(`${TS_NODE} scripts/languages/translate.ts ${TWIN}`);

  addVariant(project, 'jsii-6', 'the library to be compiled with the next release of jsii');
  project.removeTask('jsii-6:test');
  project.tasks.tryFind('jsii-6')!.exec('./node_modules/.bin/jsii --silence-warnings=reserved-word', { cwd: '.build/jsii-6' });

  project.addTask('consumers', {
    description: 'Installs both packages into fresh apps, and compares what the apps synthesise',
    steps: [{ exec: `${TS_NODE} scripts/compatibility/compare-consumers.ts`, receiveArgs: true }],
  });

  const tasks = ['twin', 'twin:test', 'twin-lowest', 'twin-lowest:test', 'provider-6', 'provider-6:test', 'consumers'];
  project.buildWorkflow!.addPostBuildJobCommands('compatibility', ['npm ci', 'npx projen compile', ...tasks.map((task) => `npx projen ${task}`)], {
    checkoutRepo: true,
    tools: { node: { version: project.minNodeVersion! } },
  });
  project.release!.addJobs(Object.fromEntries(Object.entries(REGISTRIES).map(([id, registry]) => [`release_twin_${id}`, releaseJob(project, registry)])));
}

/** A task that writes the sources to `.build/NAME`, beside the dependencies that `compatibility/NAME` has locked, and one that tests them there. */
function addVariant(project: cdktf.ConstructLibraryCdktf, name: string, description: string): void {
  project.addTask(name, {
    description: `Writes ${description}`,
    steps: [{ exec: `npm ci --prefix compatibility/${name} --no-audit --no-fund` }, { exec: `${TS_NODE} scripts/compatibility/write-tree.ts ${name}` }],
  });
  project.addTask(`${name}:test`, {
    description: `Tests ${description}`,
    cwd: `.build/${name}`,
    steps: [{ exec: 'tsc --noEmit -p tsconfig.dev.json' }, { exec: 'jest --ci', receiveArgs: true }],
  });
}

function releaseJob(project: cdktf.ConstructLibraryCdktf, { name, target, command, tools, env }: Registry): Job {
  const steps: JobStep[] = [
    github.WorkflowSteps.downloadArtifact({
      name: 'Download build artifacts',
      with: { artifactIds: ['${{ needs.release.outputs.artifact_id }}'], path: 'dist' },
    }),
    github.WorkflowSteps.checkout({ with: { path: '.repo' } }),
    { name: 'Install Dependencies', run: 'cd .repo && npm ci' },
    // package.json with the version of this release
    { name: 'Extract build artifact', run: 'tar --strip-components=1 -xzvf dist/js/*.tgz -C .repo' },
    { name: 'Build the twin', run: 'cd .repo && npx projen twin' },
    { name: `Create ${target} artifact`, run: target === 'python' ? `cd .repo && python3 scripts/python/build.py ${TWIN}` : `cd .repo/${TWIN} && npx jsii-pacmak -v --rosetta-unknown-snippets=fail --target ${target}` },
    { name: 'Release', env: { ...env, PUBLIB_DRYRUN: '${{ inputs.dry_run }}' }, run: `npx -p publib@latest ${command} .repo/${TWIN}/dist/${target}` },
  ];
  return {
    name: `Publish the twin to ${name}`,
    needs: ['release'],
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ, ...(target === 'js' ? { idToken: JobPermission.WRITE } : {}) },
    if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha",
    tools: { node: { version: project.minNodeVersion! }, ...tools },
    steps,
  };
}
