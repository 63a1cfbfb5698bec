// What readers of others make of feeds. Standard input: one {"form": "atom", "body": "…"} a line;
// standard output: for each, one object a line with what every reader made of it, or its error.
import { createInterface } from 'node:readline'
import { parseFeed } from 'feedsmith'
import Parser from 'rss-parser'

const readers = {
  async feedsmith(body, form) {
    const { format, feed } = parseFeed(body)
    if (format !== form) throw new Error(`taken for ${format}`)
    return (feed.entries ?? feed.items ?? []).map(shapes[form])
  },
  async 'rss-parser'(body, form) {
    if (form === 'json') return null // it reads none
    const { items } = await new Parser().parseString(body)
    return items.map((item) => ({ id: item.id ?? item.guid, title: item.title, link: item.link }))
  },
}

const shapes = {
  atom: (entry) => ({
    id: entry.id,
    title: entry.title?.value,
    link: entry.links?.find((link) => (link.rel ?? 'alternate') === 'alternate')?.href,
  }),
  rss: (item) => ({ id: item.guid?.value, title: item.title, link: item.link }),
  json: (item) => ({ id: item.id, title: item.title, link: item.url }),
}

for await (const line of createInterface({ input: process.stdin })) {
  const { form, body } = JSON.parse(line)
  const made = {}
  for (const [name, read] of Object.entries(readers)) {
    try {
      made[name] = await read(body, form)
    } catch (error) {
      made[name] = String(error)
    }
  }
  process.stdout.write(`${JSON.stringify(made)}\n`)
}
