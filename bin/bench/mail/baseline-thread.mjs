import { parentPort } from 'node:worker_threads'
import EmailForwardParser from 'email-forward-parser'
import EmailReplyParser from 'email-reply-parser'
import { JSDOM } from 'jsdom'
import { simpleParser } from 'mailparser'
import planer from 'planer'

/**
 * Ready-made parts, asked the same questions. In a thread of their own: some need minutes for one mail, and whoever
 * asks ends the thread then.
 */
parentPort.on('message', async ({ name, bytes }) => {
  try {
    const mail = await simpleParser(Buffer.from(bytes), { skipImageLinks: true })
    parentPort.postMessage({ out: baselines[name](mail) })
  } catch (error) {
    parentPort.postMessage({ error: String(error) })
  }
})

const baselines = {
  mailparser: readMail,
  'email-reply-parser': (mail) => ({ replyText: withoutQuotes(mail.text ?? '') }),
  planer: (mail) => ({ replyText: planed(mail) }),
  'planer, email-reply-parser': (mail) => ({ replyText: withoutQuotes(planed(mail)) }),
  'email-forward-parser': readForwarded,
  'header rules': readHeaders,
}

function readMail(mail) {
  return {
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo?.split(/\s+/) ?? [],
    references: [mail.references ?? []].flat(),
    from: mailboxes(mail.from)[0] ?? null,
    replyTo: mailboxes(mail.replyTo),
    to: mailboxes(mail.to),
    cc: mailboxes(mail.cc),
    subject: mail.subject,
    date: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date.toISOString() : null,
    text: mail.text,
    html: mail.html || null,
    attachments: mail.attachments.map((one) => ({
      filename: one.filename ?? null,
      contentType: one.contentType,
      size: one.size,
      inline: one.contentDisposition === 'inline' || Boolean(one.related),
    })),
  }
}

const mailboxes = (field) =>
  [field ?? []]
    .flat()
    .flatMap((one) => one.value)
    .flatMap((one) => one.group ?? [one])

const withoutQuotes = (text) => new EmailReplyParser().read(text).getVisibleText()

function planed(mail) {
  if (!mail.html || mail.text === undefined) return planer.extractFrom(mail.text ?? '', 'text/plain')
  const { document } = new JSDOM().window
  const html = planer.extractFrom(mail.html, 'text/html', document)
  return new JSDOM(html.replace(/<(?:br|\/p|\/div|\/tr)\b[^>]*>/gi, '\n$&')).window.document.body.textContent
}

function readForwarded(mail) {
  const text = mail.text ?? ''
  const read = new EmailForwardParser().read(text, mail.subject)
  // A subject that says nothing of a forward ends its reading: then the text alone.
  const { forwarded, message, email } = read.forwarded ? read : new EmailForwardParser().read(text)
  return {
    forwarded: {
      is: forwarded,
      from: email.from.address,
      fromName: email.from.name,
      to: email.to,
      cc: email.cc,
      subject: email.subject,
      body: email.body,
      message,
    },
  }
}

/** What a good afternoon's work on RFC 3834 and 3464 gives. */
function readHeaders(mail) {
  const header = (name) =>
    mail.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:\s*/, '') ?? ''
  const type = header('content-type').toLowerCase()
  const part = (wanted) =>
    mail.attachments.find((one) => one.contentType === wanted)?.content.toString() ?? ''
  const report = part('message/delivery-status')
  const isMachine = /mailer-daemon|postmaster/i.test(mail.from?.text ?? '')
  const isBounce =
    report !== '' ||
    type.includes('report-type=delivery-status') ||
    isMachine ||
    header('x-failed-recipients') !== ''
  const submitted = header('auto-submitted').toLowerCase()
  const recipients = [...report.matchAll(/^final-recipient:[^;\n]*;\s*(\S+)/gim)].map((found) => found[1])
  const statuses = [...report.matchAll(/^status:\s*([245]\.\d+\.\d+)/gim)].map((found) => found[1])
  const isMarked =
    (submitted !== '' && !submitted.startsWith('no')) ||
    /bulk|junk|auto_reply/i.test(header('precedence')) ||
    ['x-autoreply', 'x-autorespond', 'x-autoreply-from', 'x-mail-autoreply'].some(
      (name) => header(name) !== '',
    ) ||
    /^(?:automatic reply|out of office|auto:)/i.test(mail.subject ?? '')
  return {
    isBounce,
    isAutoReply: !isBounce && isMarked,
    isFeedbackReport: type.includes('feedback-report'),
    bounce: recipients.map((recipient, index) => ({
      recipient,
      status: statuses[index] ?? statuses[0] ?? null,
    })),
  }
}

parentPort.postMessage('ready')
