import { twinModule } from './rewrite';

/** A package.json. */
export interface Manifest {
  readonly [field: string]: any;
}

const TWIN_PEERS = { '@cdktn/provider-aws': '>=23 <26', 'cdktn': '>=0.24 <1', 'constructs': '^10.6.0' };

/** Scripts that tests run; the others are the repository's own. */
const SCRIPTS = ['quickstart'];

/** The twin's package.json: the same package under its own name, in every language. */
export function twinManifest(manifest: Manifest): Manifest {
  const { name, description, repository, homepage, bin, author, keywords, engines, license, stability, publishConfig, version, jsii } = manifest;
  const { main, exports, types } = manifest;
  return {
    name: twinModule(name),
    description: `${description} For CDK Terrain.`,
    repository,
    homepage,
    bin,
    scripts: onlyScripts(manifest),
    author,
    peerDependencies: TWIN_PEERS,
    keywords: [...keywords.map((keyword: string) => twinModule(keyword)), 'cdk-terrain'].sort(),
    engines,
    main,
    exports,
    license,
    stability,
    publishConfig,
    version,
    jest: { ...jestOf(manifest, twinModule), globalSetup: '<rootDir>/../../compatibility/twin/target-versions.js', globalTeardown: undefined },
    types,
    jsii: { ...jsii, targets: twinTargets(jsii.targets) },
  };
}

/** The package.json of a tree that is only tested. */
export function testedManifest(manifest: Manifest): Manifest {
  const { name, version } = manifest;
  return { name, version, private: true, scripts: onlyScripts(manifest), jest: jestOf(manifest, (module) => module) };
}

/** Names of packages in their registries; groups and organisations stay, the same people own both. */
function twinTargets({ java, python, dotnet, go }: Manifest): Manifest {
  return {
    java: { package: twinName(java.package), maven: { ...java.maven, artifactId: twinName(java.maven.artifactId) } },
    python: { distName: twinName(python.distName), module: twinName(python.module) },
    dotnet: { namespace: twinName(dotnet.namespace), packageId: twinName(dotnet.packageId) },
    go: { moduleName: go.moduleName.replace(/[^/]+$/, twinName), packageName: twinName(go.packageName) },
  };
}

function twinName(name: string): string {
  return name.replace(/cdktf(?=-?_?ecs)/i, (found) => `${found.slice(0, -1)}n`);
}

function onlyScripts({ scripts }: Manifest): Manifest {
  return Object.fromEntries(SCRIPTS.map((name) => [name, scripts[name]]));
}

function jestOf({ jest }: Manifest, module: (name: string) => string): Manifest {
  const mapped = Object.entries(jest.moduleNameMapper).map(([pattern, path]) => [pattern.replace(/[a-z-]+/, module), path]);
  return { ...jest, moduleNameMapper: Object.fromEntries(mapped) };
}
