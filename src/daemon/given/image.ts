// Puts an image there: one that can be pulled, or one of the user's own.
import type { Engine } from '../../engine/engine.ts'
import { type ImageDeclaration, imageDeclaration } from '../../library/declared/image-declaration.ts'
import { checkSpec } from './spec-shapes.ts'
import type { Built, ImageSpec } from './specs.ts'
import { has, pull } from './things.ts'

/** @param declare makes it an image that can be pulled */
export async function makeImage(
  engine: Engine,
  name: string,
  spec: ImageSpec | undefined,
  declare: (image: ImageDeclaration) => void,
): Promise<Built> {
  if (typeof name !== 'string') throw new Error('an image cannot be made: it must have a name, as redis:7')
  if (spec) {
    if (has(engine, name)) throw new Error(`image ${name} cannot be made: it is there already`)
    declare(declarationOf(name, spec))
  }
  await pull(engine, name)
  return { id: engine.images.find(name).id, name }
}

function declarationOf(name: string, spec: ImageSpec): ImageDeclaration {
  const [, image = name, tag = 'latest'] = /^(.*):([^/:]*)$/.exec(name) ?? []
  const declared: ImageDeclaration = { ...spec, image, tags: [tag] }
  checkSpec(`image ${name}`, imageDeclaration, declared)
  for (const [path, program] of Object.entries(spec.programs ?? {})) {
    if (typeof program !== 'function') continue
    throw new Error(
      `image ${name} cannot be made: the program ${path} is a function: use the option "images" of the daemon`,
    )
  }
  return declared
}
