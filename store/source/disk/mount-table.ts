/** A line of the kernel's mount table. */
export interface MountLine {
  readonly id: string
  /** The id of the parent mount. */
  readonly parent: string
  /** The mounted directory, or file, within the file system. */
  readonly part: string
  /** The mount point. */
  readonly at: string
  readonly type: string
  /** A device, a server's export, or a name. */
  readonly source: string
}

/** Parses a `/proc/PID/mountinfo` (proc_pid_mountinfo(5)): `id parent device PART POINT options … - type source …`. */
export function mountLines(table: string): readonly MountLine[] {
  return table.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [id, parent, , part, at] = before.split(' ').map(unescaped)
    const [type = '', source = ''] = after.split(' ').map(unescaped)
    return id && parent && part && at ? [{ id, parent, part, at, type, source }] : []
  })
}

/** Decodes the octal escapes of blanks and the like. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
