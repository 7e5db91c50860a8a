import { basename, dirname } from 'node:path'
import type { Source, SourceText } from '../../api/v1/requests.ts'
import { defaultNames, isDefaultName, overrideNames } from '../../compose/default-names.ts'
import { serviceKeys } from '../../compose/generations/known.ts'
import { isOverrideName } from '../../store/source/file-names.ts'

/**
 * The texts of a directory, each override file after the one that it is merged over, as Compose does by itself; one that
 * stands alone stays where it is, and is passed by.
 */
export function withOverrides(sources: readonly Source[]): readonly Source[] {
  const over = new Map<string, Source>()
  for (const directory of new Set(sources.map(({ file }) => dirname(file)))) {
    const own = sources.filter(({ file }) => dirname(file) === directory)
    const main = firstOf(own, defaultNames)
    const override = firstOf(own, overrideNames)
    if (main && override) over.set(main.file, override)
  }
  const moved = new Set(over.values())
  return sources.flatMap((source) => {
    const override = over.get(source.file)
    if (moved.has(source)) return []
    return override ? [source, merged(override)] : [source]
  })
}

function firstOf(sources: readonly Source[], names: readonly string[]): Source | undefined {
  const found = names.map((name) => sources.find(({ file }) => basename(file) === name))
  return found.find((source) => source !== undefined)
}

function merged(source: Source): Source {
  return 'text' in source ? { ...source, over: true } : source
}

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

/** Whether a source of a directory is an override file that nothing was found for. */
export function isLoneOverride(source: Source): boolean {
  return (
    'text' in source && source.inDirectory === true && source.over !== true && isOverrideName(basename(source.file))
  )
}
