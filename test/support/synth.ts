import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';

/** A stack synthesised in memory, without metadata. */
export interface Synthesised {
  readonly data: any;
  readonly ephemeral: any;
  readonly locals: any;
  readonly output: any;
  readonly resource: any;
  readonly terraform: any;
  readonly variable: any;
}

export function newStack(id = 'Stack'): TerraformStack {
  const stack = new TerraformStack(Testing.app() as App, id);
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  return stack;
}

export function synth(stack: TerraformStack): Synthesised {
  return JSON.parse(Testing.synth(stack, true));
}

export function synthScope(fn: (stack: TerraformStack) => void): Synthesised {
  const stack = newStack();
  fn(stack);
  return synth(stack);
}

/** The only resource of a type. */
export function only(resources: { [id: string]: any } | undefined): any {
  const all = Object.values(resources ?? {});
  if (all.length !== 1) {
    throw new Error(`expected one resource, got ${all.length}`);
  }
  return all[0];
}

/**
 * JSON with interpolations, as an object: each interpolation becomes the text of its expression in `${…}`, and text
 * that only looks like one is itself.
 */
export function parseTemplate(text: string): any {
  let out = '';
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('$${', i) || text.startsWith('%%{', i)) {
      // what Terraform takes for text
      out += text.slice(i + 1, i + 3);
      i += 2;
    } else if (text.startsWith('${', i)) {
      const end = endOfInterpolation(text, i + 2);
      const expression = JSON.stringify(text.slice(i, end)).slice(1, -1);
      out += inString ? expression : `"${expression}"`;
      i = end - 1;
    } else if (text[i] === '\\') {
      out += text.slice(i, i + 2);
      i++;
    } else {
      inString = text[i] === '"' ? !inString : inString;
      out += text[i];
    }
  }
  return JSON.parse(out);
}

function endOfInterpolation(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    depth += text[i] === '{' ? 1 : text[i] === '}' ? -1 : 0;
    if (depth === 0) {
      return i + 1;
    }
  }
  throw new Error('interpolation without an end');
}
