import { Rule } from './rule';
import { isUnresolved } from '../terraform/tokens';

const REFERENCES = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html';

/** A text in which no template can be meant. */
export interface TemplateSubject {
  /** Whose text it is: `image of 'app'`. */
  readonly what: string;
  readonly text: string;
}

export const UNRENDERED_TEMPLATE: Rule<TemplateSubject> = {
  id: 'unrendered-template',
  explanation:
    'No image and no ARN contains `{{ … }}`, `<…>` or `${…}`. Such a text is a template that nobody rendered, ' +
    'or an expression that Terraform only understands in its own files.',
  fix: 'render the file first; give an expression as a token, like TerraformHclModule.getString(…) or ref(…)',
  source: REFERENCES,
  check: ({ what, text }) => {
    const hint = templateHint(text);
    return hint && `${what} is a template, got '${text}': ${hint}`;
  },
};

/** A warning, because an application may get a template on purpose. */
export const UNRENDERED_VALUE: Rule<{ readonly container: string; readonly names: readonly string[] }> = {
  id: 'unrendered-value',
  explanation: 'ECS passes values on as they are: `{{ … }}`, `<NAME>` and `${…}` reach the application.',
  fix: 'render the file first, or acknowledge it if the application expects a template',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html',
  level: 'warning',
  check: ({ container, names }) =>
    names.length === 0
      ? undefined
      : `container '${container}': ${names.map((name) => `'${name}'`).join(', ')} in environment ` +
        `${names.length === 1 ? 'is a template' : 'are templates'}: ` +
        'render the file first, or acknowledge it if the application expects that',
};

/** What to do about a template; undefined if the text is not a template, or only Terraform knows it. */
export function templateHint(text: string): string | undefined {
  if (isUnresolved(text)) {
    return undefined;
  }
  if (/[$%]\{/.test(text)) {
    return (
      'render the file first, and give an expression of Terraform as a token, like ' +
      'TerraformHclModule.getString(…) for an output of a module, or ref(…)'
    );
  }
  return /\{\{|<[^<>]+>/.test(text) ? 'render the file first' : undefined;
}
