// Conversations by date: open, search, rename, export, delete with a second question.

const make = (tag, name, text = "") => {
  const made = document.createElement(tag)
  if (name) made.className = name
  made.textContent = text
  if (tag === "button") made.type = "button"
  return made
}

export function render({model, el}) {
  const tell = (act, held = {}) => model.send_msg({act, ...held})
  const begin = make("button", "new")
  const search = make("input", "search")
  search.type = "search"
  const list = make("div", "list")
  const said = make("p", "said")
  said.setAttribute("role", "status")
  let opened = ""

  const act = (name, text, run) => {
    const button = make("button", name, text)
    button.onclick = run
    return button
  }

  const renaming = (thread, item) => {
    const words = model.words
    const form = make("form", "rename")
    const box = make("input", "search")
    box.value = thread.title
    box.maxLength = 200
    box.setAttribute("aria-label", words.rename)
    const save = make("button", "act strong", words.save)
    save.type = "submit"
    form.append(box, save, act("act", words.cancel, show))
    form.onsubmit = (event) => {
      event.preventDefault()
      const title = box.value.trim()
      if (title && title !== thread.title) tell("rename", {id: thread.id, title})
      show()
    }
    form.onkeydown = (event) => {
      if (event.key !== "Escape") return
      event.stopPropagation()
      show()
    }
    item.replaceChildren(form)
    box.focus()
    box.select()
  }

  const deleting = (thread, row) => {
    const words = model.words
    const sure = make("span", "sure", words.sure)
    const yes = act("act danger", words.delete, () => tell("delete", {id: thread.id}))
    const no = act("act", words.cancel, show)
    row.replaceChildren(sure, yes, no)
    no.focus()
  }

  const actions = (thread, item) => {
    const words = model.words
    const row = make("div", "actions")
    row.append(
      act("act", words.rename, () => renaming(thread, item)),
      act("act danger", words.delete, () => deleting(thread, row)),
      make("span", "label", words.export),
      ...[["md", "Markdown"], ["html", "HTML"], ["json", "JSON"]].map(([form, name]) =>
        act("act", name, () => tell("export", {id: thread.id, form}))),
    )
    return row
  }

  const entry = (thread) => {
    const item = make("li", thread.open ? "item open" : "item")
    const line = make("div", "line")
    const main = act("thread", "", () => tell("open", {id: thread.id}))
    main.append(make("b", "", thread.title))
    const note = make("small", "", thread.when + " · " + thread.note)
    if (thread.open) note.append(make("em", "", model.words.open_now))
    main.append(note)
    if (thread.excerpt) main.append(make("small", "excerpt", thread.excerpt))
    if (thread.open) main.setAttribute("aria-current", "true")
    const more = act("more", "⋯", () => {
      opened = opened === thread.id ? "" : thread.id
      show()
      list.querySelector(".more[aria-expanded=true]")?.focus()
    })
    more.title = model.words.more
    more.setAttribute("aria-label", model.words.more + " · " + thread.title)
    more.setAttribute("aria-expanded", String(opened === thread.id))
    line.append(main, more)
    item.append(line)
    if (opened === thread.id) item.append(actions(thread, item))
    return item
  }

  const show = () => {
    const words = model.words
    const within = list.contains(list.getRootNode().activeElement)
    begin.textContent = "＋ " + words.new
    search.placeholder = words.search
    search.setAttribute("aria-label", words.search)
    list.replaceChildren(...model.groups.flatMap((group) => {
      const items = make("ul", "")
      items.append(...group.threads.map(entry))
      return [make("h3", "", group.label), items]
    }))
    said.textContent = model.said
    if (within) (list.querySelector(".more[aria-expanded=true]") ?? search).focus()
  }

  let timer
  search.oninput = () => {
    clearTimeout(timer)
    timer = setTimeout(() => tell("search", {words: search.value}), 200)
  }
  begin.onclick = () => tell("new")
  model.on("msg:custom", (message) => {
    if (message.kind !== "file") return
    const link = make("a", "")
    link.href = URL.createObjectURL(new Blob([message.text], {type: message.mime}))
    link.download = message.name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  })
  for (const name of ["groups", "words", "said"]) model.on(name, show)
  const begun = () => setTimeout(() => search.focus(), 250)
  model.on("focused", begun)
  show()
  el.append(begin, search, list, said)
  if (model.focused) begun()
}
