/** What a Dockerfile uses that only BuildKit understands. */
export interface BuildkitNeed {
  readonly line: number
  /** Such as `RUN --mount`. */
  readonly what: string
}

/** The first such thing in a Dockerfile, or undefined where the classic builder will do. */
export function buildkitNeed(dockerfile: string): BuildkitNeed | undefined {
  for (const { line, text } of instructions(dockerfile)) {
    const found = needs.find(([pattern]) => pattern.test(text))
    if (found) return { line, what: found[1] }
  }
  return undefined
}

const needs: readonly (readonly [RegExp, string])[] = [
  [/^#\s*syntax\s*=/i, '# syntax='],
  [/^RUN\s+(--\S+\s+)*--mount\b/i, 'RUN --mount'],
  [/^RUN\s+(--\S+\s+)*--network\b/i, 'RUN --network'],
  [/^RUN\s+(--\S+\s+)*--security\b/i, 'RUN --security'],
  [/^(COPY|ADD)\s+(--\S+\s+)*--link\b/i, 'COPY --link'],
  [/^(COPY|ADD)\s+(--\S+\s+)*--chmod\b/i, 'COPY --chmod'],
  [/^COPY\s+(--\S+\s+)*--(parents|exclude)\b/i, 'COPY --parents or --exclude'],
  [/^ADD\s+(--\S+\s+)*--(checksum|keep-git-dir|unpack)\b/i, 'ADD --checksum'],
  [/^(RUN|COPY|ADD)\s(.*\s)?<<-?["']?[A-Za-z_]/i, 'a heredoc'],
]

/** Instructions with their continuations joined; of comments only the directives at the head. */
function* instructions(dockerfile: string): Generator<{ line: number; text: string }> {
  let begun: { line: number; text: string } | undefined
  let atHead = true
  for (const [index, raw] of dockerfile.split(/\r?\n/).entries()) {
    const text = raw.trim()
    if (text.startsWith('#')) {
      if (atHead) yield { line: index + 1, text }
      continue
    }
    atHead = false
    if (text === '') continue
    begun = begun ? { line: begun.line, text: `${begun.text} ${text}` } : { line: index + 1, text }
    if (/[\\`]$/.test(text)) {
      begun.text = begun.text.slice(0, -1)
      continue
    }
    yield begun
    begun = undefined
  }
  if (begun) yield begun
}
