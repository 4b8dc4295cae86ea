import { expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { readUpload, signUpload, type Upload } from '@/lib/tickets/upload-token'

const secret = 'a secret of this test'
const at = new Date('2026-11-21T10:00:00Z')
const tenantId = newId()
const upload: Upload = {
  tenantId,
  sha256: 'ab'.repeat(32),
  fileName: 'piano à queue.pdf',
  contentType: 'application/pdf',
  sizeBytes: 12,
  expiresAt: at.getTime() + 1,
}
const token = signUpload(secret, upload)

test('what was signed is read back', () => {
  expect(readUpload(secret, tenantId, token, at)).toEqual(upload)
})

test('it ends', () => {
  expect(readUpload(secret, tenantId, token, new Date(upload.expiresAt))).toBeNull()
})

test('it is good in its tenant alone, and under its secret alone', () => {
  expect(readUpload(secret, newId(), token, at)).toBeNull()
  expect(readUpload('another secret', tenantId, token, at)).toBeNull()
})

test('a change anywhere makes it worthless', () => {
  for (let index = 0; index < token.length; index++) {
    const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1)
    expect(readUpload(secret, tenantId, changed, at), `character ${index}`).toBeNull()
  }
})

test.each(['', '.', 'a.b', 'a.b.c', `${token}.x`, 'null.x'])('%s is none', (text) => {
  expect(readUpload(secret, tenantId, text, at)).toBeNull()
})
