// Several things that are wrong at once, told in one message (moby internal/multierror).
import { invalid } from '../../world/refusal.ts'

/** Throws invalid (400) with all complaints, if there are any. */
export function refuseAll(heading: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return
  const lines = complaints.length === 1 ? complaints : complaints.map((complaint) => `* ${complaint}`)
  throw invalid([`${heading}:`, ...lines].join('\n'))
}
