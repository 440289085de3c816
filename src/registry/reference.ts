// References to images, `[domain/]path[:tag][@digest]`, as github.com/distribution/reference reads and writes them.
import { invalid } from '../world/refusal.ts'

/** A normalised reference: the domain is always there, and official images of Docker Hub are `library/<name>`. */
export interface Reference {
  readonly domain: string
  readonly path: string
  readonly tag?: string
  /** `sha256:…` */
  readonly digest?: string
}

/** A reference that names one tag. */
export type TaggedReference = Reference & { readonly tag: string }

const HUB = 'docker.io'
const OFFICIAL = 'library/'
const LONGEST_PATH = 255

const domainPart = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const domain = `(?:${domainPart}(?:\\.${domainPart})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const path = `${pathPart}(?:/${pathPart})*`
const tag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}'
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}'
const whole = new RegExp(`^(${domain})/(${path})(?::(${tag}))?(?:@(${digest}))?$`)
const wholeTag = new RegExp(`^${tag}$`)
const wholeId = /^[a-f0-9]{64}$/

const malformed = (): Error => invalid('invalid reference format')

/** Reads a reference that a user wrote; throws an invalid-Refusal with the words of dockerd. */
export function parseReference(text: string): Reference {
  if (wholeId.test(text)) {
    throw invalid(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`)
  }
  const [host, rest] = splitDomain(text)
  const colon = rest.indexOf(':')
  const name = colon < 0 ? rest : rest.slice(0, colon)
  if (name.toLowerCase() !== name) {
    throw invalid(`invalid reference format: repository name (${name}) must be lowercase`)
  }
  const match = whole.exec(`${host}/${rest}`)
  if (!match) throw malformed()
  const [, domain = '', path = '', tag, digest] = match
  if (path.length > LONGEST_PATH) throw invalid('repository name must not be more than 255 characters')
  return {
    domain,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest: parseDigest(digest) }),
  }
}

/** What may be a domain is one only if it looks like a host: with a dot, a colon or a capital, or `localhost`. */
function splitDomain(text: string): [domain: string, rest: string] {
  const slash = text.indexOf('/')
  if (slash < 0) return [HUB, OFFICIAL + text]
  const first = text.slice(0, slash)
  const rest = text.slice(slash + 1)
  if (first === HUB || first === 'index.docker.io') return [HUB, rest.includes('/') ? rest : OFFICIAL + rest]
  if (first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first) return [first, rest]
  return [HUB, text]
}

/** Whether a text is a full id: 64 hexadecimal digits with or without `sha256:`. Gives it with. */
export function parseImageId(text: string): string | undefined {
  const hex = text.startsWith('sha256:') ? text.slice(7) : text
  return wholeId.test(hex) ? `sha256:${hex}` : undefined
}

/** Checks a digest (sha256 is the one in use); throws as github.com/opencontainers/go-digest. */
export function parseDigest(text: string): string {
  const match = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/.exec(text)
  if (!match) throw invalid('invalid checksum digest format')
  const [, algorithm, hex = ''] = match
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm ?? '']
  if (length === undefined) throw invalid('unsupported digest algorithm')
  if (hex.length !== length) throw invalid('invalid checksum digest length')
  if (!/^[a-f0-9]+$/.test(hex)) throw invalid('invalid checksum digest format')
  return text
}

export const isDigest = (text: string): boolean => /^sha256:[a-f0-9]{64}$/.test(text)

/** The same repository without tag and digest. */
export const repositoryOf = ({ domain, path }: Reference): Reference => ({ domain, path })

/** The same repository with a tag; throws when the tag is malformed. */
export function withTag(reference: Reference, tag: string): TaggedReference {
  if (!wholeTag.test(tag)) throw invalid('invalid tag format')
  return { ...reference, tag }
}

/** `latest` where neither tag nor digest is given. */
export const withDefaultTag = (reference: Reference): Reference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference

/** `docker.io/library/busybox` */
export const fullName = (reference: Reference): string => `${reference.domain}/${reference.path}`

/** `docker.io/library/busybox:latest` */
export const fullText = (reference: Reference): string => fullName(reference) + suffix(reference)

/** `busybox`, as Docker shows a repository. */
export function familiarName({ domain, path }: Reference): string {
  if (domain !== HUB) return `${domain}/${path}`
  const short = path.slice(OFFICIAL.length)
  return path.startsWith(OFFICIAL) && !short.includes('/') ? short : path
}

/** `busybox:latest`, as Docker shows a reference. */
export const familiarText = (reference: Reference): string => familiarName(reference) + suffix(reference)

const suffix = ({ tag, digest }: Reference): string =>
  (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`)
