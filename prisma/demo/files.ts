import { crc32, deflateSync } from 'node:zlib'
import type { DemoFileName } from './types'

export interface DemoFile {
  fileName: string
  contentType: string
  bytes: Uint8Array
}

/** An attachment of the demo, drawn here so that no binary lies in the repository. */
export const demoFile = (name: DemoFileName): DemoFile => makers[name]()

const makers: Record<DemoFileName, () => DemoFile> = {
  'label.png': () => picture('label.png', 360, 200, drawLabel),
  'board.png': () => picture('board.png', 400, 260, drawBoard),
  'chart.png': () => picture('chart.png', 420, 200, drawChart),
  'serials.csv': () => text('serials.csv', 'text/csv', serials()),
  'order.txt': () => text('order.txt', 'text/plain', 'SC-12;20;2027-01-22\nSC-12;20;2027-02-19\n'),
}

type Colour = readonly [red: number, green: number, blue: number]

const paper: Colour = [247, 247, 244]
const ink: Colour = [38, 42, 51]
const copper: Colour = [196, 140, 62]
const green: Colour = [28, 92, 68]
const red: Colour = [205, 62, 54]

function drawLabel(x: number, y: number): Colour {
  const isBorder = x < 10 || y < 10 || x >= 350 || y >= 190
  const isBar = y > 110 && y < 170 && x > 30 && x < 330 && (x * 7919) % 11 < 5
  const isLine =
    x > 30 &&
    ((y > 32 && y < 46 && x < 250) || (y > 62 && y < 72 && x < 300) || (y > 84 && y < 92 && x < 200))
  return isBorder || isBar || isLine ? ink : paper
}

function drawBoard(x: number, y: number): Colour {
  const isChip = x > 150 && x < 250 && y > 80 && y < 180
  const isPin = !isChip && x > 140 && x < 260 && y > 70 && y < 190 && (x + y) % 12 < 6
  const isTrack = x % 40 < 3 || y % 52 < 3
  const isRelay = x > 300 && x < 360 && y > 40 && y < 100
  if (isChip) return ink
  if (isRelay) return red
  if (isPin || isTrack) return copper
  return green
}

function drawChart(x: number, y: number): Colour {
  const level = 70 + 18 * Math.sin(x / 23) + (x > 230 ? (x - 230) / 3 : 0)
  if (Math.abs(y - level) < 2) return red
  if (x === 30 || y === 180) return ink
  return x % 60 === 0 || y % 40 === 0 ? [222, 224, 228] : paper
}

function serials(): string {
  return [
    'unit;serial',
    ...Array.from({ length: 6 }, (_, index) => `${index + 1};HS-24${String(7103 + index * 37)}`),
  ].join('\n')
}

function text(fileName: string, contentType: string, content: string): DemoFile {
  return { fileName, contentType, bytes: Buffer.from(content, 'utf8') }
}

/** A picture in PNG (W3C PNG, 11.2: header, data, end). */
function picture(
  fileName: string,
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): DemoFile {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_, x) => colourAt(x, y)).flat()]),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { fileName, contentType: 'image/png', bytes }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
