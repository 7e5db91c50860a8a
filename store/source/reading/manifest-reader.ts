import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { InactiveService, Inclusion, Manifest, ManifestError } from '../../../api/v1/provenance.ts'
import type { ParsedText } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'

/** The context in which files are read. */
export interface ApplyContext {
  /** The base of relative paths; absent: the file's own directory. */
  readonly baseDirectory?: string
  /** The stack of manifests that name none; absent: the directory's name, as in Compose. */
  readonly stack?: string
  /** Services named on the command line: their profiles count as active. */
  readonly named?: readonly string[]
  /** Looks up a variable of the caller; only those that the files use are asked for. */
  readonly variable: (name: string) => string | undefined
  /** Reads a file beside the manifest, by absolute path; an error with `code` ENOENT when it does not exist. */
  readonly readFile: (path: string) => string | Error
  /** False: the files only name resources, as for a deletion, and consistency rules are not checked. */
  readonly consistency?: boolean
  /** The directory being read, to which files that a format finds by itself are confined; absent: no limit. */
  readonly root?: string
  /** The text is one object from the API: what it refers to is elsewhere. */
  readonly written?: true
}

export interface ManifestText {
  /** Absolute path: errors name it. */
  readonly file: string
  readonly text: string
  /** The files merged over it; absent: those that its format merges by itself, if they are beside it. */
  readonly over?: readonly ManifestText[]
}

/** A text with its parsed documents. */
export interface ParsedManifestText extends ManifestText {
  readonly parsed: ParsedText
}

/** The result of reading one text. */
export interface FileManifests {
  readonly manifests: readonly Manifest<ObjectOf>[]
  /** If there are any, none of the file's manifests is used (S1). */
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  /** Other files that it was made from or looked for: a change of one changes it. */
  readonly sideFiles: readonly string[]
  /** The side files that were merged over it, in order. */
  readonly merged?: readonly string[]
  /** The side files that became part of it, and are no manifests of their own. */
  readonly parts?: readonly string[]
  /** The parts that it includes, and where. */
  readonly included?: readonly Inclusion[]
  /** Services that it declares but whose profiles are off. */
  readonly inactive?: readonly InactiveService[]
  /** Unset variables on which the stack's name depends, or which services take part. */
  readonly unset?: readonly string[]
  /** Set if the name of its stack comes from a variable that is set. */
  readonly isNamedByVariable?: true
  /** The files, absolute, that COMPOSE_FILE names as the project of its directory, where that can be followed. */
  readonly listed?: readonly string[]
  /** Set for a Compose project, valid or not. */
  readonly isProject?: true
  /** The stacks that its manifests name, including invalid ones. */
  readonly stacks?: readonly string[]
  /** Whether nothing in it shows that it is meant for us: a watched directory ignores it, `validate` shows the errors. */
  readonly foreign: boolean
  /** Set for a plan that `plan --out` kept, which may lie among manifests. */
  readonly isKeptPlan?: true
}

/** A reader for a foreign format, such as Compose. */
export interface ManifestReader {
  readonly name: string
  /** Whether the content of the first document is in this format. */
  recognises(document: YamlValue): boolean
  /** Whether the file's name says that it is in this format, whatever it holds. */
  expects(file: string): boolean
  read(source: ParsedManifestText, context: ApplyContext): Omit<FileManifests, 'foreign'>
}
