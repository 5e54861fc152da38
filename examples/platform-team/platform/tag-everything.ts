import { IAspect, TerraformResource } from 'cdktf';
import { IConstruct } from 'constructs';

interface Taggable extends TerraformResource {
  tags?: { [key: string]: string };
  readonly tagsInput?: { [key: string]: string };
}

/** Tags every resource that can have tags; what stands there already wins. */
export class TagEverything implements IAspect {
  public constructor(private readonly tags: { [key: string]: string }) {}

  public visit(node: IConstruct): void {
    if (TerraformResource.isTerraformResource(node) && 'tagsInput' in node) {
      const taggable = node as Taggable;
      taggable.tags = { ...this.tags, ...taggable.tagsInput };
    }
  }
}
