import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { readers } from '../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { type Source, startSource } from '../../../store/source/source.ts'

const head = (kind: string, name: string) =>
  `apiVersion: reconcile.dev/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`
const FILES: Readonly<Record<string, string>> = {
  'all.yaml':
    `# the page\n${head('Config', 'a')}spec: { content: hi }\n---\n# the front\n${head('Service', 'web')}` +
    'spec:\n  replicas: 2 # two\n  template: { image: a, env: [{ name: A, value: b }] }\n',
  'kept.yaml': `${head('Config', 'kept')}spec: { content: always }\n`,
  'compose.yaml': 'services:\n  a:\n    image: a # one\n  b:\n    image: b\n    scale: 2\n',
}

/** A directory that is watched as serve does it, with a stack `tree` in it. */
export interface WatchedTree {
  /** How the files and the state differ, in words; empty where they agree. */
  differences(): readonly string[]
  close(): Promise<void>
}

/** Writes the directory below the home and watches it. */
export async function watchTree(core: Core): Promise<WatchedTree> {
  const [root, variable] = [join(core.home, 'watched'), () => undefined]
  const directory = join(root, 'tree')
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(directory, name), text)
  const { store, clock, settings } = core
  const hostsReady = Promise.resolve()
  const treeEqualsHead = async () => false
  const watching = { files: diskFiles, readers, variable, treeEqualsHead, hostsReady, log: () => undefined }
  const source: Source = startSource({ roots: [root], store, clock, settings, ...watching })
  await source.firstReadingDone
  const said = () =>
    readdirSync(directory).flatMap((name) => {
      const file = join(directory, name)
      const text = readIfThere(file)
      if (text === undefined) return []
      const { manifests, errors } = readText({ file, text }, { variable, readFile: readSideFile }, readers)
      return [
        ...errors.map(({ message }) => `${name}: ${message}`),
        ...manifests.map(({ id, hash }) => `${id} ${hash}`),
      ]
    })
  const kept = () => [...acceptedOf(store).values()].filter((each) => each.root === root)
  return {
    differences() {
      const [files, state] = [new Set(said()), new Set(kept().map(({ id, hash }) => `${id} ${hash}`))]
      return [
        ...[...files].filter((each) => !state.has(each)).map((each) => `in the files alone: ${each}`),
        ...[...state].filter((each) => !files.has(each)).map((each) => `in the state alone: ${each}`),
        ...source.errors().map(({ message }) => message),
      ]
    },
    close: () => source.close(),
  }
}

/** A file that is being rewritten has another name for a moment, and may be gone once it was listed. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    return undefined
  }
}
