import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ISynthesisSession, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { inventoryOf } from './inventory';
import { toMarkdown } from './markdown';
import { StackFile } from './stack-file';
import { FLAG, TEXT } from '../checks/api-shape';
import { PROP_TYPES, propsOf } from '../checks/prop-types';
import { enforce } from '../checks/rule';
import { ValidationError } from '../checks/validation-error';

/**
 * Properties of `SecretInventory`.
 */
export interface SecretInventoryProps {
  /**
   * Name of the files, without an ending.
   *
   * @default secrets
   */
  readonly fileName?: string;
  /**
   * Whether to write the Markdown file.
   *
   * @default true
   */
  readonly markdown?: boolean;
  /**
   * Whether to write the JSON file.
   *
   * @default true
   */
  readonly json?: boolean;
}

const PROPS = propsOf<SecretInventoryProps>({}, { fileName: TEXT, markdown: FLAG, json: FLAG });

/**
 * Writes beside the stack, whenever it is synthesised, what its containers get, from where and with which role: names,
 * never values.
 *
 * `npx ecs-secrets inventory` tells the same of a whole app, and more.
 */
export class SecretInventory extends Construct {
  /**
   * @throws if a file name leads out of the stack's folder, or nothing is to be written
   */
  public constructor(scope: Construct, id: string, props: SecretInventoryProps = {}) {
    super(scope, id);
    enforce(this, { props, ...PROPS }, PROP_TYPES);
    const { fileName = 'secrets', markdown = true, json = true } = props;
    if (!/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(fileName)) {
      throw new ValidationError(
        `fileName '${fileName}' is not a plain file name: use letters, digits, '.', '-' and '_', like 'secrets'`,
        this,
      );
    }
    if (!markdown && !json) {
      throw new ValidationError(
        'markdown and json are both false, so that nothing is written: leave one of them out',
        this,
      );
    }
    const stack = TerraformStack.of(this);
    // CDKTF exports no hook for constructs that write files
    const { synthesizer } = stack;
    stack.synthesizer = {
      synthesize: (session: ISynthesisSession) => {
        synthesizer.synthesize(session);
        const directory = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
        const inventory = inventoryOf([new StackFile(stack.node.id, stack.toTerraform())]);
        mkdirSync(directory, { recursive: true });
        if (markdown) {
          writeFileSync(join(directory, `${fileName}.md`), toMarkdown(inventory));
        }
        if (json) {
          writeFileSync(join(directory, `${fileName}.json`), `${JSON.stringify(inventory, null, 2)}\n`);
        }
      },
    };
  }
}
