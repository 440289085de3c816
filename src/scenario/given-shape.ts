// What may stand behind `given`: what is there at the beginning.
import {
  anything,
  described,
  either,
  type Fields,
  flag,
  list,
  map,
  oneOf,
  record,
  type Shape,
  text,
  textLike,
  whole,
} from '../codec/shape.ts'
import type { GivenContainer, GivenHealth, GivenLog, GivenNetwork, GivenSpec, GivenVolume } from './language.ts'
import { oneOrMore } from './when-shape.ts'

const labels = map(text)
const exitCode = whole(0, 255)
const status = oneOf('starting', 'healthy', 'unhealthy')

/** Address, port of the host, port, protocol. */
export const PORT: RegExp = /^(?:(?:(\d+\.\d+\.\d+\.\d+|\[[\da-f:.]+\]):)?(\d*):)?(\d+)(?:\/(tcp|udp|sctp))?$/

type Logged = Exclude<GivenLog, string>

export const containerFields: Fields<GivenContainer> = {
  name: text,
  image: text,
  command: described(oneOrMore(text), 'A list, or a line for /bin/sh -c.'),
  labels,
  environment: labels,
  running: described(flag, 'Started unless false.'),
  state: described(
    oneOf('created', 'running', 'paused', 'exited', 'restarting', 'dead'),
    'What it is to be in; one that is to run must have something that goes on.',
  ),
  exitCode: described(exitCode, 'With the states exited and restarting: how it ended.'),
  health: described(
    either<GivenHealth['status'] | GivenHealth>(
      status,
      record<GivenHealth>({ status, output: text, exitCode }, ['status']),
    ),
    'What its health check has found out.',
  ),
  logs: described(
    list(either<GivenLog>(text, record<Logged>({ stream: oneOf('stdout', 'stderr'), text }, ['text']))),
    'Lines that it has printed.',
  ),
  ports: described(
    list(either<string | number>(textLike('a port like "8080:80" or "53:53/udp"', PORT), whole(1, 65_535))),
    'As docker run -p: 8080:80.',
  ),
  volumes: described(list(textLike('a volume like data:/var/lib/data', /^[^:]+(:[^:]+){0,2}$/)), 'As docker run -v.'),
  networks: described(list(text), 'By name.'),
  restart: described(
    textLike('a restart policy like on-failure:3', /^(no|always|unless-stopped|on-failure(:\d+)?)$/),
    'As docker run --restart.',
  ),
  config: described(map(anything), 'Anything else of the body of ContainerCreate.'),
}

export const networkShape: Shape<GivenNetwork> = record<GivenNetwork>(
  { name: text, driver: text, labels, subnet: text, internal: flag },
  ['name'],
)

export const volumeShape: Shape<GivenVolume> = record<GivenVolume>({ name: text, labels }, ['name'])

export const givenShape: Shape<GivenSpec> = record<GivenSpec>({
  images: described(list(text), 'References, pulled.'),
  volumes: list(either<GivenVolume | string>(volumeShape, text)),
  networks: list(either<GivenNetwork | string>(networkShape, text)),
  containers: list(record<GivenContainer>(containerFields, ['name', 'image'])),
})
