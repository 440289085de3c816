// Several things that are wrong at once, told in one message (moby internal/multierror).

/** One complaint as it is; several as a list, in which what follows a first line is indented. */
export function listed(complaints: readonly string[]): string {
  if (complaints.length < 2) return complaints.join('')
  return complaints.map((complaint) => `* ${complaint.replaceAll('\n', '\n\t')}`).join('\n')
}
