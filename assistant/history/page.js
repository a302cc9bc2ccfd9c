// Dresses the parts of the answers, and draws each chart when it comes near.
const read = (id) => JSON.parse(document.getElementById(id).textContent)
const sheet = new CSSStyleSheet()
sheet.replaceSync(read("style"))
for (const part of document.querySelectorAll(".part")) {
  const left = part.querySelector("template[shadowrootmode]")
  if (left) {
    part.attachShadow({mode: "open"}).append(left.content)
    left.remove()
  }
  part.shadowRoot.adoptedStyleSheets = [sheet]
}
const options = read("options")
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue
    near.unobserve(entry.target)
    const chart = echarts.init(entry.target)
    chart.setOption(options[Number(entry.target.dataset.option)])
    new ResizeObserver(() => chart.resize()).observe(entry.target)
  }
}, {rootMargin: "400px"})
for (const chart of document.querySelectorAll(".chart")) near.observe(chart)
addEventListener("beforeprint", () => {
  for (const chart of document.querySelectorAll(".chart"))
    if (!echarts.getInstanceByDom(chart))
      echarts.init(chart).setOption(options[Number(chart.dataset.option)])
})
