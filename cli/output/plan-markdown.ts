/** The comment limit of GitLab and GitHub is about 64 KB. */
const MOST_CHARACTERS = 60_000

/** Formats a plan as Markdown for a comment on a merge request: the outcome as the heading, all lines in a code block. */
export function planMarkdown(lines: readonly string[]): readonly string[] {
  const outcome = lines.at(-1) ?? ''
  const shown = fitting(lines)
  const left = lines.length - shown.length
  const fence = fenceFor(shown)
  return [
    `### reconcile plan: ${outcome}`,
    ...(lines.length > 1 ? ['', fence, ...shown, fence] : []),
    ...(left > 0 ? ['', `${left} more lines do not fit a comment: see the job's output.`] : []),
  ]
}

function fitting(lines: readonly string[]): readonly string[] {
  let size = 0
  const end = lines.findIndex((line) => (size += line.length + 1) > MOST_CHARACTERS)
  return end < 0 ? lines : lines.slice(0, end)
}

/** A fence longer than any in the text, so that the text can't end the block. */
function fenceFor(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? [])
  return '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)))
}
