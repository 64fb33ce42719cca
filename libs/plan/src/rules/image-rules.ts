import type { PlanContext } from '../context';
import type { ImagePlan } from '../model/fleet-plan';

/** Rules about the pin of an image. */
export function checkImage(context: PlanContext, path: string, image: ImagePlan): void {
  if (context.input.ignorePins) return;
  const pin = Object.hasOwn(context.pins, image.repositoryName)
    ? context.pins[image.repositoryName]
    : undefined;
  if (pin === undefined) {
    if (image.registry.account !== context.aws.account) {
      context.report({
        code: 'image-pin-missing',
        path,
        rule: `images of another account's registry are pinned, because only their own account may look tags up, and images.json has none for ${image.repositoryName}`,
        fix: 'copy the pin from the environment that pushed the image',
      });
    } else if (context.environment.protected) {
      context.report({
        code: 'image-pin-missing',
        path,
        rule: `a protected environment runs pinned images only, and images.json has none for ${image.repositoryName}`,
        fix: `push the image (tag ${image.tag}), which writes its digest into images.json, and commit the file`,
      });
    }
    return;
  }
  const held = Object.keys(pin.contents)
    .filter((key) => key !== 'router')
    .sort();
  const wanted = Object.keys(image.contents).sort();
  if (held.join() !== wanted.join()) {
    context.report({
      code: 'image-contents-differ',
      path,
      value: held,
      rule: `the image pinned for ${image.repositoryName} has to hold exactly: ${wanted.join(', ') || 'the router alone'}`,
      fix: `build and push it again: tag ${image.tag}`,
    });
  }
  if (pin.architecture !== image.architecture) {
    context.report({
      code: 'image-architecture-differs',
      path,
      value: pin.architecture,
      rule: `this deployment runs on ${image.architecture}, and an image runs on one architecture only`,
      fix: `push an image for ${image.architecture}, or write architecture: '${pin.architecture}'`,
    });
  }
}
