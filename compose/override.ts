import { basename, dirname, join } from 'node:path/posix'
import { fileReason } from '../api/v1/file-reason.ts'
import type { ManifestError } from '../api/v1/provenance.ts'
import { parseDocuments } from '../api/v1/yaml/parse-documents.ts'
import { defaultNames, overrideNames } from './default-names.ts'
import type { ComposeText } from './load.ts'
import { isMissing, type ReadFile } from './project-variables.ts'

/** The files to merge over a file, as found beside it. */
export interface Beside {
  readonly over: readonly ComposeText[]
  readonly errors: readonly ManifestError[]
  readonly filesRead: readonly string[]
}

/** Finds the override file of a project. All candidate names are read up front, because the reader may have to fetch them. */
export function besides({ file }: Pick<ComposeText, 'file'>, readFile: ReadFile): Beside {
  const before = defaultNames.indexOf(basename(file))
  if (before < 0) return { over: [], errors: [], filesRead: [] }
  const found = (names: readonly string[]) =>
    names.map((name) => join(dirname(file), name)).map((path) => ({ file: path, text: readFile(path) }))
  const [rivals, overrides] = [found(defaultNames.slice(0, before)), found(overrideNames)]
  const filesRead = [...rivals, ...overrides].map((each) => each.file)
  const override = overrides.find(({ text }) => typeof text === 'string' || !isMissing(text))
  if (!override || rivals.some(isProject)) return { over: [], errors: [], filesRead }
  const { text } = override
  if (typeof text === 'string') return { over: [{ file: override.file, text }], errors: [], filesRead }
  const place = { file: override.file, line: 1, column: 1, origin: 'literal' as const }
  return { over: [], errors: [{ place, path: '', message: `can't be read: ${fileReason(text)}` }], filesRead }
}

/** Whether a file that Compose would prefer is a readable project. A blank or half-written one must not claim the override file (S1). */
function isProject({ file, text }: { readonly file: string; readonly text: string | Error }): boolean {
  if (typeof text !== 'string') return false
  const { documents, errors } = parseDocuments(text, file)
  return documents.length > 0 && errors.length === 0
}
