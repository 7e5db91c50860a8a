import { dirname } from 'node:path'
import type { Source, SourceText } from '../../api/v1/installation/requests.ts'
import { isDefaultName } from '../../compose/default-names.ts'
import { serviceKeys } from '../../compose/generations/known.ts'

/**
 * Groups named files into Compose projects; later files of a project are merged over its first. A file begins another project if it has a
 * different `name:`, or if it has a default Compose file name in another directory.
 */
export function withProjects(sources: readonly Source[]): readonly Source[] {
  const groups: Source[][] = []
  let main: SourceText | undefined
  let project: Source[] = []
  for (const source of sources) {
    const text = 'text' in source && looksLikeCompose(source.text) ? source : undefined
    if (text && main && !beginsProject(text, main)) project.push(merged(text))
    else {
      const group: Source[] = [source]
      groups.push(group)
      if (text) [main, project] = [text, group]
    }
  }
  return groups.flat()
}

function merged(source: Source): Source {
  return 'text' in source ? { ...source, over: true } : source
}

function beginsProject(source: SourceText, main: SourceText): boolean {
  const [name, other] = [nameIn(source.text), nameIn(main.text)]
  if (name !== undefined && other !== undefined && name !== other) return true
  return isDefaultName(source.file) && dirname(source.file) !== dirname(main.file)
}

function nameIn(text: string): string | undefined {
  return /^name:[ \t]*["']?([^\s"'#]+)/m.exec(text)?.[1]
}

/** A textual guess, as loading the parser is costly. A wrong guess is refused later, when the file is parsed. */
function looksLikeCompose(text: string): boolean {
  if (looksLikeOurs(text)) return false
  if (/^(["']?|[ \t]*\{\s*")(services|include|networks|volumes|secrets|configs|name)["']?\s*:/m.test(text)) return true
  const below = [...text.matchAll(/^(?:[ \t]+|[^\s#:]+:[ \t]*\{[ \t]*)["']?([a-z_]+)["']?:/gm)]
  return below.some(([, key = '']) => serviceKeys.first.has(key))
}

/**
 * Whether the text is a manifest of ours. In JSON `apiVersion` may follow a brace; in YAML it must not be indented, as indented text may be
 * the content of a config.
 */
function looksLikeOurs(text: string): boolean {
  const words = /^\s*\{/.test(text) ? /[{,\s]["']?apiVersion["']?\s*:/ : /^["']?(apiVersion|kind)["']?\s*:/m
  return words.test(text)
}
