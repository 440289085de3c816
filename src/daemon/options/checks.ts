// Rules that values of options keep, by the names that the table gives them. Each gives what the value then is.
import { mirrorUrl } from '../../registry/remote/hosts.ts'
import { hostAddress } from './host-address.ts'

type Check = (text: string) => string

/** opts.ValidateHost: what was written stays, to be read again when it is known whether there is TLS. */
export function checkHost(text: string): string {
  hostAddress(text)
  return text
}

/** opts.ValidateLabel */
export function checkLabel(text: string): string {
  if (!text.includes('=')) throw new Error(`bad attribute format: ${text}`)
  if (/^(com\.docker|io\.docker|org\.dockerproject)\./i.test(text)) {
    throw new Error(
      `label ${text} is not allowed: the namespaces com.docker.*, io.docker.*, and org.dockerproject.* are reserved for internal use`,
    )
  }
  return text
}

/** opts.ValidateDNSSearch */
export function checkDomain(text: string): string {
  const domain = text.replace(/^ +| +$/g, '')
  if (domain === '.') return domain
  const [, name] =
    /^((?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d])(?:\.(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d]))*)\.?\s*$/i.exec(domain) ?? []
  if (name === undefined || name.length >= 255 || !/[a-z]/i.test(domain)) {
    throw new Error(`${domain} is not a valid domain`)
  }
  return name
}

/** registry.ValidateIndexName */
function checkIndexName(text: string): string {
  const name = text === 'index.docker.io' ? 'docker.io' : text
  if (/^-|-$/.test(name)) throw new Error(`invalid index name (${name}). Cannot begin or end with a hyphen`)
  return name
}

/** registry.ValidateMirror */
export function checkMirror(text: string): string {
  mirrorUrl(text)
  return `${text.replace(/\/$/, '')}/`
}

/** opts.ValidateSingleGenericResource */
function checkResource(text: string): string {
  if (!text.includes('=')) throw new Error(`invalid node-generic-resource format \`${text}\` expected \`name=value\``)
  return text
}

const matching =
  (form: RegExp, must: string): Check =>
  (text) => {
    if (form.test(text)) return text
    throw new Error(`must be ${must}`)
  }

const checks: Readonly<Record<string, Check>> = {
  host: checkHost,
  label: checkLabel,
  domain: checkDomain,
  'index name': checkIndexName,
  mirror: checkMirror,
  resource: checkResource,
  'URL=FILE': matching(/.=./s, 'like URL=FILE'),
  'some text': matching(/./s, 'a text'),
  'whole number': matching(/^[1-9]\d{0,3}$/, 'like 8'),
}

/** Throws an Error with a reason. */
export function checked(rule: string | undefined, text: string): string {
  return rule === undefined ? text : checks[rule]!(text)
}
