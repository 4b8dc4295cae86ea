import { expect, test } from 'vitest'
import { effectiveChannel, isOtherDomain } from '@/lib/channels/reply-via-rules'

test.each([
  ['support@acme.example', 'support@acme.example', false],
  ['support@acme.example', 'Help@ACME.example', false],
  ['support@acme.example', 'noreply@mail.acme.example', false],
  ['support@shop.acme.example', 'support@acme.example', false],
  ['support@acme.example', 'support@other.example', true],
  ['support@acme.example', 'support@notacme.example', true],
  ['support@acme.example', 'acme.example@other.example', true],
])('mail to %s that is answered from %s: another domain is %s', (writtenTo, from, isOther) => {
  expect(isOtherDomain(writtenTo, from)).toBe(isOther)
})

test('a chosen channel counts unless it rests; otherwise the default one does, and without one none', () => {
  const channel = (id: string, more: { isActive?: boolean; isDefault?: boolean } = {}) => ({
    ...{ id, name: id, fromAddress: `${id}@acme.example`, isActive: true, isDefault: false },
    ...more,
  })
  const channels = [
    channel('standard', { isDefault: true }),
    channel('own'),
    channel('tired', { isActive: false }),
  ]
  expect(effectiveChannel(channels, 'own')?.id).toBe('own')
  expect(effectiveChannel(channels, 'tired')?.id).toBe('standard')
  expect(effectiveChannel(channels, 'removed')?.id).toBe('standard')
  expect(effectiveChannel(channels, null)?.id).toBe('standard')
  expect(effectiveChannel([channel('own')], null)).toBeNull()
})
