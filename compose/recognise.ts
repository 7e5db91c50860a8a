import type { YamlValue } from '../api/v1/yaml/to-value.ts'
import { fileAttributes } from './attributes/file.ts'

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'include']

/** Whether a document is a Compose file, told by its content: other tools also have maps called services. */
export function isComposeDocument(value: YamlValue): boolean {
  if (!hasSections(value)) return false
  const keys = Object.keys(value)
  const isKnown = keys.every((key) => Object.hasOwn(fileAttributes, key) || key.startsWith('x-'))
  return isKnown || Object.values(isMap(value.services) ? value.services : {}).some(looksLikeService)
}

/** Whether a map has any of the sections of a Compose file; those of the oldest format have none. */
export function hasSections(value: YamlValue): value is { [key: string]: YamlValue } {
  return isMap(value) && sections.some((key) => Object.hasOwn(value, key))
}

function looksLikeService(value: YamlValue): boolean {
  return isMap(value) && (Object.hasOwn(value, 'image') || Object.hasOwn(value, 'build'))
}

function isMap(value: YamlValue | undefined): value is { [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
