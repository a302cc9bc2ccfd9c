// A box that takes files by drag and drop or from a dialog and sends them part by part; each part
// waits for the server's word, so that a long upload never floods the connection.

const make = (tag, name, text = "") => {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = text
  return made
}

const megabytes = (size) => {
  const share = size / 1048576
  return `${share >= 10 ? share.toFixed(0) : Math.max(share, 0.1).toFixed(1)} MB`
}

export function render({model, el}) {
  const waiting = new Map()
  const rows = new Map()
  let count = 0

  const box = make("label", "box")
  const icon = make("span", "icon", "⇪")
  const prompt = make("span", "prompt")
  const limits = make("span", "limits")
  const input = make("input", "input")
  input.type = "file"
  input.multiple = true
  box.append(icon, prompt, limits, input)
  const list = make("ul", "files")

  const show = () => {
    prompt.textContent = model.prompt
    limits.textContent = model.limits
    input.accept = model.accept
    input.disabled = model.held
    box.classList.toggle("held", model.held)
    for (const row of rows.values()) row.drop.hidden = model.held
  }

  const add = (key, file) => {
    const item = make("li", "file")
    const name = make("span", "name", file.name)
    name.title = file.name
    const said = make("span", "said", megabytes(file.size))
    const drop = make("button", "drop", "×")
    drop.type = "button"
    drop.setAttribute("aria-label", `${model.remove_label} ${file.name}`)
    drop.onclick = () => {
      model.send_msg({kind: "remove", key})
      rows.delete(key)
      waiting.get(key)?.({refused: ""})
      item.remove()
    }
    const bar = make("span", "bar")
    bar.append(make("span", "done"))
    item.append(name, said, drop, bar)
    list.append(item)
    rows.set(key, {item, said, drop, done: bar.firstChild, size: megabytes(file.size)})
  }

  const refuse = (key, text) => {
    const row = rows.get(key)
    if (row === undefined) return
    row.item.classList.add("refused")
    row.said.textContent = text
  }

  const tell = (message) => new Promise((resolve) => {
    waiting.set(message.key, resolve)
    model.send_msg(message)
  })

  const upload = async (key, file) => {
    let heard = await tell({kind: "begin", key, name: file.name, size: file.size})
    let at = 0
    while (heard.refused === undefined && at < file.size) {
      let data
      try {
        data = await file.slice(at, at + model.chunk_size).arrayBuffer()
      } catch {
        model.send_msg({kind: "remove", key})
        refuse(key, model.unreadable)
        return
      }
      heard = await tell({kind: "part", key, data})
      at += data.byteLength
      const row = rows.get(key)
      if (row === undefined) return
      const share = Math.round((100 * at) / file.size)
      row.done.style.width = `${share}%`
      row.said.textContent = share < 100 ? `${share}% · ${row.size}` : row.size
    }
    if (heard.refused !== undefined) refuse(key, heard.refused)
    else rows.get(key)?.item.classList.add("whole")
  }

  const take = async (files) => {
    if (model.held) return
    const begun = [...files].map((file) => [`f${(count += 1)}`, file])
    for (const [key, file] of begun) add(key, file)
    for (const [key, file] of begun) if (rows.has(key)) await upload(key, file)
  }

  input.onchange = async () => {
    const files = [...input.files]
    input.value = ""
    await take(files)
  }
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => {
      event.preventDefault()
      box.classList.toggle("over", !model.held)
    })
  }
  for (const kind of ["dragleave", "drop"]) {
    box.addEventListener(kind, (event) => {
      event.preventDefault()
      box.classList.remove("over")
    })
  }
  box.addEventListener("drop", (event) => take(event.dataTransfer.files))

  model.on("msg:custom", (message) => {
    if (message.kind === "clear") {
      rows.clear()
      list.replaceChildren()
      return
    }
    const resolve = waiting.get(message.key)
    waiting.delete(message.key)
    resolve?.(message)
  })
  for (const name of ["prompt", "limits", "held"]) model.on(name, show)
  show()
  el.append(box, list)
}
