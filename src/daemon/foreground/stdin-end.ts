// The end of the standard input, which is that of whoever holds its other side, however that has ended.

/** Resolves once there is no more to come. What comes before is thrown away. */
export function stdinEnd(): Promise<void> {
  const { stdin } = process
  return new Promise((resolve) => {
    for (const event of ['end', 'error', 'close']) stdin.on(event, () => resolve())
    stdin.resume()
  })
}
