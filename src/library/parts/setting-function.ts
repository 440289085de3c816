// What entry scripts of servers have in common: settings come in a variable, or in the file that another one names.

/**
 * The function `setting NAME [OTHERWISE]` of a shell script.
 * @param refuse what it runs where NAME and NAME_FILE are both set
 */
export const settingFunction = (
  refuse: string,
): string => `# the value of a variable, or what is in the file that <variable>_FILE names
setting() {
    eval "value=\\\${$1:-} file=\\\${$1_FILE:-}"
    if [ -n "$value" ] && [ -n "$file" ]; then
${refuse
  .split('\n')
  .map((line) => `        ${line}`)
  .join('\n')}
    fi
    if [ -n "$file" ]; then
        value=$(cat "$file")
    fi
    export "$1=\${value:-$2}"
    unset "$1_FILE"
}`

/** What most of them refuse with. */
export const plainSettingFunction: string = settingFunction(
  'echo "error: both $1 and $1_FILE are set (but are exclusive)" >&2\nexit 1',
)
