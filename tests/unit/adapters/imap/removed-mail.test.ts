import { expect, test } from 'vitest'
import { createMailSource } from '@/lib/adapters/imap/create-mail-source'
import { egressTo } from '../../../support/egress'
import { plainAnswers, startScriptedImap } from '../../../support/scripted-imap'

const fields = 'BODY[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES DATE FROM SUBJECT)]'

// Such a date would call a mail of today one from before the mailbox was connected, and nobody would ever look again.
test('a mail that was removed while its head was read is not there; it is no mail of 1970', async () => {
  const head = (uid: number, size: number, date: string) =>
    `* ${uid} FETCH (UID ${uid} RFC822.SIZE ${size} INTERNALDATE "${date}" ${fields} {2}\r\n\r\n)\r\n`
  const server = await startScriptedImap({
    greet: '* OK ready\r\n',
    answer: (tag, command) =>
      command.startsWith('UID FETCH')
        ? `${head(1, 300, '21-Nov-2026 10:00:00 +0000')}${head(2, 0, '01-Jan-1970 00:00:00 +0000')}${head(3, 300, '01-Jan-1970 00:00:00 +0000')}${tag} OK done\r\n`
        : plainAnswers(tag, command),
  })
  const session = await createMailSource(egressTo(server.port)).connect(
    {
      host: '127.0.0.1',
      port: server.port,
      encryption: 'none',
      isCertificateChecked: true,
      pinnedFingerprint: null,
    },
    { kind: 'password', username: 'anna', password: 'any', sharedMailbox: '' },
  )
  await session.openFolder('INBOX', 'read')
  const heads = await session.readHeads([1, 2, 3])
  await session.close()
  await server.close()
  expect(heads.map(({ uid }) => uid)).toEqual([1, 3])
})
