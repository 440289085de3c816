// The JSON Schema of files of images, for editors: the build writes it to dist/image.schema.json.
import type { JsonSchema } from '../../codec/shape.ts'
import { imageDeclaration } from './image-declaration.ts'

/** One image, or a list of them. */
export const imageSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Images for mockerd',
  anyOf: [imageDeclaration.schema, { type: 'array', items: imageDeclaration.schema }],
}
