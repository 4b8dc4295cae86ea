import { describe, expect, it } from 'vitest'
import { htmlToText } from '@/lib/mail/html-to-text'

describe('what no reader sees is no text', () => {
  it.each([
    'style="display:none"',
    'style="color: red; DISPLAY : none !important; font-size:1px"',
    'style="max-height: 0px; overflow: hidden"',
    'style="visibility:hidden"',
    'style="opacity:0;width:0"',
    'style="opacity: 0.0"',
    'hidden',
  ])('%s', (attribute) => {
    const html = `<div ${attribute}>Look<p>inside<br>there</div><table><tr ${attribute}><td>this</td></tr></table><p>The printer is dead.</p>`
    expect(htmlToText(html)).toBe('The printer is dead.')
  })

  it('an element that is never closed hides no more than its parent', () => {
    expect(htmlToText('<div><span style="display:none">Look<img alt="x"></div><p>Text</p>')).toBe('Text')
  })
})

describe('what a reader sees is text', () => {
  it.each([
    'style="font-size:0"',
    'style="display:block"',
    'style="opacity:0.5"',
    'style="opacity:.05"',
    'style="max-height:0"',
    'style="max-height:0.5em;overflow:hidden"',
    'style="x-display:none"',
    'style="mso-hide:all"',
  ])('%s', (attribute) => {
    expect(htmlToText(`<div ${attribute}>The printer is dead.</div>`)).toBe('The printer is dead.')
  })

  it('a mail that displays nothing is read all the same', () => {
    expect(htmlToText('<body style="display:none"><p>The printer is dead.</p></body>')).toBe(
      'The printer is dead.',
    )
  })

  it('a quote and a list around what is not displayed stay what they are', () => {
    const html =
      '<ol><li>One<li hidden>No<li>Two</ol><blockquote type="cite"><p hidden>No</p><p>Old</p></blockquote><p>New</p>'
    expect(htmlToText(html)).toBe('1. One\n2. Two\n\n> Old\n>\nNew')
  })
})
