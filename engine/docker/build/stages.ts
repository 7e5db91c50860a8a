import type { BuildArgs } from '../../types/build.ts'
import { type Instruction, instructions } from '../../build/dockerfile.ts'

/**
 * Removes the stages that the target does not need: BuildKit skips them, but the classic builder runs every stage up to the target. Their
 * lines become comments and the stages empty, so that line and stage numbers stay.
 */
export function withoutUnusedStages(dockerfile: string, args: Pick<BuildArgs, 'target' | 'buildArgs'>): string {
  const { stages, needed } = stagesIn(instructions(dockerfile), args)
  if (needed === undefined) return dockerfile
  const [last = 0] = needed
  const lines = dockerfile.split('\n')
  for (const [index, { name, from, to = lines.length }] of stages.entries()) {
    if (needed.has(index) || index > last) continue
    for (let line = from; line < to; line++) lines[line] = `# ${lines[line]}`
    lines[from] = `FROM scratch${name === undefined ? '' : ` AS ${name}`}`
  }
  return lines.join('\n')
}

/**
 * The images that the needed stages of a Dockerfile build on or copy from, in lower case; unknown ones are left out. Unneeded stages don't
 * count, as several services may share a Dockerfile.
 */
export function imagesIn(dockerfile: string, args: Pick<BuildArgs, 'target' | 'buildArgs'>): readonly string[] {
  const { stages, needed } = stagesIn(instructions(dockerfile), args)
  const before = new Set<string | undefined>()
  const images = new Set<string>()
  for (const [index, { name, uses }] of stages.entries()) {
    const own = needed === undefined || needed.has(index) ? uses : []
    for (const use of own) if (use !== undefined && !before.has(use)) images.add(use)
    before.add(name).add(String(index))
  }
  return [...images]
}

/**
 * The names of a Dockerfile's stages, in lower case, where none of them is the target; undefined where one is, or where a frontend of its
 * own or a line that could not be parsed may make it.
 */
export function stagesWithout(target: string, dockerfile: string): readonly string[] | undefined {
  const all = [...instructions(dockerfile)]
  if (/^\d+$/.test(target) || all.some(({ text, heredoc }) => heredoc === 'open' || isOwnFrontend(text)))
    return undefined
  const { stages } = stagesIn(all, {})
  if (stages.length === 0 || stages.some(({ name }) => name === target.toLowerCase())) return undefined
  return stages.flatMap(({ name }) => name ?? [])
}

/** Whether a directive has another than Docker's own frontend read the Dockerfile. */
function isOwnFrontend(text: string): boolean {
  const [, frontend] = /^#\s*syntax\s*=\s*(\S+)/i.exec(text) ?? []
  return frontend !== undefined && !/^(docker\.io\/)?docker\/dockerfile(:|@|$)/.test(frontend)
}

interface Stage {
  readonly name: string | undefined
  /** The index of its first line, and of the next stage's first line, if any. */
  readonly from: number
  to?: number
  /** The images and stages (by name or number) that it uses; undefined for one that can't be determined. */
  readonly uses: (string | undefined)[]
}

/** The stages of a Dockerfile's instructions, and the numbers of those that the target needs; undefined where that can't be determined. */
function stagesIn(
  all: Iterable<Instruction>,
  { target, buildArgs = {} }: Pick<BuildArgs, 'target' | 'buildArgs'>,
): { readonly stages: readonly Stage[]; readonly needed: ReadonlySet<number> | undefined } {
  const stages: Stage[] = []
  const given = new Map(Object.entries(buildArgs))
  const values = new Map([...given.keys()].map((name) => [name, UNKNOWN]))
  let isCertain = true
  for (const each of all) {
    if (each.heredoc === 'open') isCertain = false
    const begun = begunBy(each, values)
    const before = stages.at(-1)
    if (begun && before) before.to = begun.from
    if (!begun) before?.uses.push(...copiedFrom(each), ...mountedFrom(each))
    if (begun) stages.push(begun)
    if (stages.length === 0)
      for (const [name, value] of defaultsOf(each)) values.set(name, given.get(name) ?? value ?? '')
  }
  // Only if all lines could be parsed as an engine does.
  return { stages, needed: isCertain ? neededFor(target, stages) : undefined }
}

