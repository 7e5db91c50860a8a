import { dirname } from 'node:path'
import type { Source, SourceText } from '../../api/v1/installation/requests.ts'
import { isDefaultName } from '../../compose/default-names.ts'
import { serviceKeys } from '../../compose/generations/known.ts'

/**
 * Files that were named, those of one Compose project together, in the order in which they were named. A file begins another
 * project when it has another `name:`, or when it has the name by which Compose finds a project and stands in another directory.
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

/** Told without parsing, which is costly to load: whoever reads the texts refuses what is no Compose file. */
function looksLikeCompose(text: string): boolean {
  if (looksLikeOurs(text)) return false
  if (/^(["']?|[ \t]*\{\s*")(services|include|networks|volumes|secrets|configs|name)["']?\s*:/m.test(text)) return true
  const below = [...text.matchAll(/^(?:[ \t]+|[^\s#:]+:[ \t]*\{[ \t]*)["']?([a-z_]+)["']?:/gm)]
  return below.some(([, key = '']) => serviceKeys.first.has(key))
}

/** In JSON what it is stands behind a brace; elsewhere what is indented may be the content of a config. */
function looksLikeOurs(text: string): boolean {
  const words = /^\s*\{/.test(text) ? /[{,\s]["']?apiVersion["']?\s*:/ : /^["']?(apiVersion|kind)["']?\s*:/m
  return words.test(text)
}
