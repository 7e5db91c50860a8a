import type { Accepted } from './accepted.ts'
import type { FileReading, ResourceId } from './reading.ts'

/** The files that were part of another one when that was accepted last. */
export type PartsBefore = (file: string) => readonly string[]

/** What was accepted says it of each file. */
export function partsBefore(accepted: ReadonlyMap<ResourceId, Accepted>): PartsBefore {
  const byFile = new Map<string, string[]>()
  for (const { file, parts } of accepted.values()) {
    if (parts) byFile.set(file, [...(byFile.get(file) ?? []), ...parts])
  }
  return (file) => byFile.get(file) ?? []
}

/**
 * Readings in which files that became part of another one declare nothing by themselves. Of a file that is broken those count
 * that were its parts before: they must not become stacks of their own by a slip in another file (S1).
 */
export function withoutParts(
  files: ReadonlyMap<string, FileReading>,
  before: PartsBefore,
): ReadonlyMap<string, FileReading> {
  const parts = new Set<string>()
  for (const reading of files.values()) {
    if (parts.has(reading.file)) continue
    const known = reading.errors.length > 0 ? before(reading.file) : []
    for (const part of [...(reading.parts ?? []), ...known]) if (part !== reading.file) parts.add(part)
  }
  if (parts.size === 0) return files
  return new Map([...files].map(([file, reading]) => [file, parts.has(file) ? asPart(reading) : reading]))
}

function asPart({ parts: _, ...reading }: FileReading): FileReading {
  return { ...reading, manifests: [], errors: [], warnings: [], foreign: false }
}
