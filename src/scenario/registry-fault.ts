// What the steps that let the registry fail have in common.
import { described, type Shape, text } from '../codec/shape.ts'
import type { RegistryFault } from '../registry/faults.ts'
import { positive } from './arguments.ts'
import { wordTest } from './match-text.ts'
import type { Moment } from './moment.ts'
import { impossible } from './target.ts'

export interface OfImage {
  /** as `alpine` or `team/*`; of Docker Hub without its domain */
  readonly image?: string | undefined
  readonly times?: number | undefined
}

export const imageFields: { readonly image: Shape<string>; readonly times: Shape<number> } = {
  image: described(text, 'Which repositories, without tag: alpine, team/*, ghcr.io/*; all if left out.'),
  times: described(positive, 'So many requests to the registry; all if left out.'),
}

/** ` for alpine, twice`: behind what is explained */
export const explainImage = ({ image, times }: OfImage): string =>
  `${image ? ` for ${image}` : ''}${times === undefined ? '' : `, ${times} times`}`

/** Until the rule is taken away. */
export function letRegistryFail(
  moment: Moment,
  key: unknown,
  { image, times }: OfImage,
  fault: Pick<RegistryFault, 'at' | 'reply' | 'blob'>,
  told: string,
): void {
  const { registry } = moment.controls
  if (!registry) throw impossible(moment, 'there is no registry that could fail')
  const matches = image === undefined ? () => true : wordTest(image)
  moment.lasting(key, () => registry.add({ ...fault, times, matches }))
  moment.tell(told)
}
