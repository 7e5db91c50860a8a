import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { booleanWord } from '../units/boolean.ts'
import { byteCount } from '../units/bytes.ts'
import { durationSeconds } from '../units/duration.ts'
import { goDuration } from '../units/go-duration.ts'
import { goNumber } from '../units/go-number.ts'
import { keyOrder, type Style } from './key-order.ts'

/** Converts a value to the form in which Compose prints it; undefined for what Compose leaves out. Invalid values stay as they are. */
export type Shape = (value: YamlValue, style?: Style) => YamlValue | undefined

/** A map of values. */
export type Values = { [key: string]: YamlValue }

/** A map with these attributes in this order; in YAML its `x-` extensions follow. */
export function struct(attributes: Readonly<Record<string, Shape>>): Shape {
  return (value, style) => {
    if (!isMap(value)) return value
    const printed = shaped(value, attributes, style)
    return style === 'json' ? printed : { ...printed, ...notesIn(value, style) }
  }
}

function shaped(value: Values, attributes: Readonly<Record<string, Shape>>, style: Style | undefined): Values {
  const entries = Object.entries(attributes).flatMap(([key, shape]): [string, YamlValue][] => {
    const written = value[key]
    const printed = written === undefined || written === null ? undefined : shape(written, style)
    return printed === undefined ? [] : [[key, printed]]
  })
  return Object.fromEntries(entries)
}

/** The `x-` extensions of a map, sorted by key at every level. */
export function notesIn(value: Values, style?: Style): Values {
  const notes = Object.entries(value).filter(([key]) => key.startsWith('x-'))
  return sortedDeep(Object.fromEntries(notes), style) as Values
}

/** Sorts maps by key at every level. */
export function sortedDeep(value: YamlValue, style?: Style): YamlValue {
  if (Array.isArray(value)) return value.map((each) => sortedDeep(each, style))
  if (!isMap(value)) return value
  return sortedMap(
    mapValues(value, (each) => sortedDeep(each, style)),
    style,
  )
}

/** Sorts a map by key. */
export function sortedMap(value: Values, style?: Style): Values {
  const order = keyOrder(style)
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => order(one, other)))
}

/** Any value, unchanged. */
export const anything: Shape = (value) => value

/** Text; left out where it is empty. */
export const text: Shape = (value) => (value === '' ? undefined : textOf(value))

/** A scalar as text; null is empty. */
export function textOf(value: YamlValue): string {
  if (typeof value === 'number') return goNumber(value)
  return value === null ? '' : String(value)
}

/** A boolean; left out where it is false. */
export const flag: Shape = (value) => (truth(value) === true ? true : undefined)

/** A boolean, printed also where it is false. */
export const eitherFlag: Shape = (value) => truth(value) ?? value

function truth(value: YamlValue): boolean | undefined {
  return typeof value === 'string' ? booleanWord(value) : typeof value === 'boolean' ? value : undefined
}

/** A number; left out where it is 0. */
export const number: Shape = (value) => (anyNumber(value) === 0 ? undefined : anyNumber(value))

/** A number, printed also where it is 0. */
export const anyNumber: Shape = (value) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return Number.isNaN(read) ? value : read
}

/** A size as its bytes in text; left out where it is 0. */
export const bytes: Shape = (value) => {
  const count = typeof value === 'string' && !/^-\d+$/.test(value) ? byteCount(value) : Number(value)
  return count === 0 ? undefined : String(count ?? value)
}

/** A duration as Go prints it. */
export const duration: Shape = (value) => {
  const seconds = durationSeconds(String(value))
  return seconds === undefined ? value : goDuration(seconds)
}

/** A duration as Go prints it; left out where it is 0. */
export const someDuration: Shape = (value) => (durationSeconds(String(value)) === 0 ? undefined : duration(value))

/** A list; a single item becomes a list, and an empty one is left out. */
export function list(item: Shape): Shape {
  return (value, style) => {
    const items = (Array.isArray(value) ? value : [value]).flatMap((each) => item(each, style) ?? [])
    return items.length === 0 ? undefined : items
  }
}

/** A list of texts. */
export const texts: Shape = list((value) => textOf(value))

/** A list of `KEY=value` or a map, as a map of texts sorted by key; left out where it is empty. A key without a value gets empty text. */
export const mapping: Shape = (value, style) =>
  nonEmpty(
    sortedMap(
      mapValues(pairs(value), (each) => textOf(each ?? '')),
      style,
    ),
  )

/** As `mapping`, but a key without a value gets null. */
export const mappingWithNothing: Shape = (value, style) =>
  nonEmpty(
    sortedMap(
      mapValues(pairs(value), (each) => (each === null ? null : textOf(each))),
      style,
    ),
  )

/** A list of `KEY=value` as a map; a map as it is. A key without a value gets null. */
export function pairs(value: YamlValue): Values {
  if (isMap(value)) return value
  const items = Array.isArray(value) ? value : []
  return Object.fromEntries(
    items.map((item): [string, YamlValue] => {
      const [, key = '', written] = /^([^=]*)(?:=([^]*))?$/.exec(textOf(item)) ?? []
      return [key, written ?? null]
    }),
  )
}

/** A map from names to values of this shape, sorted by name; left out where it is empty. Null values stay null. */
export function named(shape: Shape): Shape {
  return (value, style) =>
    isMap(value)
      ? nonEmpty(
          sortedMap(
            mapValues(value, (each) => (each === null ? null : (shape(each, style) ?? {}))),
            style,
          ),
        )
      : value
}

function mapValues(value: Values, make: (value: YamlValue) => YamlValue): Values {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, make(each)]))
}

function nonEmpty(value: Values): Values | undefined {
  return Object.keys(value).length === 0 ? undefined : value
}

/** A shape of maps for which a text is short for a map with just this key. */
export function shortFor(key: string, shape: Shape): Shape {
  return (value, style) => shape(isMap(value) ? value : { [key]: value }, style)
}