function begunBy({ line, text }: Instruction, values: ReadonlyMap<string, string>): Stage | undefined {
  const [, image, name] = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text) ?? []
  return image === undefined
    ? undefined
    : { name: name?.toLowerCase(), from: line - 1, uses: [expanded(image, values)] }
}

/**
 * The value of an argument that is given but not declared: engines apply only a few of these, such as proxies. No image name contains it.
 */
const UNKNOWN = '$'

/** The names that an `ARG` before the first stage declares, with their defaults. */
function defaultsOf({ text }: Instruction): readonly (readonly [string, string | undefined])[] {
  const [, rest = ''] = /^ARG\s+(.*)$/i.exec(text) ?? []
  return rest.split(/\s+/).flatMap((each) => {
    const [, name, value] = /^(\w+)(?:=["']?(.*?)["']?)?$/.exec(each) ?? []
    return name === undefined ? [] : [[name, value] as const]
  })
}

/** The source of a `COPY --from`; unknown for an `ONBUILD`, where it refers to a later stage. */
function copiedFrom({ text }: Instruction): readonly (string | undefined)[] {
  const [, later, from] = /^(ONBUILD\s+)?COPY\s+(?:--\S+\s+)*?--from=(\S+)/i.exec(text) ?? []
  if (from === undefined) return []
  return [later === undefined ? nameIn(from) : undefined]
}

/** The sources of `RUN --mount=from=…`, a BuildKit feature. Parsed word by word (S12). */
function mountedFrom({ text }: Instruction): readonly (string | undefined)[] {
  if (!/^RUN\s/i.test(text)) return []
  return text.split(/\s+/).flatMap((word) => {
    const fields = word.startsWith('--mount=') ? word.slice('--mount='.length).split(',') : []
    return fields.flatMap((field) => (field.startsWith('from=') ? nameIn(field.slice('from='.length)) : []))
  })
}

/** The longest name; expanding many longer values would have no bound (S12). */
const LONGEST = 4_096

/** Expands the variables in an image's name; undefined for forms that are not supported here. */
function expanded(image: string, values: ReadonlyMap<string, string>): string | undefined {
  if (image.length > LONGEST) return undefined
  const text = image.replace(/\$(?:\w+|\{\w+(?::-[^${}]*)?\})/g, (variable) => {
    const [, name = '', otherwise = ''] = /(\w+)(?::-(.*)\})?/.exec(variable) ?? []
    return (values.get(name) || otherwise).slice(0, LONGEST)
  })
  return nameIn(text)
}

/** A name in lower case; undefined for a text with quotes, backslashes or variables, which may mean any name. */
function nameIn(text: string): string | undefined {
  return text.length < LONGEST && /^[\w.:/@-]+$/.test(text) ? text.toLowerCase() : undefined
}

/** The stages that a target needs, itself first; undefined where that can't be determined. A stage can only use earlier ones. */
function neededFor(target: string | undefined, stages: readonly Stage[]): ReadonlySet<number> | undefined {
  const last = target ? stages.findIndex(({ name }) => name === target.toLowerCase()) : stages.length - 1
  if (last < 0) return undefined // the engine will report that there is no such stage
  const needed = new Set<number>()
  const wanted = new Set<string | undefined>([String(last)])
  for (let index = last; index >= 0; index--) {
    const { name, uses = [] } = stages[index] ?? {}
    if (!wanted.has(String(index)) && !(name !== undefined && wanted.has(name))) continue
    needed.add(index)
    for (const use of uses) wanted.add(use)
    if (wanted.has(undefined)) return undefined
  }
  return needed
}
