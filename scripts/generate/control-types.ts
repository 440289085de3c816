// The TypeScript types of the control API: src/gen/control.ts.
import { readFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

/** @param file an OpenAPI document of its own, no part of Docker's */
export async function controlTypes(file: string): Promise<string> {
  const document = parse(readFileSync(file, 'utf8'))
  const ast = await openapiTS(document, { defaultNonNullable: false, emptyObjectsUnknown: true, silent: true })
  return `// Made from openapi/control/control.yaml by scripts/generate.ts: the types of the control API.\n${astToString(ast)}`
}
