// A journal as an HTTP Archive, which browsers and other tools open (the format's version 1.2).
import { rfc3339 } from '../../codec/timestamp.ts'
import type { JournalEntry } from './entry.ts'

/** @param origin what stands before the path of each URL, such as `http://docker` */
export function toHar(entries: readonly JournalEntry[], origin: string, version: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'mockerd', version },
      entries: entries.map((entry) => harEntry(entry, origin)),
    },
  }
}

function harEntry(entry: JournalEntry, origin: string): object {
  const { at, method, url, headers, body, status = 0, message, reply, sent, took, operation, rules } = entry
  const text = reply ?? (message === undefined ? '' : JSON.stringify({ message }))
  return {
    startedDateTime: rfc3339(at),
    time: took ?? 0,
    request: {
      method,
      url: `${origin}${url}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(headers),
      queryString: [...new URL(url, origin).searchParams].map(([name, value]) => ({ name, value })),
      ...(body !== undefined && { postData: { mimeType: 'application/json', text: JSON.stringify(body) } }),
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      content: { size: sent ?? text.length, mimeType: 'application/json', text },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: took ?? 0, receive: 0 },
    _operation: operation,
    _rules: rules,
  }
}

const pairs = (values: Readonly<Record<string, string>>): object[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }))
