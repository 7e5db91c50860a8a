import { basename } from 'node:path/posix'
import { nearest } from '../api/v1/validation/nearest.ts'
import { isMap } from '../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../api/v1/yaml/to-value.ts'
import { fileAttributes } from './attributes/file.ts'
import { isSurelyFirstGeneration } from './generations/detect.ts'

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'include']

/** Whether a document is a Compose file, judged by its content: a `services` map alone proves nothing, as other tools have one too. */
export function isComposeDocument(value: YamlValue): boolean {
  if (!isMap(value)) return false
  const typo = mistypedSection(value)
  const isMistyped = typo?.meant === 'services' && hasServices(value[typo.key])
  const unknown = unknownIn(value)
  if (!hasSections(value)) return isSurelyFirstGeneration(value) || (isMistyped && unknown.length === 1)
  // A pipeline of GitLab has `services` as well, a list, and beside it jobs with an image each.
  const areAstray = value.services === null && servicesAstray(value).length > 0
  return unknown.length === 0 || hasServices(value.services) || isMistyped || areAstray
}

/** Whether a file has the name of a Compose file, so that whatever it holds is meant for one. */
export function isExpectedCompose(file: string): boolean {
  return /^(fig|(docker-)?compose(\.override)?)\.ya?ml$/.test(basename(file))
}

/** The keys of services that stand at the top of a file with sections instead of below `services`, as where they were not indented. */
export function servicesAstray(value: { [key: string]: YamlValue }): string[] {
  return unknownIn(value).filter((key) => looksLikeService(value[key]))
}

function unknownIn(value: { [key: string]: YamlValue }): string[] {
  return Object.keys(value).filter((key) => !Object.hasOwn(fileAttributes, key) && !key.startsWith('x-'))
}

/** The first unknown key of a map that resembles a section's name, with that name; undefined where there is none. */
export function mistypedSection(value: { [key: string]: YamlValue }): { key: string; meant: string } | undefined {
  for (const key of Object.keys(value)) {
    const meant = Object.hasOwn(fileAttributes, key) ? undefined : nearest(key, sections)
    if (meant !== undefined) return { key, meant }
  }
  return undefined
}

/** Whether a value is a map with at least one section of a Compose file. Files of the oldest format have none. */
export function hasSections(value: YamlValue): value is { [key: string]: YamlValue } {
  return isMap(value) && sections.some((key) => Object.hasOwn(value, key))
}

function hasServices(section: YamlValue | undefined): boolean {
  return isMap(section) && Object.values(section).some(looksLikeService)
}

function looksLikeService(value: YamlValue | undefined): boolean {
  return isMap(value) && (Object.hasOwn(value, 'image') || Object.hasOwn(value, 'build'))
}
