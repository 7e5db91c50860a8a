/** What a comment of GitLab or GitHub takes is about 64 KB. */
const MOST_CHARACTERS = 60_000

/** A plan's lines as Markdown, for a comment on a merge request: the outcome as the heading, all of it below as it is. */
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

/** Longer than any that stands in the text, so that nothing of it ends the block. */
function fenceFor(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? [])
  return '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)))
}
