/** What has to be undone at the end, whatever happened; the last first. */
const undo = []

export function onEnd(work) {
  undo.push(work)
}

export async function cleanUp() {
  while (undo.length > 0) {
    try {
      await undo.pop()()
    } catch (error) {
      process.stdout.write(`while cleaning up: ${error.message}\n`)
    }
  }
}
