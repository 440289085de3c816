// What may stand behind `given`: what is there at the beginning.
import { anything, described, either, flag, list, map, record, type Shape, text } from '../codec/shape.ts'
import type { GivenContainer, GivenSpec } from './language.ts'
import { oneOrMore } from './when-shape.ts'

const labels = map(text)

type Volume = NonNullable<GivenSpec['volumes']>[number]
type Network = NonNullable<GivenSpec['networks']>[number]

const container: Shape<GivenContainer> = record<GivenContainer>(
  {
    name: text,
    image: text,
    command: described(oneOrMore(text), 'A list, or a line for /bin/sh -c.'),
    labels,
    environment: labels,
    running: described(flag, 'Started unless false.'),
    config: described(map(anything), 'Anything else of the body of ContainerCreate.'),
  },
  ['name', 'image'],
)

export const givenShape: Shape<GivenSpec> = record<GivenSpec>({
  images: described(list(text), 'References, pulled.'),
  volumes: list(either<Volume>(record<Exclude<Volume, string>>({ name: text, labels }, ['name']), text)),
  networks: list(
    either<Network>(record<Exclude<Network, string>>({ name: text, driver: text, labels }, ['name']), text),
  ),
  containers: list(container),
})
