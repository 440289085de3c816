// What is wrong with a JSON text, in the words of Go's json.Unmarshal.
import { JsonReader } from './json-reader.ts'

/** Undefined when nothing is. */
export function jsonProblem(text: string): string | undefined {
  try {
    const reader = new JsonReader(text, 'old')
    reader.skip()
    reader.end()
    return undefined
  } catch (error) {
    const { message } = error as Error
    return message === 'unexpected EOF' ? 'unexpected end of JSON input' : message
  }
}
