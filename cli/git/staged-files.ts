import { realpathSync } from 'node:fs'
import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManifestError } from '../../api/v1/provenance.ts'
import type { Source, StagedTree } from '../../api/v1/installation/requests.ts'
import { yamlLimits } from '../../api/v1/yaml/read-nodes.ts'
import { diskFiles } from '../../store/source/disk/disk-files.ts'
import type { Entry, SourceFiles } from '../../store/source/disk/source-files.ts'
import { walkTree } from '../../store/source/disk/tree-walk.ts'
import { stagedPath } from '../local/request/read-request.ts'

/** The manifests of a staged tree, by their future paths, read as in a watched directory. */
export interface StagedManifests {
  readonly sources: readonly Source[]
  readonly errors: readonly ManifestError[]
}

/** Reads all manifests of a staged tree. Files that are links out of it, and files that are no text, are errors. */
export async function readStaged(staged: StagedTree): Promise<StagedManifests> {
  const files = filesOf(staged)
  const { found, unusable, passed, incomplete } = await walkTree(files, staged.directory)
  const errors = [...unusable].map(([file, message]) => errorIn(file, message))
  if (incomplete !== undefined) errors.push(errorIn(staged.directory, incomplete))
  const sources: Source[] = [...passed].map(([file, { leads, reason }]) => ({
    file,
    unreadable: { line: 1, column: 1, message: reason, leads },
  }))
  for (const file of [...found.keys()].sort()) {
    const text = await textOf(files, file).catch((error: unknown) => error as Error)
    if (typeof text === 'string') sources.push({ file, text, inDirectory: true })
    else errors.push(errorIn(file, text.message))
  }
  return { sources, errors }
}

function errorIn(file: string, message: string): ManifestError {
  return { place: { file, line: 1, column: 1, origin: 'literal' }, path: '', message }
}

async function textOf(files: SourceFiles, file: string): Promise<string> {
  const bytes = await files.read(file, yamlLimits.bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Error('is not UTF-8: save it as UTF-8')
  }
}

/** The file system, with the stage in the place of the directory. */
function filesOf(staged: StagedTree): SourceFiles {
  const at = (path: string) => stagedPath(staged, path)
  const real = realpathSync(staged.at)
  return {
    list: (directory) => listed(staged, directory),
    stat: (path) => diskFiles.stat(at(path)),
    async realpath(path) {
      const found = await diskFiles.realpath(at(path))
      return stagedPath({ directory: real, at: staged.directory }, found)
    },
    read: (path, limit) => diskFiles.read(at(path), limit),
    mountTable: () => Promise.resolve(''),
    watch: (directory, hint) => diskFiles.watch(at(directory), hint),
  }
}

/** The entries of a directory: the links that the stage has in the place of what the push leaves are of the kind that they lead to. */
async function listed(staged: StagedTree, directory: string): Promise<readonly Entry[]> {
  const at = stagedPath(staged, directory)
  const entries = await diskFiles.list(at)
  const isStandIn = async ({ name, kind }: Entry) =>
    kind === 'symlink' && (await readlink(join(at, name))) === join(directory, name)
  const standIns = new Set<Entry>()
  for (const entry of entries) if (await isStandIn(entry)) standIns.add(entry)
  if (standIns.size === 0) return entries
  const there = new Map((await diskFiles.list(directory)).map((entry) => [entry.name, entry]))
  return entries.map((entry) => (standIns.has(entry) ? (there.get(entry.name) ?? entry) : entry))
}
