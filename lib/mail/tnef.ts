import { decodeCharset } from './charset'
import { readRtf } from './rtf'
import { decompressRtf } from './tnef-rtf'

/** What Outlook wraps into winmail.dat instead of sending MIME. */
export type TnefContent = {
  readonly text: string | null
  readonly html: string | null
  readonly files: readonly TnefFile[]
}
export type TnefFile = {
  readonly name: string | null
  readonly contentType: string | null
  readonly bytes: Uint8Array
}

const SIGNATURE = 0x223e9f78
const MAX_ATTRIBUTES = 10_000
const MAX_PROPERTIES = 2_000
const MAX_FILES = 200

/**
 * Reads a TNEF stream ([MS-OXTNEF]): attributes one after the other, some of them lists of MAPI properties. Every
 * length is checked against what is there, so that a damaged stream gives what stands before the damage. null when
 * the bytes are no TNEF.
 */
export function readTnef(bytes: Uint8Array): TnefContent | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < 6 || view.readUInt32LE(0) !== SIGNATURE) return null
  const reading: Reading = { text: null, html: null, rtf: null, codepage: 1252, files: [] }
  let at = 6
  for (let count = 0; count < MAX_ATTRIBUTES && at + 9 <= view.length; count++) {
    const id = view.readUInt32LE(at + 1) & 0xffff
    const length = view.readUInt32LE(at + 5)
    const end = at + 9 + length
    if (end > view.length) break
    readAttribute(id, view.subarray(at + 9, end), reading)
    // Two bytes of checksum, which nobody who is only late or cut gets right.
    at = end + 2
  }
  const rich = reading.rtf === null ? null : readRtf(reading.rtf)
  const hasText = reading.text !== null && reading.text.trim() !== ''
  return {
    text: hasText || rich === null || rich.html !== null ? reading.text : rich.text,
    html: reading.html ?? rich?.html ?? null,
    files: [
      ...reading.files.flatMap(({ name, contentType, bytes: data }) =>
        data === null ? [] : [{ name, contentType, bytes: data }],
      ),
      // The HTML in it is shown; of other rich text only the words are.
      ...(reading.rtf === null || typeof rich?.html === 'string'
        ? []
        : [{ name: 'message.rtf', contentType: 'application/rtf', bytes: reading.rtf }]),
    ],
  }
}

type OpenFile = { name: string | null; contentType: string | null; bytes: Uint8Array | null }
type Reading = {
  text: string | null
  html: string | null
  rtf: Uint8Array | null
  codepage: number
  readonly files: OpenFile[]
}

/** Attribute ids of [MS-OXTNEF] section 2.1.3.2, without their types. */
function readAttribute(id: number, data: Buffer, reading: Reading): void {
  const file = reading.files.at(-1)
  if (id === 0x9007 && data.length >= 4) reading.codepage = data.readUInt32LE(0)
  else if (id === 0x9002 && reading.files.length < MAX_FILES) {
    reading.files.push({ name: null, contentType: null, bytes: null })
  } else if (id === 0x800c) reading.text ??= text8(data, reading)
  else if (id === 0x8010 && file) file.name ??= text8(data, reading)
  else if (id === 0x800f && file) file.bytes = data
  else if (id === 0x9005 && file) readFileProperties(data, file, reading)
  else if (id === 0x9003) readMessageProperties(data, reading)
}

function readMessageProperties(data: Buffer, reading: Reading): void {
  for (const { id, type, value } of properties(data)) {
    if (id === 0x1000) reading.text = textOf(type, value, reading)
    else if (id === 0x1013)
      reading.html = type === 0x102 ? text8(value, reading) : textOf(type, value, reading)
    else if (id === 0x1009) reading.rtf = decompressRtf(value)
  }
}

function readFileProperties(data: Buffer, file: OpenFile, reading: Reading): void {
  for (const { id, type, value } of properties(data)) {
    if (id === 0x3707 || (id === 0x3001 && file.name === null)) file.name = textOf(type, value, reading)
    else if (id === 0x370e) file.contentType = textOf(type, value, reading)
    // An object begins with the sixteen bytes of its interface's id.
    else if (id === 0x3701) file.bytes = type === 0x0d ? value.subarray(16) : value
  }
}

type Property = { readonly id: number; readonly type: number; readonly value: Buffer }

function* properties(data: Buffer): Generator<Property> {
  let at = 4
  const count = data.length < 4 ? 0 : Math.min(data.readUInt32LE(0), MAX_PROPERTIES)
  for (let i = 0; i < count; i++) {
    if (at + 4 > data.length) return
    const type = data.readUInt16LE(at) & 0x0fff
    const isMultiple = (data.readUInt16LE(at) & 0x1000) !== 0
    const id = data.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) {
      at = afterName(data, at)
      if (at < 0) return
    }
    const isVariable = type === 0x1e || type === 0x1f || type === 0x102 || type === 0x0d
    let values = 1
    if (isVariable || isMultiple) {
      if (at + 4 > data.length) return
      values = data.readUInt32LE(at)
      at += 4
    }
    if (values > MAX_PROPERTIES) return
    for (let k = 0; k < values; k++) {
      const size = isVariable ? (at + 4 <= data.length ? data.readUInt32LE(at) : -1) : fixedSize(type)
      if (size < 0) return
      if (isVariable) at += 4
      if (at + size > data.length) return
      if (k === 0) yield { id, type, value: data.subarray(at, at + size) }
      at += Math.ceil(size / 4) * 4
    }
  }
}

/** Named properties carry the id of their set and a number or a name. */
function afterName(data: Buffer, at: number): number {
  if (at + 24 > data.length) return -1
  if (data.readUInt32LE(at + 16) === 0) return at + 24
  const length = data.readUInt32LE(at + 20)
  const end = at + 24 + Math.ceil(length / 4) * 4
  return end > data.length ? -1 : end
}

function fixedSize(type: number): number {
  switch (type) {
    case 0x02:
    case 0x03:
    case 0x04:
    case 0x0a:
    case 0x0b:
      return 4
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x14:
    case 0x40:
      return 8
    case 0x48:
      return 16
    default:
      return -1
  }
}

const textOf = (type: number, value: Buffer, reading: Reading): string =>
  type === 0x1f ? withoutEnd(new TextDecoder('utf-16le').decode(value)) : text8(value, reading)

const text8 = (value: Buffer, { codepage }: Reading): string =>
  withoutEnd(decodeCharset(value, codepage === 65001 ? 'utf-8' : `windows-${codepage}`).text)

function withoutEnd(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}
