import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { booleanWord } from '../units/boolean.ts'
import { byteCount } from '../units/bytes.ts'
import { durationSeconds } from '../units/duration.ts'
import { goDuration } from '../units/go-duration.ts'
import { goNumber } from '../units/go-number.ts'
import { keyOrder, type Style } from './key-order.ts'

/** A value in the form in which Compose prints it; undefined for what it leaves out. What can't be read stays as it is. */
export type Shape = (value: YamlValue, style?: Style) => YamlValue | undefined

/** A map of values. */
export type Values = { [key: string]: YamlValue }

/** A map with these attributes in this order, and, in YAML, its notes after them. */
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

/** What begins with x-, and all in it, in the order of the names. */
export function notesIn(value: Values, style?: Style): Values {
  const notes = Object.entries(value).filter(([key]) => key.startsWith('x-'))
  return sortedDeep(Object.fromEntries(notes), style) as Values
}

/** Maps in the order of their keys, as what has no order of its own is printed. */
export function sortedDeep(value: YamlValue, style?: Style): YamlValue {
  if (Array.isArray(value)) return value.map((each) => sortedDeep(each, style))
  if (!isMap(value)) return value
  return sortedMap(
    mapValues(value, (each) => sortedDeep(each, style)),
    style,
  )
}

/** A map in the order of its keys. */
export function sortedMap(value: Values, style?: Style): Values {
  const order = keyOrder(style)
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => order(one, other)))
}

/** Whatever is there. */
export const anything: Shape = (value) => value

/** Text; nothing where it is empty. */
export const text: Shape = (value) => (value === '' ? undefined : textOf(value))

/** What a scalar is as text. */
export function textOf(value: YamlValue): string {
  if (typeof value === 'number') return goNumber(value)
  return value === null ? '' : String(value)
}

/** True; nothing where it is false. */
export const flag: Shape = (value) => (truth(value) === true ? true : undefined)

/** True or false. */
export const eitherFlag: Shape = (value) => truth(value) ?? value

function truth(value: YamlValue): boolean | undefined {
  return typeof value === 'string' ? booleanWord(value) : typeof value === 'boolean' ? value : undefined
}

/** A number; nothing where it is 0. */
export const number: Shape = (value) => (anyNumber(value) === 0 ? undefined : anyNumber(value))

/** A number, 0 too. */
export const anyNumber: Shape = (value) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return Number.isNaN(read) ? value : read
}

/** Bytes as text. */
export const bytes: Shape = (value) => {
  const count = typeof value === 'string' && !/^-\d+$/.test(value) ? byteCount(value) : Number(value)
  return count === 0 ? undefined : String(count ?? value)
}

/** A duration as Go prints it. */
export const duration: Shape = (value) => {
  const seconds = durationSeconds(String(value))
  return seconds === undefined ? value : goDuration(seconds)
}

/** The same; nothing where it is 0. */
export const someDuration: Shape = (value) => (durationSeconds(String(value)) === 0 ? undefined : duration(value))

/** A list, or one of its items by itself; nothing where it is empty. */
export function list(item: Shape): Shape {
  return (value, style) => {
    const items = (Array.isArray(value) ? value : [value]).flatMap((each) => item(each, style) ?? [])
    return items.length === 0 ? undefined : items
  }
}

/** Texts. */
export const texts: Shape = list((value) => textOf(value))

/** `KEY=value` in a list or a map, as a map of texts in the order of their names; nothing where it is empty. */
export const mapping: Shape = (value, style) =>
  nonEmpty(
    sortedMap(
      mapValues(pairs(value), (each) => textOf(each ?? '')),
      style,
    ),
  )

/** The same, where a key without a value has none. */
export const mappingWithNothing: Shape = (value, style) =>
  nonEmpty(
    sortedMap(
      mapValues(pairs(value), (each) => (each === null ? null : textOf(each))),
      style,
    ),
  )

/** `KEY=value` in a list as a map; a map as it is. */
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

/** A map of names, each in this shape, in their order; nothing stays nothing. */
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

/** A map by the key that its text is short for. */
export function shortFor(key: string, shape: Shape): Shape {
  return (value, style) => shape(isMap(value) ? value : { [key]: value }, style)
}
