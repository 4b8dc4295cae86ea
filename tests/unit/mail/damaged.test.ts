import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { mutated, randomFrom } from '@/bin/bench/mail/mutate'
import { readAny } from '@/bin/bench/mail/read-any'

const folder = path.resolve(import.meta.dirname, '../../fixtures/mail')
const seeds = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => readFileSync(path.join(folder, name)))

test('a damaged mail is a message or a quarantine row, never an error: 400 of them', async () => {
  const wrong: string[] = []
  for (let seed = 1; seed <= 400; seed++) {
    const answer = await readAny(mutated(seeds, randomFrom(seed))).catch(String)
    if (answer !== null) wrong.push(`seed ${seed}: ${answer}`)
  }
  expect(wrong).toEqual([])
})

test('the same seed damages a mail in the same way', () => {
  const [once, again] = [1, 2].map(() => Buffer.from(mutated(seeds, randomFrom(11))).toString('base64'))
  expect(again).toBe(once)
})
