"""Small components that run in the browser, each for what the chat's own parts lack."""

import param
from panel.custom import JSComponent


class Anchor(JSComponent):
    """A place in the feed to which the page can return: the feed's own ``scroll_to`` does not move.

    It stays a little below the top, so that the question above it is seen. While charts settle it
    holds its place, until the reader scrolls, clicks or types.
    """

    returned = param.Integer(default=0)

    _esm = """
    export function render({model, el}) {
      el.style.scrollMarginTop = "84px"
      const hold = () => {
        let left = 24
        const act = () => {
          el.scrollIntoView({block: "start"})
          left -= 1
          if (left <= 0) clearInterval(timer)
        }
        const timer = setInterval(act, 250)
        for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"])
          window.addEventListener(kind, () => clearInterval(timer), {capture: true, once: true})
        act()
      }
      model.on("returned", hold)
      if (model.returned) hold()
    }
    """


class PlotGuard(JSComponent):
    """Keeps a message that grows from measuring a plot that has no layout yet.

    Without it the browser reports an error (panel-material-ui issue 548); the plot is measured
    again when its layout is there.
    """

    _esm = """
    export function render() {
      const plot = window.Bokeh.Models.get("Plot").prototype.default_view.prototype
      if (plot.waits_for_layout) return
      for (const name of ["_measure_layout", "_after_layout"]) {
        const act = plot[name]
        plot[name] = function() {
          if (this.layout != null) act.call(this)
        }
      }
      plot.waits_for_layout = true
    }
    """


class Seen(JSComponent):
    """Tells once that the room it stands in has come near what the reader sees.

    The whole room is watched, not the mark at its top, over which a jump to the end passes.
    """

    near = param.Boolean(default=False)

    _esm = """
    const above = (node) => node.parentElement ?? node.getRootNode().host
    const scroller = (node) => {
      while (node && !["auto", "scroll"].includes(getComputedStyle(node).overflowY))
        node = above(node)
      return node ?? null
    }
    export function render({model, el}) {
      el.style.minHeight = "1px"
      model.on("after_render", () => {
        const eye = new IntersectionObserver((entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return
          eye.disconnect()
          model.near = true
        }, {root: scroller(el), rootMargin: "500px 0px"})
        const room = el.getRootNode().host?.getRootNode().host
        eye.observe(room ?? el)
      })
    }
    """


class Visitor(JSComponent):
    """Knows a browser again: a random token that stays in its storage, or this page's own."""

    token = param.String()

    _esm = """
    export function render({model}) {
      const name = "visceads-visitor"
      const make = () => [...crypto.getRandomValues(new Uint8Array(16))]
        .map((b) => b.toString(16).padStart(2, "0")).join("")
      let token = ""
      try {
        token = localStorage.getItem(name) ?? ""
        if (!/^[0-9a-f]{32}$/.test(token)) {
          token = make()
          localStorage.setItem(name, token)
        }
      } catch {
        token = make()
      }
      model.token = token
    }
    """
