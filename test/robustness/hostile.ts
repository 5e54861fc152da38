import * as fc from 'fast-check';

/**
 * What has broken other tools: templates, quotes, shells, prototypes, names of Terraform's own, and text that isn't. All but what CDKTF
 * itself takes for a token: nobody can tell it from one.
 */
export const HOSTILE_TEXTS = [
  '${', '${x}', '$${x}', '$$${x}', '%{', '%{ if true }a%{ endif }', '%%{x}', '$', '$$', '%', 'a$', '}', '${"${x}"}', '${file("/etc/passwd")}',
  '"', '\\', '\\"', '\\${x}', '\n', '\r\n', '\t', '\0', 'a"\n}\nresource "x" "y" {}', '"}]', '\\u0024{x}', '<<EOT\nx\nEOT', '#', '//', '/*', '*/',
  '$(id)', '`id`', '; rm -rf /', '\'', '&&', '|', '*', '?', '~', '!', '=', 'A=B', '--help', '-',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'value', 'dynamic', 'each', 'each.key', 'count', 'self', 'null', 'true', 'for_each', 'type', 'name',
  ' ', '\u00a0', '\u200b', '\u202e', 'é', 'e\u0301', 'İ', 'ı', 'ß', '😀', '\ud83d', '\udc00', '\ufeff', '\u2028', '日本語', 'a'.repeat(5000), '',
  '{{x}}', '<no value>', '%s', '%v', '../../etc/passwd', 'arn:aws:iam::123456789012:role/*', '1e999', '-0', '007', 'NaN', 'undefined', '[object Object]',
];

/** Hostile texts, pieces of them in a row, and anything else. */
export const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.array(fc.constantFrom(...HOSTILE_TEXTS.filter((text) => text.length < 40)), { minLength: 2, maxLength: 4 }).map((texts) => texts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'${}%"\\\n '), maxLength: 12 }),
);

/** Not what TypeScript would let through. */
export const WRONG_TYPES = [undefined, null, 0, 5432, NaN, true, {}, [], ['x'], () => 'x', Symbol('x'), 1n];

/**
 * What Terraform makes of a template that has no expressions but a byte order mark; undefined where it would evaluate something.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function asTerraformReads(given: string): string | undefined {
  const template = given.replace(/^\$\{"\\ufeff"\}/, '\ufeff');
  const escaped = /([$%])\1\{/g;
  return /[$%]\{/.test(template.replace(escaped, ' ')) ? undefined : template.replace(escaped, '$1{');
}
