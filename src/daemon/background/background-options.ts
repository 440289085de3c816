// What `mockerd start`, `stop`, `status` and `logs` have in common: which daemon is meant.

export const nameOption = {
  name: { kind: 'string', value: 'NAME', help: 'Which one, where there are several' },
} as const
