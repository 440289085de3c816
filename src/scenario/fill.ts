// Texts of rules with blanks in them, filled with what the call is about: `{container.id}`, `{image}`, `{query.name}`.
import { familiarName, familiarText, parseReference, type Reference, withDefaultTag } from '../registry/reference.ts'
import type { Moment } from './moment.ts'
import { segmentsOf } from './patch-value.ts'
import { known } from './subject.ts'

const BLANK = /\{((?:body|container|image|path|query)(?:\.[\w.-]+)?|hex(?:12|64))\}/g

/** What each blank stands for; those of a call go on with the name of a parameter or of a field. */
export const BLANKS: string =
  '{container.id}, {container.shortId} and {container.name}, {image} and its {image.name}, {image.path} and {image.tag}, ' +
  '{path.id}, {query.name} and {body.Image} of the call, {hex12} and {hex64} at random'

/** With every blank filled; with nothing where the call has nothing of the kind. Braces that are no blanks stay. */
export const fill = (text: string, moment: Moment): string =>
  text.replaceAll(BLANK, (_, blank: string) => String(filling(blank, moment) ?? ''))

/** The same in every text of a value. */
export function fillValue(value: unknown, moment: Moment): unknown {
  if (typeof value === 'string') return fill(value, moment)
  if (Array.isArray(value)) return value.map((item) => fillValue(item, moment))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillValue(inner, moment)]))
}

function filling(blank: string, moment: Moment): unknown {
  const [kind, ...names] = segmentsOf(blank)
  switch (kind) {
    case 'hex12':
    case 'hex64':
      return Buffer.from(moment.random.bytes(Number(kind.slice('hex'.length)) / 2)).toString('hex')
    case 'container':
      return ofContainer(names[0], moment)
    case 'image':
      return ofImage(names[0], moment)
    default:
      return names.reduce<unknown>(
        (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
        moment.call?.[kind as 'body' | 'path' | 'query'],
      )
  }
}

/** What the client called it, where there is none. */
function ofContainer(field: string | undefined, { container, engine }: Moment): string | undefined {
  if (container === undefined) return undefined
  const found = known(() => engine.containers.find(container))
  if (!found || field === undefined) return container
  return field === 'name' ? found.name : field === 'shortId' ? found.id.slice(0, 12) : found.id
}

/** Of a pull, of a new container, or of an operation on an image. */
function ofImage(field: string | undefined, { call }: Moment): string | undefined {
  const { fromImage, tag } = (call?.query ?? {}) as { readonly fromImage?: string; readonly tag?: string }
  const { Image } = (call?.body ?? {}) as { readonly Image?: string }
  const { name } = (call?.path ?? {}) as { readonly name?: string }
  const written = fromImage === undefined ? (Image ?? name) : `${fromImage}${tag ? `:${tag}` : ''}`
  if (written === undefined) return undefined
  const reference = known(() => withDefaultTag(parseReference(written)))
  return reference ? fieldOf(reference, field) : written
}

function fieldOf(reference: Reference, field: string | undefined): string | undefined {
  if (field === undefined) return familiarText(reference)
  if (field === 'name') return familiarName(reference)
  return field === 'tag' ? (reference.tag ?? reference.digest) : reference.path
}
