import { Rule } from './rule';
import { UNRENDERED_TEMPLATE } from './template';
import { isUnresolved } from '../terraform/tokens';

export const IMAGE_REPOSITORY: Rule<{ readonly repository: string }> = {
  id: 'image-repository',
  explanation: 'The tag comes from elsewhere; a second one makes a reference that no registry knows.',
  fix: 'leave out tag and digest',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  check: ({ repository }) => {
    if (isUnresolved(repository)) {
      return undefined;
    }
    // a colon in front of the first slash is a registry's port
    const extra = repository.match(/[:@][^/]*$/);
    if (repository === '' || /\s/.test(repository)) {
      return `'${repository}' is not a repository: write REGISTRY/NAME`;
    }
    return extra
      ? `repository '${repository}' ends in '${extra[0]}': leave out tag and digest, the parameter holds the tag`
      : undefined;
  },
};

export const IMAGE_REFERENCE: Rule<{ readonly container: string; readonly image: string }> = {
  id: 'image-reference',
  explanation: 'An image is a repository, which can have a tag or a digest, without white space.',
  fix: 'write REGISTRY/NAME:TAG',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  check: ({ container, image }) => {
    if (isUnresolved(image)) {
      return undefined;
    }
    const template = UNRENDERED_TEMPLATE.check({ what: `image of '${container}'`, text: image });
    if (template !== undefined) {
      return template;
    }
    return image === '' || /\s/.test(image)
      ? `image of '${container}' is '${image}': write REGISTRY/NAME:TAG`
      : undefined;
  },
};
