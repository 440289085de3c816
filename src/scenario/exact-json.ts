// JSON that is read and written again with every digit: dockerd's numbers of 64 bits are more than JavaScript's hold.

/** A text, which stays, or a number that may be too long. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g
// no text of dockerd's begins so
const MARK = '\u0000 exactly '
const MARKED = /"\\u0000 exactly (-?\d+)"/g

/** As JSON.parse, but numbers that would lose digits are texts, which `exactText` makes numbers again. Throws as it does. */
export const exactValue = (text: string): unknown =>
  JSON.parse(
    text.replace(TOKEN, (token) =>
      token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : JSON.stringify(MARK + token),
    ),
  )

export const exactText = (value: unknown): string => JSON.stringify(value).replace(MARKED, '$1')
