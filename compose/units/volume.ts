/** A parsed entry of `volumes` in the short form. */
export interface VolumeEntry {
  readonly type: 'Volume' | 'Bind' | 'NamedPipe'
  /** A volume's name or a path as written; absent for an anonymous volume. */
  readonly source?: string
  readonly target: string
  readonly options: readonly string[]
}

/** Why a text is no valid volume. */
export interface VolumeFlaw {
  readonly message: string
}

/**
 * Parses `[SOURCE:]TARGET[:OPTION,…]`. A source is a path when it begins like one, else a volume's name. A single letter before a colon is
 * a Windows drive only where a target follows, so that a volume may be named `a`.
 */
export function parseVolume(text: string): VolumeEntry | VolumeFlaw {
  const parts = joinDrives(text.split(':'))
  if (parts.includes('')) return { message: 'has an empty part: write SOURCE:TARGET or SOURCE:TARGET:ro' }
  if (parts.length > 3) return { message: 'has too many colons: write SOURCE:TARGET:OPTIONS' }
  const [first = '', target, options] = parts
  if (target === undefined) return { type: 'Volume', target: first, options: [] }
  const type = isPipe(first) ? 'NamedPipe' : isPath(first) ? 'Bind' : 'Volume'
  return { type, source: first, target, options: options?.split(',') ?? [] }
}

/** Whether a mount's source is a path of the host rather than a volume's name. */
export function isPath(source: string): boolean {
  return /^[./~\\]/.test(source) || /^[a-z]:/i.test(source)
}

function isPipe(source: string): boolean {
  return source.startsWith('\\\\')
}

function joinDrives(parts: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? ''
    const next = parts[at + 1]
    const drive = /^[a-z]$/i.test(part) && next !== undefined && isDrivePath(next, parts.slice(at + 2), joined.length)
    joined.push(drive ? `${part}:${next}` : part)
    if (drive) at += 1
  }
  return joined
}

/** Whether the parts begin with a path, with or without a drive. A lone letter is an option. */
function isTarget([first = '', second = '']: readonly string[]): boolean {
  return /^[/\\]/.test(first) || (/^[a-z]$/i.test(first) && /^[/\\]/.test(second))
}

/** Whether the part after a letter is a drive's path: `C:\x` always; `c:/x` only in a target, or in a source before a target. */
function isDrivePath(next: string, after: readonly string[], before: number): boolean {
  if (next.startsWith('\\')) return true
  return next.startsWith('/') && (before > 0 || isTarget(after))
}
