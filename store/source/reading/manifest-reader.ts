import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { InactiveService, Inclusion, Manifest, ManifestError } from '../../../api/v1/provenance.ts'
import type { ParsedText } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'

/** What a stack's files are read with: where they stand, and what they may ask for. */
export interface ApplyContext {
  /** Relative paths are taken from here; absent: the file's own directory. */
  readonly baseDirectory?: string
  /** The stack of what names none; absent: the directory's name, as Compose has it. */
  readonly stack?: string
  /** Services that are named: their profiles count as active. */
  readonly named?: readonly string[]
  /** A variable of whoever applies; only those that the files name are asked for. */
  readonly variable: (name: string) => string | undefined
  /** A file beside the manifest, by absolute path; an error with `code` ENOENT when it is not there. */
  readonly readFile: (path: string) => string | Error
  /** False: what is declared is named alone, as by a deletion, and may break rules. */
  readonly consistency?: boolean
  /** The directory that is read: what a format finds by itself beside a file has to be in it; absent: it may be anywhere. */
  readonly root?: string
  /** It is one object that came over the API: what it refers to stands elsewhere. */
  readonly written?: true
}

/** One text to be read. */
export interface ManifestText {
  /** Absolute path: errors name it. */
  readonly file: string
  readonly text: string
  /** What is merged over it; absent: what its format merges over it by itself, where that stands beside it. */
  readonly over?: readonly ManifestText[]
}

/** A text whose documents are known. */
export interface ParsedManifestText extends ManifestText {
  readonly parsed: ParsedText
}

/** What came of one text. */
export interface FileManifests {
  readonly manifests: readonly Manifest<ObjectOf>[]
  /** With any of these, none of the file's manifests is used (S1). */
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  /** Other files that it was made of, or asked for: a change of theirs changes it. */
  readonly sideFiles: readonly string[]
  /** Those of them that became part of it, and are no manifests of their own. */
  readonly parts?: readonly string[]
  /** Those of the parts that it includes, and where. */
  readonly included?: readonly Inclusion[]
  /** Services that it has and that their profiles leave out. */
  readonly inactive?: readonly InactiveService[]
  /** Variables that are not set, and that the stack's name hangs on, or which services take part. */
  readonly unset?: readonly string[]
  /** The files, absolute, that its directory says are the one project of its, where that can be followed. */
  readonly listed?: readonly string[]
  /** It is a Compose project, or was meant as one. */
  readonly isProject?: true
  /** The stacks that its manifests name, those with errors too. */
  readonly stacks?: readonly string[]
  /** Nothing in it says that it is meant for us: a watched tree passes it by, `validate` shows the errors. */
  readonly foreign: boolean
}

/** Reads one format that is not ours, such as Compose's. */
export interface ManifestReader {
  readonly name: string
  /** Told by content: whether the first document of a text is in this format. */
  recognises(document: YamlValue): boolean
  /** Told by the file's name, where the content does not tell: a map in it can be meant as nothing else. */
  expects(file: string, document: YamlValue): boolean
  read(source: ParsedManifestText, context: ApplyContext): Omit<FileManifests, 'foreign'>
}
