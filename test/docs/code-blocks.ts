// The code in a Markdown file: what stands between its fences.

export interface CodeBlock {
  /** `ts`, `sh`, `text`, … */
  readonly language: string
  readonly code: string
  /** of its first line of code */
  readonly line: number
  /** What it prints: the block of text behind it, if nothing but white space is in between. */
  readonly prints: string | undefined
}

export function codeBlocks(markdown: string): CodeBlock[] {
  const found = [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1]!,
    code: match[2]!,
    line: markdown.slice(0, match.index).split('\n').length + 1,
    start: match.index,
    end: match.index + match[0].length,
  }))
  return found.map(({ language, code, line, end }, number) => {
    const next = found[number + 1]
    const isOutput = next?.language === 'text' && markdown.slice(end, next.start).trim() === ''
    return { language, code, line, prints: isOutput ? next.code : undefined }
  })
}
