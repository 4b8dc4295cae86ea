import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { alternativeBody, base64Lines, encodedWord, htmlBody, multipart, textBody } from './mail-parts.mjs'

/**
 * @typedef {object} MixedMail
 * @property {Buffer} bytes
 * @property {string} from address, also of the envelope
 * @property {string} to which of the given addresses
 * @property {string} messageId without brackets
 * @property {string} conversation mails of one conversation by one sender belong into one ticket
 * @property {string} thread what its conversation belongs to
 */

/** What support mail is made of: shares of replies, strangers in them, files and shapes. */
const shares = {
  reply: 0.3,
  stranger: 0.1,
  knownSender: 0.35,
  file5m: 0.01,
  file200k: 0.05,
  fileSmall: 0.08,
  logo: 0.1,
}

const domains = Array.from({ length: 20 }, (_, index) => `firm${index}`)
const names = [
  'Anna Rossi',
  'Ben Müller',
  'Chloé Dubois',
  'Łukasz Nowak',
  'Maria García',
  'Søren Jensen',
  'Ольга Петрова',
  '花子 山田',
]
const subjects = [
  'Invoice {n} was charged twice',
  'Cannot sign in since this morning',
  'Where is parcel {n}?',
  'The import stops at row {n}',
  'Please add a user',
  'Consegna in ritardo – ordine {n}',
]
const words =
  'the our invoice parcel order address login password page error customer team week morning problem question again still please never because after delivery screen upload version phone account'.split(
    ' ',
  )

/**
 * Support mail, the same for the same seed: new mails and replies into earlier conversations, by their senders and
 * now and then by a stranger; plain, HTML and both; files from 2 KB to 5 MB.
 *
 * @param {{ count: number, seed: number, to: string[] }} options
 * @returns {MixedMail[]} in the order they were written
 */
export function mixMails({ count, seed, to }) {
  const random = createRandom(seed)
  const senders = []
  const threads = []
  const mails = []
  for (let index = 0; index < count; index++) {
    const isReply = threads.length > 0 && random.chance(shares.reply)
    const thread = isReply
      ? random.pick(threads.slice(random.chance(0.5) ? -50 : 0))
      : startThread(random, senders, to, threads.length)
    if (!isReply) threads.push(thread)
    const sender = isReply && random.chance(shares.stranger) ? newSender(random, senders) : thread.sender
    mails.push(write({ random, index, seed, thread, sender }))
  }
  return mails
}

/**
 * Mails of a folder instead: `manifest.json` names for each mail its file, thread, sender, recipient and Message-ID.
 *
 * @param {string} folder
 * @param {string[]} to where mail to the folder's recipients goes, in turn
 * @returns {Promise<MixedMail[]>}
 */
export async function readMails(folder, to) {
  const { mails } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'))
  const recipients = [...new Set(mails.map((mail) => mail.to))]
  return Promise.all(
    mails.map(async (mail) => ({
      bytes: await readFile(path.join(folder, mail.file)),
      from: mail.from,
      to: to[recipients.indexOf(mail.to) % to.length],
      messageId: mail.messageId,
      thread: String(mail.thread),
      conversation: `${mail.thread} ${mail.from}`,
    })),
  )
}

function startThread(random, senders, to, number) {
  const isKnown = senders.length > 20 && random.chance(shares.knownSender)
  const sender = isKnown ? random.pick(senders) : newSender(random, senders)
  const subject = random.pick(subjects).replace('{n}', String(random.between(10_000, 99_999)))
  return { number, to: random.pick(to), sender, subject, written: [] }
}

function newSender(random, senders) {
  const domain = `${random.pick(domains)}.example`
  const sender = { name: random.pick(names), address: `person${senders.length}.${random.seed}@${domain}` }
  senders.push(sender)
  return sender
}

function write({ random, index, seed, thread, sender }) {
  const parent = thread.written.at(-1)
  const messageId = `${createHash('sha256').update(`${seed} ${index}`).digest('hex').slice(0, 20)}@${sender.address.split('@')[1]}`
  const subject = parent ? `Re: ${thread.subject}` : thread.subject
  const paragraphs = [
    'Good morning,',
    ...Array.from({ length: random.between(1, 4) }, () => paragraph(random)),
    `Reference ${index}`,
    sender.name,
  ]
  const body = bodyOf({ random, paragraphs, quoted: parent?.text ?? null, index })
  const headers = [
    `Received: from mx.example (mx.example [192.0.2.1]) by mail.example with ESMTPS id ${index}`,
    `Date: ${new Date(Date.UTC(2026, 10, 18, 8) + index * 30_000).toUTCString().replace('GMT', '+0000')}`,
    `From: ${encodedWord(sender.name)} <${sender.address}>`,
    `To: ${thread.to}`,
    `Message-ID: <${messageId}>`,
    ...(parent
      ? [
          `In-Reply-To: <${parent.messageId}>`,
          `References: ${thread.written
            .slice(-10)
            .map((one) => `<${one.messageId}>`)
            .join('\r\n ')}`,
        ]
      : []),
    `Subject: ${encodedWord(subject)}`,
    'MIME-Version: 1.0',
    ...body.headers,
  ]
  thread.written.push({ messageId, text: paragraphs.join('\r\n\r\n') })
  return {
    bytes: Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), body.bytes]),
    from: sender.address,
    to: thread.to,
    messageId,
    thread: String(thread.number),
    conversation: `${thread.number} ${sender.address}`,
  }
}

function bodyOf({ random, paragraphs, quoted, index }) {
  const shape = random.next()
  const logo = random.chance(shares.logo) ? random.bytes(random.between(2_500, 8_000)) : null
  const encoding = random.pick(['quoted-printable', 'quoted-printable', 'base64', '8bit'])
  const texts = { paragraphs, quoted, encoding }
  const inner =
    shape < 0.25
      ? textBody(texts)
      : shape < 0.38
        ? htmlBody(texts, logo, index)
        : alternativeBody(texts, logo, index)
  const size = fileSize(random)
  if (size === 0) return inner
  const file = {
    headers: [
      `Content-Type: application/pdf; name="file-${index}.pdf"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="file-${index}.pdf"`,
    ],
    bytes: base64Lines(random.bytes(size)),
  }
  return multipart('mixed', [inner, file], index)
}

function fileSize(random) {
  const die = random.next()
  if (die < shares.file5m) return 5 * 1024 * 1024
  if (die < shares.file5m + shares.file200k) return 200 * 1024
  return random.chance(shares.fileSmall) ? random.between(2_048, 40_960) : 0
}

function paragraph(random) {
  const sentence = () =>
    `${Array.from({ length: random.between(7, 17) }, () => random.pick(words)).join(' ')}.`
  return Array.from({ length: random.between(2, 5) }, sentence).join(' ')
}

/** A small generator of numbers with a seed (a linear congruential one is random enough for a mix of mails). */
function createRandom(seed) {
  let state = BigInt(seed) * 2_654_435_761n + 1n
  const next = () => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn
    return Number(state >> 11n) / 2 ** 53
  }
  return {
    seed,
    next,
    chance: (share) => next() < share,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)],
    bytes: (length) => {
      const block = createHash('sha512').update(String(next())).digest()
      return Buffer.alloc(
        length,
        Buffer.concat(
          Array.from({ length: 16 }, (_, one) =>
            createHash('sha512').update(block).update(String(one)).digest(),
          ),
        ),
      )
    },
  }
}
