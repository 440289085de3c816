// The functions of images that are declared in TypeScript, as programs.
import type { Program } from '../../runtime/process.ts'
import type { ImageDeclaration } from './image-declaration.ts'

/** A function cannot stand in a file: the file names it. */
export const functionName = (image: string, path: string): string => `${image}:${path}`

/** The functions of declarations, by the names that their executables have. */
export const declaredPrograms = (images: readonly ImageDeclaration[]): [string, Program][] =>
  images.flatMap(({ image, programs = {} }) =>
    Object.entries(programs).flatMap(([path, program]): [string, Program][] =>
      typeof program === 'function' ? [[functionName(image, path), program]] : [],
    ),
  )
