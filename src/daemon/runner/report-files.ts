// The reports for machines that were asked for on the command line.
import { writeFile } from 'node:fs/promises'
import type { Option } from '../options.ts'
import { junitText } from './junit.ts'
import type { TestCase } from './test-case.ts'

export interface ReportFlags {
  readonly 'report-junit'?: string
  readonly 'report-json'?: string
}

export const reportFlags: Readonly<Record<keyof ReportFlags, Option>> = {
  'report-junit': { type: 'string', value: 'FILE', help: "Write a report in JUnit's XML" },
  'report-json': { type: 'string', value: 'FILE', help: 'Write a report in JSON' },
}

export interface Report {
  /** `mockerd run` and the command */
  readonly suite: string
  readonly cases: readonly TestCase[]
  readonly seconds: number
  /** What the report in JSON holds. */
  readonly json: unknown
}

export async function writeReports(flags: ReportFlags, { suite, cases, seconds, json }: Report): Promise<void> {
  const { 'report-junit': junit, 'report-json': plain } = flags
  if (junit !== undefined) await writeFile(junit, junitText(suite, cases, seconds))
  if (plain !== undefined) await writeFile(plain, `${JSON.stringify(json, null, 2)}\n`)
}
