import net from 'node:net'

/** Says which port is taken before anything is started, and how to choose another. */
export async function assertPortsAreFree(settings) {
  for (const { name, port, host, what } of settings.ports) {
    const trouble = await tryPort(port, host)
    if (trouble === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} (${what}) is taken by another program: stop that one, or choose another with ${name}=${port + 1000} npm run up.`,
      )
    }
    if (trouble === 'EACCES') {
      throw new Error(
        `Port ${port} (${what}) is reserved for the administrator: choose one above 1023 with ${name}=…`,
      )
    }
    if (trouble) throw new Error(`Port ${port} (${what}) cannot be used on ${host}: ${trouble}.`)
  }
}

/** @returns null when the port is free, else why not */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error) => resolve(error.code))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}
