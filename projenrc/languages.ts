import { cdktf } from 'projen';

/** How the packages for other languages are made, where it isn't as projen does it. */
export function addLanguages(project: cdktf.ConstructLibraryCdktf): void {
  const translate = project.addTask('translate', {
    description: 'Translates the examples of the README and of the API docs into each language',
    exec: 'ts-node -T -P tsconfig.dev.json -r tsconfig-paths/register scripts/languages/translate.ts',
  });
  for (const language of ['java', 'python', 'dotnet', 'go']) {
    project.tasks.tryFind(`package:${language}`)!.prependSpawn(translate);
  }
  const python = project.tasks.tryFind('package:python')!;
  python.reset('python3 scripts/python/build.py');
  python.prependSpawn(translate);
}
