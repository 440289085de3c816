// What `stty` shows and sets of a terminal.

export interface TerminalSettings {
  echo: boolean
  /** Line by line, with erase and end of file; otherwise every byte as it comes (icanon). */
  canonical: boolean
  /** Whether ^C, ^\ and ^Z send signals (isig). */
  signals: boolean
  /** Whether a typed return becomes a newline (icrnl). */
  returnIsNewline: boolean
  /** Whether a printed newline becomes return and newline (opost onlcr). */
  newlineReturns: boolean
  rows: number
  columns: number
}
