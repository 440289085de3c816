// What is wrong with bzip2's data, as Go's compress/bzip2 says it.

export function invalidBzip2(reason: string): Error {
  return new Error(`bzip2 data invalid: ${reason}`)
}
