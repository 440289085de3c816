// What users may say about a program of a simulated image; the same words in YAML, JSON and TypeScript.
import {
  anything,
  described,
  duration,
  either,
  flag,
  list,
  map,
  oneOf,
  record,
  type Shape,
  size,
  text,
  textLike,
  whole,
} from '../../codec/shape.ts'

/** A line that a program prints, when, and how often. Durations are texts: `1m30s`. */
export interface LogEntry {
  readonly line?: string | undefined
  /** several lines at once */
  readonly lines?: readonly string[] | undefined
  /** one of these, by the daemon's seeded chance */
  readonly random?: readonly string[] | undefined
  readonly to?: 'stdout' | 'stderr' | undefined
  /** since the program began */
  readonly at?: string | undefined
  /** since the entry before */
  readonly after?: string | undefined
  /** again and again, beside the entries that follow */
  readonly every?: string | undefined
  /** how often with `every`; until the program ends if left out */
  readonly times?: number | undefined
  /** from here on the program holds so much: more than the container may have, and it is killed */
  readonly memory?: string | undefined
}

/** How a signal is taken. With an `exit` the program ends, without one it goes on. */
export interface SignalBehaviour {
  readonly output?: string | undefined
  readonly errors?: string | undefined
  /** how long it takes to end */
  readonly after?: string | undefined
  readonly exit?: number | undefined
}

/** A reply to an HTTP request. */
export interface HttpReply {
  readonly status?: number | undefined
  readonly body?: string | undefined
  /** a body that is JSON */
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** the media type; text/plain, or application/json of `json` */
  readonly type?: string | undefined
  readonly delay?: string | undefined
  /** serves the files of this directory of the container instead */
  readonly directory?: string | undefined
}

/** A TCP port and who answers there. */
export interface PortDeclaration {
  /** a number, or a text with variables: `${PORT:-8080}` */
  readonly port: number | string
  /** opens so long after the program began */
  readonly after?: string | undefined
  /** `/path`, `GET /path`, `/below/*` -> the reply, or its body */
  readonly http?: Readonly<Record<string, string | HttpReply>> | undefined
  /** a line on stdout per request; `${method}`, `${path}` and `${status}` are its own */
  readonly access?: string | undefined
  /** sends back what it gets */
  readonly echo?: boolean | undefined
  /** sends this and reads on until the other side ends */
  readonly banner?: string | undefined
}

/** What a program does when its arguments fit. */
export interface Behaviour {
  /** which arguments, joined by blanks; `*` stands for anything. Any if left out. */
  readonly arguments?: string | undefined
  /** waits so long before anything else */
  readonly delay?: string | undefined
  readonly output?: string | undefined
  readonly errors?: string | undefined
  readonly memory?: string | undefined
  readonly log?: readonly (string | LogEntry)[] | undefined
  readonly listen?: readonly PortDeclaration[] | undefined
  /** `TERM` -> an exit code, `ignore`, or more */
  readonly signals?: Readonly<Record<string, number | 'ignore' | SignalBehaviour>> | undefined
  /** ends after so long, or never by itself (`forever`); left out: when all is printed, and never while it listens */
  readonly runs?: string | undefined
  readonly exit?: number | undefined
}

/** A behaviour, several for several arguments, or the name of another program. */
export type ProgramDeclaration = string | Behaviour | readonly Behaviour[]

const exitCode = whole(0, 255)

const logEntry: Shape<LogEntry> = record<LogEntry>({
  line: text,
  lines: list(text),
  random: list(text),
  to: oneOf('stdout', 'stderr'),
  at: described(duration, 'Since the program began'),
  after: described(duration, 'Since the entry before'),
  every: described(duration, 'Again and again, beside the entries that follow'),
  times: described(whole(1, 1_000_000_000), 'How often with `every`; for ever if left out'),
  memory: described(size, 'From here on the program holds so much memory'),
})

const signalBehaviour: Shape<SignalBehaviour> = record<SignalBehaviour>({
  output: text,
  errors: text,
  after: described(duration, 'How long it takes to end'),
  exit: described(exitCode, 'Ends with this code; without one the program goes on'),
})

const httpReply: Shape<HttpReply> = record<HttpReply>({
  status: whole(200, 599),
  body: text,
  json: anything,
  headers: map(text),
  type: text,
  delay: duration,
  directory: described(text, 'Serves the files of this directory of the container'),
})

const port: Shape<PortDeclaration> = record<PortDeclaration>(
  {
    port: either<number | string>(whole(1, 65_535), text),
    after: duration,
    http: map(
      either<string | HttpReply>(text, httpReply),
      textLike('a path, or a method and a path', /^([A-Z]+ )?\/\S*$/),
    ),
    access: described(text, 'A line on stdout for each request'),
    echo: flag,
    banner: text,
  },
  ['port'],
)

/** The shape of a Behaviour. */
export const behaviour: Shape<Behaviour> = record<Behaviour>({
  arguments: described(text, 'Which arguments, joined by blanks; * stands for anything'),
  delay: duration,
  output: described(text, 'Printed on stdout, as it is'),
  errors: described(text, 'Printed on stderr, as it is'),
  memory: described(size, 'How much memory the program holds'),
  log: described(list(either<string | LogEntry>(text, logEntry)), 'Lines and when they are printed'),
  listen: list(port),
  signals: map(
    either<number | 'ignore' | SignalBehaviour>(exitCode, oneOf('ignore'), signalBehaviour),
    textLike('a signal like TERM', /^[A-Z][A-Z0-9]+$/),
  ),
  runs: described(either<string>(oneOf('forever'), duration), 'How long it runs'),
  exit: described(exitCode, 'The exit code'),
})

/** The shape of a ProgramDeclaration. */
export const programDeclaration: Shape<ProgramDeclaration> = either<ProgramDeclaration>(
  described(text, 'The name of a program that is there already'),
  behaviour,
  list(behaviour),
)
